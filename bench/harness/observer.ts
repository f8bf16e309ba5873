/** A second process's view of a worker. It waits without taking the worker's core. */
import type { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { type QueuePaths, queuePaths } from "../../src/queue/layout.ts";
import { openDatabase } from "../../tests/support/database.ts";
import type { RunningWorker } from "./rig.ts";
import type { Sent } from "../load/producers.ts";
import { exactNaps } from "../machine/timer-slack.ts";

/** The nap of an observer between two looks. */
const NAP_MS = 0.02;
/** After so long the observer looks only once a millisecond. */
const CLOSE_MS = 5;
const LIMIT_MS = 120_000;

const never = new Int32Array(new SharedArrayBuffer(4));

/** Gives the core away: two processes that spin would starve each other on two cores. */
export function nap(): void {
  Atomics.wait(never, 0, 0, NAP_MS);
}

/** Looks at a worker that has been started, until the block ends. No process may be started meanwhile: see {@link exactNaps}. */
export class Observer implements Disposable {
  readonly #naps = exactNaps();
  readonly #db: Database;
  readonly #rows: () => number;
  readonly #hasRow: (id: string) => boolean;
  readonly #paths: QueuePaths;
  readonly #claims: string;
  readonly #worker: RunningWorker;

  constructor(root: string, worker: RunningWorker) {
    this.#worker = worker;
    this.#db = openDatabase(root, { readonly: true });
    const query = this.#db.query<{ n: number | null }, []>("SELECT max(id) AS n FROM session_logs");
    this.#rows = () => query.get()?.n ?? 0;
    const row = this.#db.query<object, [string]>("SELECT 1 FROM hive_ledger WHERE entry_id = ?");
    this.#hasRow = (id) => row.get(id) !== null;
    this.#paths = queuePaths(root);
    this.#claims = `${this.#paths.processing}/${worker.id}`;
  }

  /** The number of log entries that a second connection sees as applied. */
  get applied(): number {
    return this.#rows();
  }

  /** Whether a second connection sees an entry as applied. @param index how many log entries came before it */
  isApplied({ id }: Sent, index: number): boolean {
    return id === null ? this.applied > index : this.#hasRow(id);
  }

  /** Whether an entry has left `pending/` and `processing/`; asked in the order in which it moves. */
  isGone(name: string): boolean {
    return !existsSync(`${this.#paths.pending}/${name}`) && !existsSync(`${this.#claims}/${name}`);
  }

  /** @throws when a wait of that length is too long, the worker has ended, or the run was interrupted */
  assertWithin(waitedMs: number, signal: AbortSignal): void {
    signal.throwIfAborted();
    if (this.#worker.hasEnded()) throw new Error("the worker has ended while it was waited for");
    if (waitedMs > LIMIT_MS) throw new Error(`an entry was not applied within ${LIMIT_MS / 1000} s`);
  }

  /**
   * Looks again and again, with naps of 0.02 ms at first and of 1 ms when it takes long.
   * @throws what {@link assertWithin} throws
   */
  async until(condition: () => boolean, signal: AbortSignal): Promise<void> {
    const startedMs = performance.now();
    while (!condition()) {
      const waitedMs = performance.now() - startedMs;
      if (waitedMs < CLOSE_MS) {
        nap();
        continue;
      }
      this.assertWithin(waitedMs, signal);
      await Bun.sleep(1);
    }
  }

  [Symbol.dispose](): void {
    this.#naps[Symbol.dispose]();
    this.#db.close();
  }
}
