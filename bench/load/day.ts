/** A state directory after a busy day: many sessions, and the journals and ledger rows of all that they saved. */
import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { journalName } from "../../src/queue/producer/enqueue.ts";
import { Queue } from "../../src/queue/queue.ts";
import { Store } from "../../src/store/sqlite/store.ts";
import { MAIN } from "../harness/rig.ts";
import { runToEnd } from "../harness/run-program.ts";
import { observations, SESSIONS, WHOLE_SESSION } from "./observations.ts";

const HOUR_MS = 3_600_000;
/** The first entries of the day must not leave it while it is measured. */
const DAY_MS = 24 * HOUR_MS - 600_000;
/** The last sessions were killed after their turn; nine in ten of those before ended in order, as most do. */
const isEnded = (first: number): boolean => (first / SESSIONS) % 10 !== 0;
const BETWEEN_GROUPS_MS = 60_000;
const APPLIED_AFTER_MS = 0.4;
const LATE_MS = 400;
const MOST_PASSES = 30;

export interface Day {
  readonly sessions: number;
  /** Journalled and in the ledger, beyond those of the sessions. */
  readonly entries: number;
}

/** Saves a day's sessions as hooks and a worker do, and its many entries straight. */
export async function makeDay(root: string, { sessions, entries }: Day, signal: AbortSignal): Promise<void> {
  const queue = new Queue(root);
  const nowMs = Date.now();
  for (let first = 0; first < sessions; first += SESSIONS) {
    const directory = dirname(root);
    // The last call is the SessionEnd.
    const calls = WHOLE_SESSION.length - (isEnded(first) ? 0 : 1);
    const endMs = nowMs - (first / SESSIONS) * BETWEEN_GROUPS_MS;
    queue.enqueue(...observations(calls * SESSIONS, endMs, { first, directory, areWhole: true }));
  }
  await applyAndArchive(root, signal);
  await writeEntries(root, queue, entries);
  // It notes what was applied, as those of the day did.
  await runWorker(root, signal);
}

const runWorker = (root: string, signal: AbortSignal): Promise<unknown> =>
  runToEnd([process.execPath, MAIN, "worker", "--once", "--quiet", "--root", root], { signal });

/** A worker that ends waits only some seconds for the archive, so another one continues with the rest. */
async function applyAndArchive(root: string, signal: AbortSignal): Promise<void> {
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    await runWorker(root, signal);
    using store = await Store.open(root, { hasOutbox: true });
    if (!store.hasWaiting) return;
  }
  throw new Error(`the archive has not all sessions after ${MOST_PASSES} workers`);
}

/** An entry every few milliseconds of the last 24 hours. */
async function writeEntries(root: string, { paths }: Queue, entries: number): Promise<void> {
  using store = await Store.open(root);
  const firstMs = Date.now() - DAY_MS;
  const journals = new Map<string, Uint8Array[]>();
  const insert = store.db.prepare("INSERT INTO hive_ledger VALUES (?1, ?1, 'observe', ?2)");
  store.db.transaction(() => {
    for (let index = 0; index < entries; index += 1) {
      // One in ten is a little late in its journal, as where processes write it at once.
      const lateMs = index % 10 === 0 ? LATE_MS : 0;
      const atMs = firstMs + Math.floor((index * DAY_MS) / entries) - lateMs;
      const seq = Bun.randomUUIDv7("hex", atMs);
      const journal = journalName(atMs);
      if (!journals.has(journal)) journals.set(journal, []);
      journals.get(journal)!.push(Uint8Array.fromHex(seq.replaceAll("-", "")));
      insert.run(seq, atMs + APPLIED_AFTER_MS);
    }
  })();
  insert.finalize();
  store.checkpointLog();
  for (const [name, ids] of journals) {
    writeFileSync(`${paths.journals}/${name}`, Buffer.concat(ids), { mode: 0o600, flag: "a" });
  }
}
