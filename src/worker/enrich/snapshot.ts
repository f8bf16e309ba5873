import type { Clock } from "../../base/clock.ts";
import { errorMessage } from "../../base/errors.ts";
import { textOf } from "../../base/json.ts";
import type { Fact, Observation } from "../../model/observation.ts";
import { clip } from "../../redact/redact.ts";
import type { Claim } from "../../queue/claims/claim.ts";
import type { FoundFile, Wanted } from "../../snapshots/take-wanted.ts";
import { findWorktree } from "../../snapshots/worktree.ts";
import type { StorePort } from "../../store/port.ts";
import type { Log } from "../../supervisor/log.ts";
import { ResidentIsolate } from "../isolate/resident.ts";

export interface SnapshotterOptions {
  readonly root: string;
  readonly store: StorePort;
  readonly log: Log;
  readonly clock: Clock;
  /** Whether the settings allow snapshots. */
  readonly isOn: boolean;
}

/** Calls that come within this time share a snapshot: an agent runs several at once. */
const DEBOUNCE_MS = 50;
/** A scan of a huge repository on a busy disk. */
const LIMIT_MS = 300_000;
/** How long an ending worker waits for pending snapshots, and then for the process to exit. */
const FINISH_MS = 1000;
/** The process ends after this time without calls. The next snapshot then scans all files, and says so. */
const IDLE_END_MS = 1_800_000;
/** The most moments that wait for a snapshot: a day's backlog needs one scan. */
const MAX_WAITING = 1000;

/** A command is shown on one line. */
const MAX_TARGET_CHARS = 200;

/** Tools that change no file. */
const READING: ReadonlySet<string> = new Set([
  "Read",
  "Grep",
  "Glob",
  "LS",
  "NotebookRead",
  "WebFetch",
  "WebSearch",
  "TodoWrite",
  "TaskCreate",
  "TaskUpdate",
  "TaskGet",
  "TaskList",
  "TaskOutput",
  "BashOutput",
  "ToolSearch",
  "AskUserQuestion",
  "ExitPlanMode",
]);

/**
 * Requests a snapshot after each call that may have changed files. It collects the moments. A separate process reads
 * and stores the files, so that no entry waits for that.
 */
export class Snapshotter {
  readonly #options: SnapshotterOptions;
  readonly #isolate: ResidentIsolate;
  #wanted: Wanted[] = [];
  #running: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** By session, whether its agent has made no call since its last prompt or the end of its turn. */
  readonly #idle = new Map<string, boolean>();
  /** Whether snapshots are taken of a directory. */
  readonly #directories = new Map<string, boolean>();

  constructor(options: SnapshotterOptions) {
    this.#options = options;
    const { root, log } = options;
    this.#isolate = new ResidentIsolate({ role: "snapshots", root, log, idleEndMs: IDLE_END_MS });
  }

  /** Notes an applied entry. */
  note({ id, entry: { operation, payload, sql } }: Claim): void {
    if (!this.#options.isOn || sql !== undefined || operation !== "observe") return;
    const wanted = wantedBy(id, payload as Observation);
    if (wanted === null || !this.#isUsable(wanted.cwd)) return;
    const { sessionId, trigger } = wanted;
    // @mutant what a person changes during a turn without calls is not taken for the agent's
    const isIdle = trigger === "stop" && this.#idle.get(sessionId) === true;
    this.#wanted.push(isIdle ? { ...wanted, trigger: "idle-stop" } : wanted);
    this.#noteTurn(payload as Observation, trigger);
    if (this.#wanted.length > MAX_WAITING) this.#wanted.shift();
  }

  /** A turn that began before this worker may have made calls; an unknown agent may report none. */
  #noteTurn({ sessionId, agent, facts }: Observation, trigger: Wanted["trigger"]): void {
    if (trigger === "call") this.#idle.set(sessionId, false);
    else if (agent !== "unknown" && (trigger !== "start" || this.#isBegun(sessionId, facts))) {
      this.#idle.set(sessionId, true);
    }
    if (this.#idle.size > MAX_WAITING) this.#idle.clear();
  }

  /** Whether the start of a session is that of a turn, too: a compaction comes in the midst of one. */
  #isBegun(sessionId: string, facts: readonly Fact[]): boolean {
    const source = textOf(facts.find(({ kind }) => kind === "session")?.data["source"]);
    return source === undefined ? !this.#idle.has(sessionId) : source !== "compact";
  }

  /** Requests the pending snapshots once no call has come for a moment. */
  start(): void {
    if (this.#wanted.length === 0 || this.#running !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), DEBOUNCE_MS);
  }

  #begin(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      this.start();
    });
  }

  async #run(): Promise<void> {
    const { log, store, clock } = this.#options;
    const wanted = this.#wanted;
    if (wanted.length === 0) return;
    this.#wanted = [];
    const reply = await this.#isolate.request(wanted, LIMIT_MS);
    if ("failure" in reply) {
      log.write("warn", "no snapshot was taken of the files", { error: reply.failure });
      return;
    }
    for (const file of reply.value as readonly FoundFile[]) {
      try {
        await store.addLate(file.entryId, file.sessionId, factOf(file), clock.nowMs());
      } catch (error) {
        log.write("debug", "a file that a call changed was not noted", { error: errorMessage(error) });
      }
      // Lets entries be applied between two snapshots.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  #isUsable(cwd: string): boolean {
    const known = this.#directories.get(cwd);
    if (known !== undefined) return known;
    const isUsable = !("refused" in findWorktree(this.#options.root, cwd));
    this.#directories.set(cwd, isUsable);
    return isUsable;
  }

  /** Takes the pending snapshots, for 1 s at most, and ends the process. */
  async finish(): Promise<void> {
    clearTimeout(this.#timer);
    this.#begin();
    const waited = Promise.withResolvers<void>();
    const timer = setTimeout(waited.resolve, FINISH_MS);
    await Promise.race([this.#running, waited.promise]);
    clearTimeout(timer);
    this.#wanted = [];
    await this.#isolate.end(FINISH_MS);
  }
}

/** The snapshot that an observation calls for; null for none. */
function wantedBy(entryId: string, { sessionId, event, atMs, facts }: Observation): Wanted | null {
  const session = facts.find(({ kind }) => kind === "session");
  const cwd = textOf(session?.data["cwd"]);
  if (cwd === undefined) return null;
  const common = { entryId, sessionId, cwd, atMs, told: [], call: null };
  if (event === "SessionStart") return { ...common, trigger: "start" };
  if (event === "UserPromptSubmit") return { ...common, trigger: "prompt" };
  if (event === "Stop" || event === "SessionEnd") return { ...common, trigger: "stop" };
  const operation = facts.find(({ kind }) => kind === "operation");
  const tool = textOf(operation?.data["tool"]);
  if (operation === undefined || tool === undefined || READING.has(tool)) return null;
  const told = facts.filter(({ kind }) => kind === "file").map(({ key }) => key);
  const agentId = operation.agentId === undefined ? {} : { agentId: operation.agentId };
  const given = textOf(operation.data["target"]);
  const target = given === undefined ? {} : { target: clip(given, MAX_TARGET_CHARS) };
  return { ...common, trigger: "call", told, call: { key: operation.key, tool, sessionId, ...target, ...agentId } };
}

function factOf({ path, change, by, atMs, agentId }: FoundFile): Fact {
  const data = change === "created" ? { change, by, isNew: true } : { change, by };
  return { kind: "file", key: path, atMs, data, ...(agentId === undefined ? {} : { agentId }) };
}
