/** Fills queues, as a module or as a program: `bun bench/backlog.ts ROOT ENTRIES`. */
import { Queue } from "../src/queue/queue.ts";
import { logEntry } from "./rig.ts";
import { runToEnd } from "./run-program.ts";

/** One call of enqueue looks for room and rings once: a backlog is filled in large ones. */
const CALL = 1000;

/** Enqueues so many `insert_log` entries, each with a message of its own. */
export function fill(root: string, entries: number): void {
  const queue = new Queue(root, { maxPending: Math.max(1_000_000, entries) });
  for (let first = 0; first < entries; first += CALL) {
    const length = Math.min(CALL, entries - first);
    queue.enqueue(...Array.from({ length }, (_, index) => logEntry(`${first + index}`)));
  }
}

/** Fills a queue in a process of its own, which an abort ends. */
export async function fillApart(root: string, entries: number, signal: AbortSignal): Promise<void> {
  await runToEnd([process.execPath, import.meta.path, root, String(entries)], { signal });
}

if (import.meta.main) {
  const [root, entries] = process.argv.slice(2);
  fill(root!, Number(entries));
}
