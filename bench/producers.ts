import { renameSync, writeFileSync } from "node:fs";
import { entryName } from "../src/queue/entry.ts";
import type { Queue } from "../src/queue/queue.ts";
import { logEntry } from "./rig.ts";

/** Adds the entry of that number to a queue. @returns its file's name in `pending/` */
export type Producer = (queue: Queue, index: number) => string;

/** hive's enqueue: it rings the doorbell. */
export const own: Producer = (queue, index) => {
  const [entry] = queue.enqueue(logEntry(`${index}`)).entries;
  return entryName(entry!.priority, entry!.seq);
};

/** What a shell does: `printf > .tmp/x && mv`. Nothing rings, only the watcher sees it. */
export const foreign: Producer = ({ paths }, index) => {
  const temporary = `${paths.tmp}/foreign`;
  // Names are applied in their order as text.
  const name = entryName(5, `foreign${String(index).padStart(9, "0")}`);
  writeFileSync(temporary, JSON.stringify(logEntry(`${index}`)));
  renameSync(temporary, `${paths.pending}/${name}`);
  return name;
};
