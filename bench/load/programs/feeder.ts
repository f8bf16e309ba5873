/** Gives each of some queues an entry at a slow rate, until it is killed: `bun bench/load/programs/feeder.ts ROOT…`. */
import { Queue } from "../../../src/queue/queue.ts";
import { observations } from "../observations.ts";

const INTERVAL_MS = 50;
const MOST_ENTRIES = 1_000_000;

const feeds = process.argv.slice(2).map((root) => ({
  queue: new Queue(root),
  entries: observations(MOST_ENTRIES, Date.now()),
}));
setInterval(() => {
  for (const { queue, entries } of feeds) queue.enqueue(entries.next().value);
}, INTERVAL_MS);
