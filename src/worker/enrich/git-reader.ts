import type { Clock } from "../../base/clock.ts";
import { errorMessage } from "../../base/errors.ts";
import type { Fact, Observation } from "../../model/observation.ts";
import type { Claim } from "../../queue/queue.ts";
import type { Store } from "../../store/store.ts";
import { readGitState } from "./git.ts";
import type { Log } from "../../supervisor/log.ts";
import { endRunning } from "../isolate/run-within.ts";

/** How long the worker's end may wait for git, and once more for its end. */
const FINISH_MS = 500;

/** A checkpoint whose git tree is to be looked at. */
interface Wanted {
  readonly entryId: string;
  /** When the checkpoint was taken. */
  readonly atMs: number;
  readonly cwd: string;
  /** Whether the hook read from files where the tree stood then. */
  readonly isPlaceKnown: boolean;
}

/**
 * Adds to a checkpoint which files its git tree has changed, after its commit: git is too slow for the hook, and for the
 * queue. What it finds says when it looked.
 */
export class GitReader {
  readonly #root: string;
  readonly #store: Store;
  readonly #log: Log;
  readonly #clock: Clock;
  /** By session: of several checkpoints that came at once the latest, for the others it is too late. */
  readonly #wanted = new Map<string, Wanted>();
  #running: Promise<void> | undefined;

  constructor(root: string, store: Store, log: Log, clock: Clock) {
    this.#root = root;
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
  }

  /** Notes an applied entry: a checkpoint that names its working directory is to be completed. */
  note({ id, entry: { operation, payload, sql } }: Claim): void {
    // Of an entry with raw SQL only the SQL counts: the shell system names its operations alike.
    if (sql !== undefined) return;
    const { sessionId, atMs, facts, checkpoint } = payload as Observation;
    if (operation !== "update_checkpoint" && (operation !== "observe" || checkpoint === undefined)) return;
    const session = facts.find(({ kind }) => kind === "session");
    const cwd = session?.data["cwd"];
    // A subagent may work in a tree of its own: that is not where the session stands.
    if (typeof cwd !== "string" || session?.agentId !== undefined) return;
    const isPlaceKnown = facts.some(({ kind }) => kind === "git");
    this.#wanted.set(sessionId, { entryId: id, atMs, cwd, isPlaceKnown });
  }

  /** Looks at what is wanted: once nothing waits to be applied, for each look takes the store from that. */
  start(): void {
    if (this.#wanted.size > 0) this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    for (const [sessionId, wanted] of this.#wanted) {
      this.#wanted.delete(sessionId);
      const fact = await this.#look(wanted);
      try {
        this.#store.addLate(wanted.entryId, sessionId, fact, this.#clock.nowMs());
      } catch (error) {
        // The checkpoint stands without it; the next one asks again.
        this.#log.write("debug", "the state of the git tree was not saved", { error: errorMessage(error) });
      }
    }
    this.#running = undefined;
  }

  /** A field of the checkpoint's own time, beside what the hook read. */
  async #look({ cwd, atMs, isPlaceKnown }: Wanted): Promise<Fact> {
    const { branch, head, dirty, unknown } = await readGitState(this.#root, cwd);
    const place = isPlaceKnown
      ? {}
      : { ...(branch === undefined ? {} : { branch }), ...(head === undefined ? {} : { head }) };
    const seen = { ...(dirty ?? { unknown }), atMs: Math.floor(this.#clock.nowMs()) };
    return { kind: "git", key: "", atMs, data: { ...place, dirty: seen } };
  }

  /** Waits for what is running or wanted, 500 ms at most, and ends it then. */
  async finish(): Promise<void> {
    this.start();
    if (this.#running === undefined) return;
    await within(FINISH_MS, this.#running);
    this.#wanted.clear();
    endRunning();
    // So that nothing of its look is left. A process that hangs in the kernel is not waited for.
    if (this.#running !== undefined) await within(FINISH_MS, this.#running);
  }
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
