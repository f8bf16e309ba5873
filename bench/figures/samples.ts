/** A result without its samples: some kilobytes instead of a megabyte. */
import { summarize, type Summary } from "../stats/estimate.ts";
import type { BenchResult, Series } from "./result.ts";

/** A series with percentiles of its own. */
export interface Distribution extends Series {
  readonly summary: Summary;
}

/** The series that have percentiles of their own. A series of one sample a trial only served to draw a figure. */
export function distributions(series: readonly Series[]): readonly Distribution[] {
  return series.flatMap((one) => {
    const { trials, summary } = one;
    if (summary !== undefined) return { ...one, summary };
    return trials.some((samples) => samples.length > 1) ? { ...one, summary: summarize(trials.flat()) } : [];
  });
}

/** Figures, intervals and percentiles: all but what the drawing of a distribution needs. */
export function withoutSamples(result: BenchResult): BenchResult {
  const scenarios = result.scenarios.map((scenario) => ({
    ...scenario,
    series: distributions(scenario.series).map((one) => ({ ...one, trials: [] })),
  }));
  return { ...result, scenarios };
}
