import { fillApart } from "../backlog.ts";
import { endFigures } from "../end-figures.ts";
import { checkEndState, type EndState } from "../end-state.ts";
import { figureOf, seriesFigure } from "../figures.ts";
import type { ScenarioResult, Series, Size } from "../results.ts";
import { freshRoot, MAIN } from "../rig.ts";
import { runToEnd } from "../run-program.ts";
import type { Scenario, ScenarioContext } from "../scenario.ts";
import { estimateRatio } from "../stats.ts";
import { readWorkSpan } from "../worker-log.ts";

const WORKERS = [1, 2, 4] as const;
const ENTRIES: Readonly<Record<Size, number>> = { smoke: 100, quick: 3000, full: 15_000 };
const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 2, full: 3 };

interface Drained {
  readonly rate: number;
  /** The part of the entries that the busiest worker applied. */
  readonly largestShare: number;
  readonly end: EndState;
}

async function drain(workers: number, entries: number, signal: AbortSignal): Promise<Drained> {
  using dir = freshRoot();
  const { root } = dir;
  await fillApart(root, entries, signal);
  const command = [process.execPath, MAIN, "worker", "--once", "--quiet", "--root", root];
  await Promise.all(Array.from({ length: workers }, () => runToEnd(command, { signal })));
  const end = checkEndState(root, entries);
  const { ms, applied } = readWorkSpan(root);
  return { rate: (entries / ms) * 1000, largestShare: Math.max(...applied) / entries, end };
}

const label = (workers: number): string => `${workers} worker${workers === 1 ? "" : "s"}`;

async function run(context: ScenarioContext): Promise<ScenarioResult> {
  const { size, signal, progress } = context;
  const trials = context.trials ?? TRIALS[size];
  const entries = ENTRIES[size];
  const drained = WORKERS.map((): Drained[] => []);
  for (let trial = 0; trial < trials; trial += 1) {
    for (const [index, workers] of WORKERS.entries()) {
      progress(`workers: trial ${trial + 1} of ${trials}, ${label(workers)}`);
      drained[index]!.push(await drain(workers, entries, signal));
    }
  }
  const rates = WORKERS.map((workers, index): Series => {
    const found = drained[index]!.map(({ rate }) => [rate]);
    return { id: `workers.rate.${workers}`, label: label(workers), mode: null, unit: "entries/s", trials: found };
  });
  const shares = WORKERS.map((workers, index): Series => {
    const found = drained[index]!.map(({ largestShare }) => [largestShare * 100]);
    const name = `${label(workers)}: the busiest one's part`;
    return { id: `workers.largest-share.${workers}`, label: name, mode: null, unit: "%", trials: found };
  });
  const [one, ...more] = rates as [Series, ...Series[]];
  const ratios = more.map((series, index) => {
    const names = {
      id: `workers.${WORKERS[index + 1]}-over-1`,
      label: `rate, ${series.label} / ${one.label}`,
      unit: "×",
    };
    return figureOf(names, estimateRatio(series.trials, one.trials, "p50"), series.trials);
  });
  return {
    scenario: "workers",
    title: `workers: 1, 2 and 4 workers started at once on a backlog of ${entries.toLocaleString("en-US")} entries`,
    durability: "process",
    series: [...rates, ...shares],
    figures: [
      ...rates.map((series) => seriesFigure(series, "p50")),
      ...ratios,
      ...shares.slice(1).map((series) => seriesFigure(series, "p50")),
      ...endFigures(
        "workers",
        drained.flat().map(({ end }) => end),
      ),
    ],
    notes: [
      "Counted from the first worker's first look at the queue to the last one's orderly end.",
      "SQLite takes one writer at a time, so workers share the reading and parsing of entries and wait for each other at the store.",
    ],
  };
}

export const workers: Scenario = {
  name: "workers",
  summary: "1, 2 and 4 workers on one queue: rate, and that nothing is applied twice",
  run,
};
