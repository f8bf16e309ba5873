import type { Database } from "bun:sqlite";
import { DEFAULTS } from "../base/config/config.ts";
import { chainOf, isUnfinished } from "./choose/candidates.ts";
import { toldWith } from "./choose/chain.ts";
import { type HiddenOf, reportOf } from "./session-report.ts";
import { readConfigFiles } from "../origin/config-files.ts";
import { queuePaths } from "../queue/layout.ts";
import { ResumeReader } from "../store/sqlite/read/resume-queries.ts";
import type { SavedSession, SessionOutline } from "../store/sqlite/read/saved-session.ts";
import type { ResumeReport, SessionStatus } from "./report/resume-report.ts";
import {
  type CandidateRow,
  candidatesOf,
  type ContinuesRow,
  continuesOf,
  type HeadRow,
  headsOf,
  recentSessions,
} from "../store/sqlite/read/candidate-queries.ts";
import { CLOCK_SKEW_MS, FIRST_KNOWN_MS } from "../model/merge.ts";
import { isProcessRunning, isSessionRunning } from "./choose/process-alive.ts";
import type { Waiting } from "./waiting/waiting.ts";
import { waitingFiles } from "./waiting/waiting-files.ts";

interface ResumesOptions {
  readonly nowMs: number;
  /** The longest wait for the store's lock. */
  readonly busyTimeoutMs: number;
  readonly maxEntryBytes?: number;
  /** The asking processes: they no longer belong to their earlier sessions. */
  readonly ownPids?: readonly number[];
  /** The setting `exclude`. @default as the settings have it now */
  readonly exclude?: readonly string[];
}

/** Reads the saved data of sessions, in the store and in the queue. */
export class Resumes implements Disposable {
  readonly #reader: ResumeReader;
  readonly #unread: number;
  readonly #options: ResumesOptions;
  readonly #outlines = new Map<string, SessionOutline | null>();
  readonly #hiddenOf: HiddenOf | undefined;

  private constructor(reader: ResumeReader, unread: number, options: ResumesOptions, hiddenOf: HiddenOf | undefined) {
    this.#reader = reader;
    this.#unread = unread;
    this.#options = options;
    this.#hiddenOf = hiddenOf;
  }

  /** @throws HIVE_STORE_UNAVAILABLE, such as for a lock that is held for longer than `busyTimeoutMs` */
  static async open(root: string, options: ResumesOptions): Promise<Resumes> {
    const { busyTimeoutMs, maxEntryBytes = DEFAULTS.maxEntryBytes } = options;
    const paths = queuePaths(root);
    // The schemas of entries take a SessionStart several milliseconds to load: mostly nothing waits.
    const files = waitingFiles(paths);
    const { bySession, unread } =
      files.length === 0
        ? NOTHING_WAITS
        : (await import("./waiting/waiting.ts")).readWaiting(paths, maxEntryBytes, files);
    const reader = await ResumeReader.open(root, bySession, busyTimeoutMs, options.nowMs);
    return new Resumes(reader, unread, options, await hiddenIn(root, options.exclude));
  }

  /** @param db is closed with this: see archive/as-store.ts @param root the asker's: its settings exclude */
  static async of(db: Database, root: string, options: Pick<ResumesOptions, "nowMs">): Promise<Resumes> {
    const reader = ResumeReader.of(db, options.nowMs);
    return new Resumes(reader, 0, { ...options, busyTimeoutMs: 0 }, await hiddenIn(root, undefined));
  }

  /**
   * The ids of the sessions that hive has observed, the latest first.
   * @param isTrusted true to leave out sessions with any unproved fact
   */
  ids(prefix: string, limit: number, isTrusted: boolean): string[] {
    const known = this.#reader.sessionIds(prefix, limit, isTrusted).map((id) => this.outline(id));
    return known
      .filter((outline) => outline !== null)
      .toSorted((a, b) => b.lastSeenMs - a.lastSeenMs)
      .map((outline) => outline.sessionId);
  }

  outline(sessionId: string): SessionOutline | null {
    // Read each session once, so that all reads show the same moment.
    let outline = this.#outlines.get(sessionId);
    if (outline === undefined) {
      outline = this.#reader.outline(sessionId);
      this.#outlines.set(sessionId, outline);
    }
    return outline;
  }

  isUntrusted(sessionId: string): boolean {
    return this.#reader.isUntrusted(sessionId);
  }

  /** True if the agent's process of a session still runs; null if no process is known. */
  isRunning({ process: seen, instances, lastSeenMs }: SessionOutline): boolean | null {
    const { nowMs, ownPids = [] } = this.#options;
    const own = [...ownPids, process.pid];
    if (seen === null) return isSessionRunning(instances, nowMs, own);
    return isProcessRunning(seen, lastSeenMs, nowMs, own);
  }

