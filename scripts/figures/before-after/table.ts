import { verdictOf } from "../../../bench/figures/judgement.ts";
import { figureOf } from "../../../bench/figures/figures.ts";
import type { Budget, Figure } from "../../../bench/figures/result.ts";
import { markdownTable } from "../../../bench/report/document.ts";
import { budgetText, intervalText, number } from "../../../bench/report/format.ts";
import { estimate, estimateRatio, type Statistic } from "../../../bench/stats/estimate.ts";
import type { Size } from "./measures.ts";

/** The samples of each round, by figure and what was measured. */
export type Trials = ReadonlyMap<string, number[][]>;

interface Row {
  readonly label: string;
  readonly figure: string;
  readonly statistic: Statistic;
  readonly unit: string;
  readonly budget?: Budget;
  /** What the figure is divided by, of the same rounds. @default nothing */
  readonly over?: string;
}

/** The entries of the day that the budgets of `hive status` are for. */
const BUSY_DAY = 630_000;

const ROWS = ({ drainCalls, statusEntries }: Size): readonly Row[] => [
  { label: "hook, checkpoint taken, p50", figure: "taken", statistic: "p50", unit: "ms" },
  over({ label: "the same / an empty Bun script", figure: "taken", budget: { most: 1.4 }, over: "empty.floor" }),
  { label: "hook, throttled, p50", figure: "throttled", statistic: "p50", unit: "ms" },
  over({ label: "the same / an empty Bun script", figure: "throttled", budget: { most: 1.25 }, over: "empty.floor" }),
  { label: "Queue.enqueue, eight processes, p50", figure: "enqueue", statistic: "p50", unit: "ms" },
  over({ label: "the same / a bare write and rename", figure: "enqueue", budget: { most: 2 }, over: "enqueue.floor" }),
  { label: "enqueue to committed, p50", figure: "latency", statistic: "p50", unit: "ms", budget: { most: 0.5 } },
  { label: "enqueue to committed, p99", figure: "latency", statistic: "p99", unit: "ms", budget: { most: 2 } },
  { label: "entries a recorded hook call", figure: "entries-a-call", statistic: "mean", unit: "" },
  {
    label: `draining ${number(drainCalls)} recorded hook calls`,
    figure: "drain",
    statistic: "mean",
    unit: "calls/s",
    budget: { least: 15_000 },
  },
  {
    label: `hive status, ${number(statusEntries)} entries a day, p50`,
    figure: "status",
    statistic: "p50",
    unit: "ms",
    ...(statusEntries >= BUSY_DAY && { budget: { most: 300 } }),
  },
  {
    label: "its peak memory",
    figure: "memory",
    statistic: "p50",
    unit: "MiB",
    ...(statusEntries >= BUSY_DAY && { budget: { most: 100 } }),
  },
];

function over(row: Omit<Row, "statistic" | "unit">): Row {
  return { ...row, statistic: "p50", unit: "×" };
}

/** Before and after, with 95 % intervals by round; the change is the ratio of the rows' own statistic. */
export function beforeAfterTable(trials: Trials, size: Size): string {
  const rows = ROWS(size).map((row) => {
    const [before, after] = [figureIn(trials, row, "base"), figureIn(trials, row, "head")];
    const change = estimateRatio(of(trials, `${row.figure}.head`), of(trials, `${row.figure}.base`), row.statistic);
    const verdict = verdictOf(after);
    return [
      row.label,
      cell(before),
      cell(after),
      number(after.n),
      `${number(change.value)} × (${intervalText([change.low, change.high])})`,
      row.budget === undefined ? "" : `${budgetText(row.budget, row.unit)}: ${verdict}`,
    ];
  });
  return markdownTable(["what", "before", "after", "n each", "after / before", "budget, after"], rows);
}

function of(trials: Trials, name: string): number[][] {
  const found = trials.get(name);
  if (found === undefined) throw new Error(`nothing was measured of ${name}`);
  return found;
}

function figureIn(trials: Trials, row: Row, side: string): Figure {
  const { label, figure, statistic, unit, budget } = row;
  const own = of(trials, `${figure}.${side}`);
  const found = row.over === undefined ? estimate(own, statistic) : estimateRatio(own, of(trials, row.over), statistic);
  return figureOf({ id: figure, label, unit, ...(budget === undefined ? {} : { budget }) }, found, own);
}

function cell({ value, unit, interval }: Figure): string {
  return `${number(value)} ${unit}`.trimEnd() + (interval === null ? "" : ` (${intervalText(interval)})`);
}
