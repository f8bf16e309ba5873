import { readFileSync } from "node:fs";
import { Queue } from "../../src/queue/queue.ts";
import { type Figure, ratioFigure, type ScenarioReport } from "../report.ts";
import { checkEnd, freshRoot, logEntry, MAIN, type Size } from "../rig.ts";
import { median, pairedRatio } from "../stats.ts";
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
function drain(entries: number): Drained {
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
export function drainScenario(size: Size): ScenarioReport {
  const [small, large] = BACKLOGS[size];
  const rates = { floor: [] as number[], small: [] as number[], large: [] as number[] };
  let peakMiB = 0;
  for (let trial = 0; trial < TRIALS[size]; trial += 1) {
    using dir = freshRoot();
    fill(dir.root, large);
    rates.floor.push(bareLoop(dir.root, large));
    const largest = drain(large);
    rates.large.push(largest.rate);
    rates.small.push(drain(small).rate);
    peakMiB = Math.max(peakMiB, largest.peakMiB);
  }
  const n = TRIALS[size];
  const figures: Figure[] = [
    { name: `rate, backlog of ${large}`, value: median(rates.large), unit: "entries/s", n, budget: { least: 15_000 } },
    { name: "bare loop", value: median(rates.floor), unit: "entries/s", n },
    ratioFigure("rate / bare loop", pairedRatio(rates.large, rates.floor), n, { least: 0.6 }),
    ratioFigure(`cost per entry, ${large} / ${small}`, pairedRatio(rates.small, rates.large), n, { most: 1.3 }),
    { name: `peak memory, backlog of ${large}`, value: peakMiB, unit: "MiB", n, budget: { most: 300 } },
  ];
  const title = `drain: a backlog of insert_log entries, one worker, start left out; durability process; a log row and a ledger row each`;
  return { scenario: "drain", title, figures };
}
