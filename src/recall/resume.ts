import { timeText } from "../base/clock.ts";
import { DEFAULTS } from "../base/config.ts";
import { queuePaths } from "../queue/layout.ts";
import { type Ending, ResumeReader, type SavedSession, type SessionOutline } from "../store/resume-queries.ts";
import { type GitHead, readGitHead } from "../git/git-head.ts";
import { isSessionRunning } from "./process-alive.ts";
import { readWaiting } from "./waiting.ts";

/** What `hive resume --json` prints, version 1. Ignore fields that you do not know. Times are RFC 3339. */
export interface ResumeReport {
  readonly version: 1;
  readonly sessionId: string;
  /** Whether facts of it came without proof that this user's hive saved them: no agent is told of it unasked. */
  readonly isUntrusted: boolean;
  /** What the session is for, or its title. Null where it is not known, here and below. */
  readonly objective: string | null;
  readonly cwd: string | null;
  readonly transcriptPath: string | null;
  readonly lastSeenAt: string;
  /** The latest prompt, tool call or message. */
  readonly lastActiveAt: string | null;
  /** Whether the agent's process still runs. */
  readonly isRunning: boolean | null;
  /** How it ended: SessionEnd was seen, a compaction was the last that was seen, or neither. */
  readonly ending: Ending;
  /** Whether the agent's last turn had ended; false also where that is not known. */
  readonly isTurnFinished: boolean;
  readonly lastCheckpoint: { readonly at: string; readonly type: string; readonly trigger: string } | null;
  readonly operations: number;
  readonly operationsSinceCheckpoint: number;
  /** Entries of the session that wait in the queue; what they tell is in `state`. */
  readonly waitingEntries: number;
  /** Files in the queue that were too many to be read: some may be the session's. */
  readonly unreadEntries: number;
  /** Where the working directory's git tree stands now. */
  readonly gitNow: GitHead | null;
  /** `objective`, and the parts of `state`, of which nothing is known. */
  readonly notKnown: readonly string[];
  /** The parts of a checkpoint, as of now: the lists are newest first. */
  readonly state: SavedSession["state"];
}

/** `open`: its process runs; `no end seen`: it does not, or is not known. */
export type SessionStatus = "ended" | "open" | "no end seen";

const PARTS = ["prompts", "lastAssistantMessage", "todos", "plan", "files", "commands", "subagents", "git"] as const;

interface ResumesOptions {
  readonly nowMs: number;
  /** How long to wait for the store's lock. */
  readonly busyTimeoutMs: number;
  readonly maxEntryBytes?: number;
  /** The agent's process that asks: sessions that it had before it has no more. */
  readonly ownPid?: number | undefined;
}

/** Reads what is saved of sessions, in the store and in the queue. */
export class Resumes implements Disposable {
  readonly #reader: ResumeReader;
  readonly #unread: number;
  readonly #options: ResumesOptions;

  private constructor(reader: ResumeReader, unread: number, options: ResumesOptions) {
    this.#reader = reader;
    this.#unread = unread;
    this.#options = options;
  }

  /** @throws HIVE_STORE_UNAVAILABLE, such as for a lock that is held for longer than `busyTimeoutMs` */
  static async open(root: string, options: ResumesOptions): Promise<Resumes> {
    const { busyTimeoutMs, maxEntryBytes = DEFAULTS.maxEntryBytes } = options;
    const { bySession, unread } = readWaiting(queuePaths(root), maxEntryBytes);
    return new Resumes(await ResumeReader.open(root, bySession, busyTimeoutMs), unread, options);
  }

  /**
   * The ids of the sessions that hive has seen, the latest first.
   * @param isTrusted whether those alone count of which no fact came without proof
   */
  ids(prefix: string, limit: number, isTrusted: boolean): string[] {
    const known = this.#reader.sessionIds(prefix, limit, isTrusted).map((id) => this.outline(id));
    return known
      .filter((outline) => outline !== null)
      .toSorted((a, b) => b.lastSeenMs - a.lastSeenMs)
      .map((outline) => outline.sessionId);
  }

  outline(sessionId: string): SessionOutline | null {
    return this.#reader.outline(sessionId);
  }

  isUntrusted(sessionId: string): boolean {
    return this.#reader.isUntrusted(sessionId);
  }

  /** Whether the agent's process of a session still runs; null where no process is known. */
  isRunning({ instances }: SessionOutline): boolean | null {
    return isSessionRunning(instances, this.#options.nowMs, this.#options.ownPid);
  }

  /** How a session ended; null for one that hive has seen nothing of. */
  status(sessionId: string): SessionStatus | null {
    const outline = this.outline(sessionId);
    if (outline === null) return null;
    if (outline.ending.kind === "ended") return "ended";
    return this.isRunning(outline) === true ? "open" : "no end seen";
  }

  /** Null for a session that hive has seen nothing of. */
  report(sessionId: string): ResumeReport | null {
    const session = this.#reader.session(sessionId);
    if (session === null) return null;
    const { objective, cwd, lastSeenMs, lastActiveMs, lastCheckpoint, state } = session;
    const { ending, isTurnFinished, operations, operationsSinceCheckpoint, waitingEntries } = session;
    const transcriptPath = state.session?.["transcriptPath"];
    const isUnknown = (part: (typeof PARTS)[number]): boolean =>
      part === "todos" ? state.todos === undefined && state.tasks === undefined : state[part] === undefined;
    return {
      version: 1,
      sessionId,
      isUntrusted: this.isUntrusted(sessionId),
      objective,
      cwd,
      transcriptPath: typeof transcriptPath === "string" ? transcriptPath : null,
      lastSeenAt: timeText(lastSeenMs),
      lastActiveAt: lastActiveMs === null ? null : timeText(lastActiveMs),
      isRunning: this.isRunning(session),
      ending,
      isTurnFinished,
      lastCheckpoint:
        lastCheckpoint === null
          ? null
          : { at: timeText(lastCheckpoint.atMs), type: lastCheckpoint.type, trigger: lastCheckpoint.trigger },
      operations,
      operationsSinceCheckpoint,
      waitingEntries,
      unreadEntries: this.#unread,
      gitNow: cwd === null ? null : readGitHead(cwd),
      notKnown: [...(objective === null ? ["objective"] : []), ...PARTS.filter(isUnknown)],
      state,
    };
  }

  [Symbol.dispose](): void {
    this.#reader[Symbol.dispose]();
  }
}
