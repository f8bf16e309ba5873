import { fillInChild, type Mix } from "../load/backlog.ts";
import { endFigures } from "../figures/end-figures.ts";
import { checkEndState, type EndState } from "../harness/end-state.ts";
import { figureOf, seriesFigure } from "../figures/figures.ts";
import type { Figure, ScenarioResult, Series, Size } from "../figures/result.ts";
import type { WorkerSpec } from "../harness/modes.ts";
import { freshRoot, WORKER } from "../harness/rig.ts";
import { runToEnd } from "../harness/run-program.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { estimateRatio } from "../stats/estimate.ts";
import { readWorkSpan } from "../harness/worker-log.ts";

const WORKERS = [1, 2, 4] as const;
const ENTRIES: Readonly<Record<Size, number>> = { smoke: 100, quick: 2000, full: 10_000 };
const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 2, full: 3 };

interface Drained {
  readonly rate: number;
  /** The part of the entries that the busiest worker applied. */
  readonly largestShare: number;
  readonly end: EndState;
}

async function drain({ workers, mix }: Arm, entries: number, signal: AbortSignal): Promise<Drained> {
  using dir = freshRoot();
  const { root } = dir;
  await fillInChild(root, entries, mix, signal);
  const spec: WorkerSpec = { root, mode: "event+doorbell", fault: null, config: {}, isOnce: true };
  const command = [process.execPath, WORKER, JSON.stringify(spec)];
  await Promise.all(Array.from({ length: workers }, () => runToEnd(command, { signal })));
  const end = checkEndState(root, entries, { areLogs: mix === "logs" });
  const { ms, applied } = readWorkSpan(root);
  return { rate: (entries / ms) * 1000, largestShare: Math.max(...applied) / entries, end };
}

interface Arm {
  readonly workers: number;
  readonly mix: Mix;
}

const ARMS: readonly Arm[] = (["observations", "logs"] as const).flatMap((mix) =>
  WORKERS.map((workers) => ({ workers, mix })),
);

const idOf = (what: string, { workers, mix }: Arm): string =>
  `workers.${mix === "logs" ? "log." : ""}${what}.${workers}`;
const label = ({ workers, mix }: Arm): string =>
  `${workers} worker${workers === 1 ? "" : "s"}${mix === "logs" ? ", log rows" : ""}`;

/** The rate of each number of workers, and over that of one. */
function ratesOf(mix: Mix, drained: ReadonlyMap<Arm, readonly Drained[]>): readonly [Series[], Figure[]] {
  const arms = ARMS.filter((arm) => arm.mix === mix);
  const rates = arms.map((arm): Series => {
    const trials = drained.get(arm)!.map(({ rate }) => [rate]);
    return { id: idOf("rate", arm), label: label(arm), mode: null, unit: "entries/s", trials };
  });
  const one = rates[0]!;
  const ratios = arms.slice(1).map((arm, index) => {
    const series = rates[index + 1]!;
    const id = `workers.${mix === "logs" ? "log." : ""}${arm.workers}-over-1`;
    const names = { id, label: `rate, ${series.label} / one`, unit: "×" };
    return figureOf(names, estimateRatio(series.trials, one.trials, "p50"), series.trials);
  });
  return [rates, [...rates.map((series) => seriesFigure(series, "p50")), ...ratios]];
}

async function run(context: ScenarioContext): Promise<ScenarioResult> {
  const { size, signal, progress } = context;
  const trials = context.trials ?? TRIALS[size];
  const entries = ENTRIES[size];
  const drained = new Map<Arm, Drained[]>(ARMS.map((arm) => [arm, []]));
  for (let trial = 0; trial < trials; trial += 1) {
    for (const arm of ARMS) {
      progress(`workers: trial ${trial + 1} of ${trials}, ${label(arm)}`);
      drained.get(arm)!.push(await drain(arm, entries, signal));
    }
  }
  const shares = ARMS.filter(({ mix }) => mix === "observations").map((arm): Series => {
    const found = drained.get(arm)!.map(({ largestShare }) => [largestShare * 100]);
    const name = `${label(arm)}: the busiest one's part`;
    return { id: idOf("largest-share", arm), label: name, mode: null, unit: "%", trials: found };
  });
  const [calls, callFigures] = ratesOf("observations", drained);
  const [logs, logFigures] = ratesOf("logs", drained);
  return {
    scenario: "workers",
    title: `workers: 1, 2 and 4 workers started at once on a backlog of ${entries.toLocaleString("en-US")} entries, of what hooks write and of log rows`,
    durability: "process",
    series: [...calls, ...logs, ...shares],
    figures: [
      ...callFigures,
      ...logFigures,
      ...shares.slice(1).map((series) => seriesFigure(series, "p50", { ceiling: 100 })),
      ...endFigures(
        "workers",
        [...drained.values()].flat().map(({ end }) => end),
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
