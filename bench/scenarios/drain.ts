import { readFileSync } from "node:fs";
import { Queue } from "../../src/queue/queue.ts";
import { figureOf } from "../figures.ts";
import type { Budget, Figure, Size } from "../results.ts";
import { checkEnd, freshRoot, logEntry, MAIN } from "../rig.ts";
import type { Scenario, ScenarioContext } from "../scenario.ts";
import { median, pairedRatio, type Ratio } from "../stats.ts";
import { bareLoop } from "./floor.ts";

const BACKLOGS: Readonly<Record<Size, readonly [number, number]>> = {
  smoke: [20, 100],
  quick: [2000, 20_000],
  full: [2000, 200_000],
};
const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 3, full: 3 };
const FILL = 1000;

function fill(root: string, entries: number): void {
  const queue = new Queue(root);
  for (let filled = 0; filled < entries; filled += FILL) {
    queue.enqueue(...Array.from({ length: Math.min(FILL, entries - filled) }, () => logEntry()));
  }
}

interface Drained {
  /** Entries per second while the worker was at it, its start left out. */
  readonly rate: number;
  readonly peakMiB: number;
}

/** Fills a queue, then drains it with a real worker. */
function drainOnce(entries: number): Drained {
  using dir = freshRoot();
  fill(dir.root, entries);
  const worker = Bun.spawnSync([process.execPath, MAIN, "worker", "--once", "--quiet", "--root", dir.root], {
    stdout: "ignore",
  });
  if (worker.exitCode !== 0) throw new Error(`the worker ended with ${worker.exitCode}: ${worker.stderr.toString()}`);
  checkEnd(dir.root, entries);
  const log = readFileSync(`${dir.root}/queue/.heartbeat`, "utf8");
  const { throughput_per_second: rate } = JSON.parse(log) as { throughput_per_second: number };
  return { rate, peakMiB: worker.resourceUsage.maxRSS / 1024 ** 2 };
}

/** A prefilled backlog, against a bare loop over the same system calls and SQL in the same run. */
async function run({ size, signal, progress }: ScenarioContext) {
  const [small, large] = BACKLOGS[size];
  const rates = { floor: [] as number[], small: [] as number[], large: [] as number[] };
  let peakMiB = 0;
  for (let trial = 0; trial < TRIALS[size]; trial += 1) {
    signal.throwIfAborted();
    progress(`drain: trial ${trial + 1} of ${TRIALS[size]}`);
    using dir = freshRoot();
    fill(dir.root, large);
    rates.floor.push(bareLoop(dir.root, large));
    const largest = drainOnce(large);
    rates.large.push(largest.rate);
    rates.small.push(drainOnce(small).rate);
    peakMiB = Math.max(peakMiB, largest.peakMiB);
  }
  const n = TRIALS[size];
  const once = (id: string, label: string, value: number, unit: string, budget: Budget | null): Figure => {
    return { id, label, mode: null, value, unit, interval: null, n, budget };
  };
  const ratio = (id: string, label: string, found: Ratio, budget: Budget): Figure =>
    figureOf({ id, label, unit: "×", budget }, found, [rates.large, rates.floor]);
  return {
    scenario: "drain",
    title: "drain: a backlog of insert_log entries, one worker, start left out; a log row and a ledger row each",
    durability: "process" as const,
    series: [],
    figures: [
      once(`drain.rate.${large}`, `rate, backlog of ${large}`, median(rates.large), "entries/s", { least: 15_000 }),
      once(`drain.floor.${large}`, "bare loop", median(rates.floor), "entries/s", null),
      ratio("drain.over-floor", "rate / bare loop", pairedRatio(rates.large, rates.floor), { least: 0.6 }),
      ratio("drain.growth", `cost per entry, ${large} / ${small}`, pairedRatio(rates.small, rates.large), {
        most: 1.3,
      }),
      once("drain.peak-memory", `peak memory, backlog of ${large}`, peakMiB, "MiB", { most: 300 }),
    ],
    notes: [],
  };
}

export const drain: Scenario = { name: "drain", summary: "the rate of draining a backlog, against a bare loop", run };
