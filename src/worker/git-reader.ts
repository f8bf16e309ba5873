import type { Clock } from "../clock.ts";
import { errorMessage } from "../errors.ts";
import type { Entry } from "../queue/entry.ts";
import type { Store } from "../store/store.ts";
import { readGitState } from "./git.ts";
import type { Log } from "./log.ts";
import { endRunning } from "./run-within.ts";

/** How long the worker's end may wait for git, and once more for its end. */
const FINISH_MS = 500;

/** Adds the state of the git tree to a checkpoint, after its commit: git is too slow for the hook, and for the queue. */
export class GitReader {
  readonly #root: string;
  readonly #store: Store;
  readonly #log: Log;
  readonly #clock: Clock;
  /** Working directories to look at, by session: the latest checkpoint counts. */
  readonly #wanted = new Map<string, string>();
  #running: Promise<void> | undefined;

  constructor(root: string, store: Store, log: Log, clock: Clock) {
    this.#root = root;
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
  }

  /** Notes an applied entry: a checkpoint that names its working directory is completed soon. */
  note({ operation, payload, sql }: Entry): void {
    // Of an entry with raw SQL only the SQL counts: the shell system names its operations alike.
    if (operation !== "update_checkpoint" || sql !== undefined) return;
    const { sessionId, facts } = payload as { sessionId: string; facts: ReadonlyArray<{ kind: string; data: object }> };
    const session = facts.find((fact) => fact.kind === "session")?.data;
    if (session === undefined || !("cwd" in session) || typeof session.cwd !== "string") return;
    this.#wanted.set(sessionId, session.cwd);
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    for (const [sessionId, cwd] of this.#wanted) {
      this.#wanted.delete(sessionId);
      const state = await readGitState(this.#root, cwd);
      try {
        this.#store.addFact(sessionId, { kind: "git", key: "", atMs: this.#clock.nowMs(), data: { ...state } });
      } catch (error) {
        // The checkpoint stands without it; the next one asks again.
        this.#log.write("debug", "the state of the git tree was not saved", { error: errorMessage(error) });
      }
    }
    this.#running = undefined;
  }

  /** Waits for what is running, 500 ms at most, and ends it then. */
  async finish(): Promise<void> {
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
