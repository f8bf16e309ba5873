/**
 * One of several processes that save the same calls at once, by a different method each time: `bun
 * bench/load/programs/contender.ts ROOT NUMBER`. Its parent sends it the next task over IPC.
 */
import { closeSync, constants, openSync, renameSync, writeSync } from "node:fs";
import { userKeyIfAny } from "../../../src/origin/key.ts";
import { seal } from "../../../src/origin/seal.ts";
import { completeEntry, entryName, type NewEntry } from "../../../src/queue/entry.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { openDatabase } from "../../../tests/support/database.ts";
import { observations } from "../observations.ts";

/** The ways to save a call: the least that a queue of files does, hive's, and an insert by the process itself. */
export const WAYS = ["bare", "enqueue", "direct"] as const;
export type Way = (typeof WAYS)[number];

/** The order to begin at one moment with the others. */
export interface Turn {
  readonly way: Way;
  readonly entries: number;
  readonly atMs: number;
}

/** The directories and the database beside the queue that the other ways write to. */
export const besides = (root: string) => ({
  tmp: `${root}/bare/.tmp`,
  pending: `${root}/bare/pending`,
  database: `${root}/direct`,
});

const { O_WRONLY, O_CREAT, O_EXCL } = constants;

/** A call as the hook has read and redacted it; each process repeats its own. */
function callOf(producer: number): NewEntry {
  const [entry] = observations(1, Date.now(), { first: producer });
  // Without the call's id: with it, all entries but the first would count as repetitions.
  const { id: _, ...rest } = entry!;
  return rest;
}

/** Waits for the start, saves a number of calls, and answers with the milliseconds of each. */
function contend(root: string, producer: number): void {
  const queue = new Queue(root);
  const call = callOf(producer);
  const { tmp, pending, database } = besides(root);
  const text = JSON.stringify(completeEntry(call, Date.now()));
  const key = userKeyIfAny(root);
  const bytes = Buffer.from(key === null ? text : seal(text, key, "entry"));
  // Waits for 5 s at most where another process has the lock.
  const db = openDatabase(database);
  db.run("PRAGMA synchronous = NORMAL");
  const insert = db.query("INSERT INTO calls (id, at_ms, text) VALUES (?, ?, ?)");
  const ways: Readonly<Record<Way, () => void>> = {
    bare() {
      const temporary = `${tmp}/${Bun.randomUUIDv7()}`;
      const fd = openSync(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o600);
      writeSync(fd, bytes);
      closeSync(fd);
      renameSync(temporary, `${pending}/${entryName(5, Bun.randomUUIDv7())}`);
    },
    enqueue: () => void queue.enqueue(call),
    direct: () => void insert.run(Bun.randomUUIDv7(), Date.now(), text),
  };
  process.on("message", ({ way, entries, atMs }: Turn) => {
    // All processes wait for the same moment, since one that starts alone would have no contention.
    while (Date.now() < atMs);
    const takenMs: number[] = [];
    for (let index = 0; index < entries; index += 1) {
      const startedMs = performance.now();
      ways[way]();
      takenMs.push(performance.now() - startedMs);
    }
    process.send!(takenMs);
  });
  process.send!([]);
}

if (import.meta.main) contend(process.argv[2]!, Number(process.argv[3]));