  /**
   * The ids of the sessions seen since a time, the latest first, read as far as somebody asks for them.
   * @param isOpen true to leave out those that had nothing left to continue when their last observation came
   */
  *recent(sinceMs: number, isOpen = false): Generator<string, void> {
    const { db, waiting } = this.#reader;
    yield* this.#waitingIds();
    if (db === null) return;
    for (const id of recentSessions(db, [sinceMs, FIRST_KNOWN_MS, this.#boundMs], isOpen)) {
      if (!waiting.has(id)) yield id;
    }
  }

  /** A number that grows with each observation of a session; null where that is not known, as of one that waits. */
  observations(sessionId: string): number | null {
    return this.#reader.waiting.has(sessionId) ? null : this.#reader.observations(sessionId);
  }

  /** The places and sorts of these sessions, in their order. */
  heads(ids: readonly string[]): HeadRow[] {
    const { db, waiting } = this.#reader;
    const outlines = ids.filter((id) => waiting.has(id)).map((id) => this.outline(id));
    const waits = outlines
      .filter((outline) => outline !== null)
      .map(({ sessionId: id, worktree, directory, isAttended, hasStarted }) => ({
        id,
        worktree,
        directory,
        isAttended: isAttended === null ? null : Number(isAttended),
        hasStarted: Number(hasStarted),
      }));
    return [...waits, ...(db === null ? [] : headsOf(db, this.#stored(ids)))];
  }

  /** Those of these sessions that have worked, in their order. @param withDone false to leave out what is surely done */
  *candidates(ids: readonly string[], withDone: boolean): Generator<CandidateRow> {
    for (const id of ids) {
      const outline = this.#reader.waiting.has(id) ? this.outline(id) : null;
      if (outline === null || !outline.hasWork) continue;
      if (!withDone && !isUnfinished(outline)) continue;
      yield { id, workMs: outline.lastActiveMs ?? 0, isUntrusted: Number(this.isUntrusted(id)) };
    }
    const { db } = this.#reader;
    if (db !== null) yield* candidatesOf(db, this.#stored(ids), withDone, this.#boundMs);
  }

  /** The pairs of sessions in which one was given the other. */
  continues(ids: readonly string[]): ContinuesRow[] {
    const { db, waiting } = this.#reader;
    const stored = db === null ? [] : continuesOf(db, this.#stored(ids));
    const waits = ids
      .filter((id) => waiting.has(id))
      .flatMap((receiver) => {
        const outline = this.outline(receiver);
        const hasWorked = Number(outline?.hasWork === true && outline.isAttended !== false);
        return (outline?.continues ?? []).map(({ sessionId, activeMs }) => ({
          receiver,
          source: sessionId,
          activeMs,
          hasWorked,
        }));
      });
    return [...stored, ...waits];
  }

  /** The sessions that were given this one, and have worked since. */
  followersOf({ sessionId, lastSeenMs }: SessionOutline): string[] {
    const rows = this.continues([...this.recent(lastSeenMs)]);
    return rows
      .filter(({ source, hasWorked }) => source === sessionId && hasWorked === 1)
      .map(({ receiver }) => receiver);
  }

  /** Sessions with waiting entries, the latest first: SQL does not see them. */
  #waitingIds(): string[] {
    const outlines = [...this.#reader.waiting.keys()]
      .map((id) => this.outline(id))
      .filter((outline) => outline !== null);
    return outlines.toSorted((a, b) => b.lastSeenMs - a.lastSeenMs).map(({ sessionId }) => sessionId);
  }

  /** Those without waiting entries: SQL sees all of them. */
  #stored(ids: readonly string[]): string[] {
    return ids.filter((id) => !this.#reader.waiting.has(id));
  }

  /** The time after which a row is ahead of the clock. */
  get #boundMs(): number {
    return this.#options.nowMs + CLOCK_SKEW_MS;
  }

  /** The status of a session; null if hive has not observed it. */
  status(sessionId: string): SessionStatus | null {
    const outline = this.outline(sessionId);
    return outline === null ? null : this.statusOf(outline);
  }

  statusOf(outline: SessionOutline): SessionStatus {
    if (outline.ending.kind === "ended") return "ended";
    return this.isRunning(outline) === true ? "open" : "no end seen";
  }

  /** Null if hive has not observed the session. */
  report(sessionId: string): ResumeReport | null {
    const saved = this.#reader.session(sessionId);
    if (saved === null) return null;
    const isUntrusted = this.isUntrusted(sessionId);
    return reportOf(saved, {
      isUntrusted,
      // The process may go on with another session, as after /clear.
      isRunning: saved.ending.kind === "ended" ? false : this.isRunning(saved),
      chain: isUntrusted ? [] : this.#chain(saved),
      unreadEntries: this.#unread,
      hiddenOf: this.#hiddenOf,
    });
  }

  /** The sessions that it goes on with. */
  #chain(session: SavedSession): SavedSession[] {
    const earlier = chainOf(this, session, MAX_CHAIN).map(({ sessionId }) => this.#reader.session(sessionId));
    return toldWith(
      session,
      earlier.filter((one) => one !== null),
    );
  }

  [Symbol.dispose](): void {
    this.#reader[Symbol.dispose]();
  }
}

const NOTHING_WAITS: Waiting = { bySession: new Map(), unread: 0 };

async function hiddenIn(root: string, given: readonly string[] | undefined): Promise<HiddenOf | undefined> {
  const globs = given ?? readConfigFiles(root).config.exclude;
  if (globs.length === 0) return undefined;
  const { excludedFrom } = await import("./excluded-data.ts");
  return (session) => excludedFrom(globs, root, session);
}

/** The number of earlier sessions that a chain includes. */
const MAX_CHAIN = 5;
