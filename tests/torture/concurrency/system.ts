import { linkSync, lstatSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { Queue } from "../../../src/queue/queue.ts";
import type { Worker } from "../../../src/worker/worker.ts";
import { openDatabase } from "../../support/database.ts";
import { runWorkerOnce, hive, rows } from "../../support/hive.ts";
import { startOwnWorker } from "../../support/workers/own-worker.ts";
import type { Child } from "../../support/process.ts";
import { waitFor } from "../../support/wait-for.ts";
import { configure } from "../../support/settings.ts";

/**
 * Claims of a killed worker come back at the backstop. Raw SQL gets the longest time there is: on a busy machine the
 * default ends, and the model does not know of an entry that failed for it.
 */
const CONFIG = {
  maxAttempts: 2,
  retryBackoffMs: 1,
  backstopIntervalMs: 50,
  batchSize: 3,
  rawSqlTimeoutMs: 20_000,
};

/** A directory with whoever works on it: producers and workers in this process, and workers of their own that are killed. */
export class System {
  readonly root: string;
  readonly producers: readonly Queue[];
  readonly #own: (Worker | undefined)[] = [];
  readonly #processes: (Child | undefined)[] = [];

  private constructor(root: string) {
    this.root = root;
    this.producers = [new Queue(root), new Queue(root)];
    configure(root, CONFIG);
  }

  /** @param root a directory that is not made yet */
  static async open(root: string): Promise<System> {
    const system = new System(root);
    await runWorkerOnce(root);
    return system;
  }

  get queue(): Queue {
    return this.producers[0]!;
  }

  /** Writes an entry under a name that others use too, as `mv -n` does. @returns its identity; null where the name is taken */
  foreignWrite(name: string, entry: object): string | null {
    const { paths } = this.queue;
    const temporary = `${paths.tmp}/foreign`;
    writeFileSync(temporary, JSON.stringify(entry));
    try {
      const { ino, mtimeMs } = lstatSync(temporary);
      const id = `file:${ino}:${mtimeMs}:${Bun.hash(readFileSync(temporary)).toString(16)}`;
      linkSync(temporary, `${paths.pending}/${name}`);
      return id;
    } catch {
      return null;
    } finally {
      unlinkSync(temporary);
    }
  }

  async startOwn(slot: number): Promise<void> {
    this.#own[slot] ??= await startOwnWorker(this.root, CONFIG);
  }

  async stopOwn(slot: number): Promise<void> {
    const worker = this.#own[slot];
    this.#own[slot] = undefined;
    await worker?.stop();
  }

  startProcess(slot: number): void {
    this.#processes[slot] ??= hive(["worker", "--quiet", "--root", this.root]);
  }

  /** Kills a worker at some moment of its start or its work. */
  async killProcess(slot: number, afterMs: number): Promise<void> {
    const child = this.#processes[slot];
    if (child === undefined) return;
    this.#processes[slot] = undefined;
    await Bun.sleep(afterMs);
    child.kill();
    await child.outcome();
  }

  async runOnce(): Promise<void> {
    await runWorkerOnce(this.root);
  }

  /** The table that some of the entries write to. */
  addTable(): void {
    using db = openDatabase(this.root);
    db.run("CREATE TABLE IF NOT EXISTS later (message TEXT)");
  }

  /** Waits until nothing is left to do; with no worker one is run. */
  async settle(): Promise<void> {
    const isServed = [...this.#own, ...this.#processes].some((it) => it !== undefined);
    if (!isServed) await runWorkerOnce(this.root);
    const { pending, processing } = this.queue.paths;
    const left = (): string[] => [
      ...readdirSync(pending),
      ...readdirSync(processing, { recursive: true })
        .map(String)
        .filter((name) => name.endsWith(".json")),
    ];
    // One look misses a claim that is put back between its two lists. It is put back once at most, so two looks see it.
    const isNothingLeft = (): boolean => left().length === 0 && left().length === 0;
    await waitFor(isNothingLeft, { timeoutMs: 60_000, describe: () => left().join() });
  }

  /** What was done: the ids in the ledger, and each message as often as it was written. */
  effects(): { ledger: string[]; messages: string[] } {
    const hasTable = rows(this.root, "SELECT 1 FROM sqlite_schema WHERE name = 'later'").length > 0;
    const both = hasTable ? " UNION ALL SELECT message FROM later" : "";
    return {
      ledger: rows<{ entry_id: string }>(this.root, "SELECT entry_id FROM hive_ledger").map((row) => row.entry_id),
      messages: rows<{ message: string }>(this.root, `SELECT message FROM session_logs${both}`).map(
        (row) => row.message,
      ),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const slot of this.#processes.keys()) await this.killProcess(slot, 0);
    for (const slot of this.#own.keys()) await this.stopOwn(slot);
  }
}
