/**
 * One of several producers that begin at once: `bun bench/load/programs/producer.ts ROOT NUMBER ENTRIES MIX`. Says when it is
 * ready, waits until its standard input ends, then enqueues one entry at a time. Each entry's id holds the time at
 * which its enqueue began.
 */
import { systemClock } from "../../../src/base/clock.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { logEntry } from "../../harness/rig.ts";
import type { Mix } from "../backlog.ts";
import { observations, SESSIONS } from "../observations.ts";

/** Takes the time back out of the id of a producer's entry, in ms since 1970. */
export function sentAtMs(id: string): number {
  return Number(id.slice(id.lastIndexOf("@") + 1));
}

async function produce(root: string, producer: number, entries: number, mix: Mix): Promise<void> {
  const queue = new Queue(root);
  process.stdout.write("ready\n");
  await Bun.stdin.text();
  const calls = observations(entries, Date.now(), { first: producer * SESSIONS });
  for (let index = 0; index < entries; index += 1) {
    const message = `p${producer}:${index}`;
    // Made as it is needed, as a hook does.
    const entry = mix === "logs" ? logEntry(message) : calls.next().value!;
    queue.enqueue({ ...entry, id: `${message}@${systemClock.nowMs()}` });
  }
}

if (import.meta.main) {
  const [root, producer, entries, mix] = process.argv.slice(2);
  await produce(root!, Number(producer), Number(entries), mix as Mix);
}
