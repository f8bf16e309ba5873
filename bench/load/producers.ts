import { renameSync, writeFileSync } from "node:fs";
import { entryName, type NewEntry } from "../../src/queue/entry.ts";
import type { Queue } from "../../src/queue/queue.ts";
import { logEntry } from "../harness/rig.ts";
import { observations } from "./observations.ts";

/** An entry that was added to a queue. */
export interface Sent {
  /** Of its file in `pending/`. */
  readonly name: string;
  /** Its id in the ledger; null for a foreign entry, which is known by its log row. */
  readonly id: string | null;
}

/** Adds the entry of that number to a queue. */
export type Producer = (queue: Queue, index: number) => Sent;

/** hive's enqueue: it rings the doorbell. */
export function enqueue(queue: Queue, entry: NewEntry): Sent {
  const [made] = queue.enqueue(entry).entries;
  return { name: entryName(made!.priority, made!.seq), id: entry.id ?? made!.seq };
}

/** hive's enqueue of a log row: it rings the doorbell. */
export const own: Producer = (queue, index) => enqueue(queue, logEntry(`${index}`));

/** Enqueues the hook's entries of a number of recorded calls. All are made before the first is sent. */
export function recorded(count: number): Producer {
  const entries = [...observations(count, Date.now())];
  return (queue, index) => enqueue(queue, entries[index]!);
}

/** A shell's way: `printf > .tmp/x && mv`. Nothing rings, only the watcher sees it. */
export const foreign: Producer = ({ paths }, index) => {
  const temporary = `${paths.tmp}/foreign`;
  // Names are applied in their order as text.
  const name = entryName(5, `foreign${String(index).padStart(9, "0")}`);
  writeFileSync(temporary, JSON.stringify(logEntry(`${index}`)));
  renameSync(temporary, `${paths.pending}/${name}`);
  return { name, id: null };
};
