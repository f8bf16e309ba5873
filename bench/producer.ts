/**
 * One of several producers that begin at once: `bun bench/producer.ts ROOT NAME ENTRIES`. Says when it is ready, waits
 * until its standard input ends, then enqueues one entry at a time. Each entry's id tells when its enqueue began.
 */
import { systemClock } from "../src/base/clock.ts";
import { Queue } from "../src/queue/queue.ts";
import { logEntry } from "./rig.ts";

/** Takes the time back out of the id of a producer's entry, in ms since 1970. */
export function sentAtMs(id: string): number {
  return Number(id.slice(id.lastIndexOf("@") + 1));
}

async function produce(root: string, name: string, entries: number): Promise<void> {
  const queue = new Queue(root);
  process.stdout.write("ready\n");
  await Bun.stdin.text();
  for (let index = 0; index < entries; index += 1) {
    const message = `${name}:${index}`;
    queue.enqueue({ ...logEntry(message), id: `${message}@${systemClock.nowMs()}` });
  }
}

if (import.meta.main) {
  const [root, name, entries] = process.argv.slice(2);
  await produce(root!, name!, Number(entries));
}
