import type { Budget, Figure, Mode, Series } from "./result.ts";
import { type Estimate, estimate, type Statistic } from "../stats/estimate.ts";

/** The names of a figure, and its budget. */
export interface FigureNames {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly mode?: Mode;
  readonly budget?: Budget;
  /** The largest possible value, such as 100 for a percentage. @default none */
  readonly ceiling?: number;
}

/** Two trials say almost nothing about a third: their interval would span orders of magnitude. */
const LEAST_TRIALS = 3;

/** A figure from an estimate. An interval takes three trials. */
export function figureOf(names: FigureNames, found: Estimate, trials: Series["trials"]): Figure {
  const { mode = null, budget = null, ceiling = Infinity, ...rest } = names;
  const interval = trials.length >= LEAST_TRIALS ? ([found.low, Math.min(found.high, ceiling)] as const) : null;
  return { ...rest, mode, budget, value: found.value, interval, n: trials.flat().length };
}

/** A statistic of a series as a figure, by default named after the series. */
export function seriesFigure(series: Series, statistic: Statistic, names: Partial<FigureNames> = {}): Figure {
  const { id, label, unit, mode, trials } = series;
  return figureOf(
    { id, label, unit, ...(mode === null ? {} : { mode }), ...names },
    estimate(trials, statistic),
    trials,
  );
}

/** A count, such as of lost entries. */
export function countFigure(names: Omit<FigureNames, "unit">, value: number, n: number): Figure {
  const { mode = null, budget = null, ...rest } = names;
  return { ...rest, mode, budget, value, unit: "entries", interval: null, n };
}
