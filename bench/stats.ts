/** Percentiles over every sample, none dropped: nearest rank. */
export interface Summary {
  readonly n: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export function summarize(samples: readonly number[]): Summary {
  if (samples.length === 0) throw new RangeError("no samples");
  const sorted = Float64Array.from(samples).toSorted();
  const rank = (fraction: number): number => sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)]!;
  return {
    n: sorted.length,
    p50: rank(0.5),
    p90: rank(0.9),
    p99: rank(0.99),
    p999: rank(0.999),
    max: sorted[sorted.length - 1]!,
  };
}

const RESAMPLES = 1000;

/** Numbers that are the same in every run, so that an interval is one of the samples, not of the draw. */
function* draws(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Samples by trial. */
export type Trials = ReadonlyArray<readonly number[]>;
export type Statistic = "p50" | "p90" | "p99" | "mean";

/** A statistic of the samples with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

function statisticOf(samples: readonly number[], statistic: Statistic): number {
  if (statistic === "mean") return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  return summarize(samples)[statistic];
}

function resampled(trials: Trials, picks: readonly number[], random: Iterator<number, never>): number[] {
  return picks.flatMap((pick) => {
    const trial = trials[pick]!;
    return Array.from(trial, () => trial[Math.floor(random.next().value * trial.length)]!);
  });
}

function bootstrap(
  n: number,
  value: number,
  draw: (picks: number[], random: Iterator<number, never>) => number,
): Estimate {
  const random = draws(1);
  const values = Array.from({ length: RESAMPLES }, () =>
    draw(
      Array.from({ length: n }, () => Math.floor(random.next().value * n)),
      random,
    ),
  ).toSorted((a, b) => a - b);
  return { value, low: values[Math.floor(RESAMPLES * 0.025)]!, high: values[Math.floor(RESAMPLES * 0.975)]! };
}

/** A statistic over all samples, its interval from a bootstrap of the trials and of the samples within each. */
export function estimate(trials: Trials, statistic: Statistic): Estimate {
  return bootstrap(trials.length, statisticOf(trials.flat(), statistic), (picks, random) =>
    statisticOf(resampled(trials, picks, random), statistic),
  );
}

/** A ratio of two statistics of trials taken in turn: both sides are resampled by the same trials. */
export function estimateRatio(numerators: Trials, denominators: Trials, statistic: Statistic): Estimate {
  const n = Math.min(numerators.length, denominators.length);
  const value = statisticOf(numerators.flat(), statistic) / statisticOf(denominators.flat(), statistic);
  return bootstrap(n, value, (picks, random) => {
    const above = statisticOf(resampled(numerators, picks, random), statistic);
    return above / statisticOf(resampled(denominators, picks, random), statistic);
  });
}
