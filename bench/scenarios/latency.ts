import { Database } from "bun:sqlite";
import { renameSync, writeFileSync } from "node:fs";
import { Queue } from "../../src/queue/queue.ts";
import type { ScenarioReport } from "../report.ts";
import { checkEnd, freshRoot, logEntry, type Size, startWorker } from "../rig.ts";
import { median, summarize } from "../stats.ts";

const ENTRIES: Readonly<Record<Size, number>> = { smoke: 20, quick: 1000, full: 5000 };
const POLLED: Readonly<Record<Size, number>> = { smoke: 5, quick: 40, full: 150 };
const WARM_UP = 200;
/** Open loop: entries arrive at this rate, whether or not the last one has been applied. */
const RATE_PER_SECOND = 200;

type Producer = (queue: Queue, index: number) => void;

const own: Producer = (queue, index) => void queue.enqueue(logEntry(`${index}`));

/** What a shell does: nothing rings, only the watcher sees it. */
const foreign: Producer = ({ paths }, index) => {
  const temporary = `${paths.tmp}/foreign`;
  writeFileSync(temporary, JSON.stringify(logEntry(`${index}`)));
  renameSync(temporary, `${paths.pending}/5_foreign${index}.json`);
};

/** How many entries a second connection sees as applied. */
function openCounter(root: string): { count: () => number } & Disposable {
  const db = new Database(`${root}/hive.db`, { readonly: true });
  const query = db.query<{ n: number }, []>("SELECT max(id) AS n FROM session_logs");
  return { count: () => query.get()?.n ?? 0, [Symbol.dispose]: () => db.close() };
}

/** One entry at a time, the next when the last is visible. */
async function closedLoop(args: readonly string[], produce: Producer, entries: number, warmUp: number) {
  using dir = freshRoot();
  const samples: number[] = [];
  {
    await using _worker = await startWorker(dir.root, args);
    const queue = new Queue(dir.root);
    using counter = openCounter(dir.root);
    for (let index = 0; index < warmUp + entries; index += 1) {
      const startedMs = performance.now();
      produce(queue, index);
      while (counter.count() <= index);
      if (index >= warmUp) samples.push(performance.now() - startedMs);
    }
  }
  checkEnd(dir.root, warmUp + entries);
  return samples;
}

/** At a fixed rate, from the time at which the entry was due: a stall counts for all that came meanwhile. */
async function openLoop(entries: number) {
  using dir = freshRoot();
  const samples: number[] = [];
  {
    await using _worker = await startWorker(dir.root);
    const queue = new Queue(dir.root);
    using counter = openCounter(dir.root);
    const firstMs = performance.now();
    const dueMs = (index: number): number => firstMs + (index * 1000) / RATE_PER_SECOND;
    for (let sent = 0, seen = 0; seen < entries;) {
      const nowMs = performance.now();
      if (sent < entries && nowMs >= dueMs(sent)) {
        own(queue, sent);
        sent += 1;
      }
      for (const applied = counter.count(); seen < applied; seen += 1) samples.push(performance.now() - dueMs(seen));
    }
  }
  checkEnd(dir.root, entries);
  return samples;
}

/** Enqueue to committed and visible to a second connection. */
export async function latencyScenario(size: Size): Promise<ScenarioReport> {
  const warmUp = size === "smoke" ? 5 : WARM_UP;
  const event = await closedLoop([], own, ENTRIES[size], warmUp);
  const shell = await closedLoop([], foreign, ENTRIES[size], warmUp);
  const open = await openLoop(ENTRIES[size]);
  const poll = await closedLoop(["--mode", "poll", "--poll-interval-ms", "100"], own, POLLED[size], 2);
  const { p50, p99 } = summarize(event);
  return {
    scenario: "latency",
    title: `latency: enqueue to committed and visible to a second connection; one log row and one ledger row; durability process; ${warmUp} entries of warm-up`,
    figures: [
      { name: "event, hive's producer, p50", value: p50, unit: "ms", n: event.length, budget: { most: 0.6 } },
      { name: "event, hive's producer, p99", value: p99, unit: "ms", n: event.length, budget: { most: 3 } },
      { name: "event, a foreign mv, p50", value: median(shell), unit: "ms", n: shell.length, budget: { most: 2.5 } },
      {
        name: "polling at 0.1 s / event, p50",
        value: median(poll) / p50,
        unit: "×",
        n: poll.length,
        budget: { least: 100 },
      },
    ],
    latencies: {
      "event, hive's producer": summarize(event),
      [`event, open loop at ${RATE_PER_SECOND}/s`]: summarize(open),
      "event, a foreign mv": summarize(shell),
      "polling at 0.1 s": summarize(poll),
    },
  };
}
