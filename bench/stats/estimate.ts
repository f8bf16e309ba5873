/**
 * Statistics of samples by trial.
 *
 * A value is drawn from every sample, none dropped or trimmed; a percentile is the nearest rank. Its 95 % interval comes
 * from a two-level bootstrap: trials are drawn with replacement, then samples within each drawn trial; both sides of a
 * ratio draw the same trials, because they were taken in turn. A bootstrap of few trials is too narrow (of 5 it holds
 * the truth in 85 cases of 100), so both arms are stretched by √(K/(K−1)) · t(K−1) / z, as a t interval is wider than a
 * normal one; in logarithms where all samples are positive. Where trials differ little from each other the interval is
 * on the wide side. It never goes below zero where no sample does. Bounds carry the bootstrap's own error: with 1,000 draws the 2.5 % bound lies between the 1.6 %
 * and the 3.5 % one. The same samples always give the same interval.
 */
import { studentQuantile } from "./student.ts";

/** Percentiles over every sample, none dropped: nearest rank. */
export interface Summary {
  readonly n: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** Samples by trial. */
export type Trials = ReadonlyArray<readonly number[]>;
export type Statistic = "p50" | "p90" | "p99" | "mean";

/** A statistic of the samples with its 95 % interval, which always holds the value. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** In thousandths, so that a rank is computed without rounding. */
const PER_MILLE = { p50: 500, p90: 900, p99: 990, p999: 999 } as const;

const RESAMPLES = 1000;
/** As many resamples lie below the interval, and as many above. */
const OUTSIDE = RESAMPLES * 0.025;
const NORMAL_QUANTILE = 1.959_963_985;

/** The rank of a percentile among n sorted samples, from 1. */
function nearestRank(n: number, percentile: keyof typeof PER_MILLE): number {
  return Math.ceil((n * PER_MILLE[percentile]) / 1000);
}

/** @throws RangeError when there is no sample */
export function summarize(samples: readonly number[]): Summary {
  if (samples.length === 0) throw new RangeError("no samples");
  const sorted = Float64Array.from(samples).toSorted();
  const at = (percentile: keyof typeof PER_MILLE): number => sorted[nearestRank(sorted.length, percentile) - 1]!;
  return { n: sorted.length, p50: at("p50"), p90: at("p90"), p99: at("p99"), p999: at("p999"), max: sorted.at(-1)! };
}

/**
 * A statistic over all samples.
 * @throws RangeError when a trial has no sample
 */
export function estimate(trials: Trials, statistic: Statistic): Estimate {
  const draw = resampler(trials, statistic);
  const found = bootstrap(trials.length, statisticOf(trials, statistic), arePositive(trials), draw);
  const canBeNegative = trials.some((trial) => trial.some((sample) => sample < 0));
  return canBeNegative ? found : { ...found, low: Math.max(0, found.low) };
}

/**
 * A ratio of two statistics of trials taken in turn. Trials that one side alone has count for the value, and not for the
 * interval.
 * @throws RangeError when a trial has no sample
 */
export function estimateRatio(numerators: Trials, denominators: Trials, statistic: Statistic): Estimate {
  const n = Math.min(numerators.length, denominators.length);
  const value = statisticOf(numerators, statistic) / statisticOf(denominators, statistic);
  const above = resampler(numerators.slice(0, n), statistic);
  const below = resampler(denominators.slice(0, n), statistic);
  return bootstrap(
    n,
    value,
    arePositive(numerators) && arePositive(denominators),
    (picks, random) => above(picks, random) / below(picks, random),
  );
}

function statisticOf(trials: Trials, statistic: Statistic): number {
  const samples = trials.flat();
  if (statistic !== "mean") return summarize(samples)[statistic];
  if (samples.length === 0) throw new RangeError("no samples");
  return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}

function arePositive(trials: Trials): boolean {
  return trials.every((trial) => trial.every((sample) => sample > 0));
}

/** The next number from 0 up to 1. */
type Random = () => number;
/** A statistic of samples drawn from the picked trials. */
type Resampler = (picks: Uint32Array, random: Random) => number;

/** Numbers that are the same in every run, so that an interval is one of the samples, not of the draw. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  // A Weyl sequence, its bits mixed by multiplication.
  return () => {
    state = (state + 0x9e_37_79_b9) >>> 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x85_eb_ca_6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2_b2_ae_35);
    return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
  };
}

function resampler(trials: Trials, statistic: Statistic): Resampler {
  if (trials.some((trial) => trial.length === 0)) throw new RangeError("a trial without samples");
  return statistic === "mean" ? meanResampler(trials) : percentileResampler(trials, statistic);
}

function meanResampler(trials: Trials): Resampler {
  return (picks, random) => {
    let sum = 0;
    let n = 0;
    for (const pick of picks) {
      const trial = trials[pick]!;
      for (let drawn = 0; drawn < trial.length; drawn += 1) sum += trial[Math.floor(random() * trial.length)]!;
      n += trial.length;
    }
    return sum / n;
  };
}

/** All samples are sorted once; a draw then counts indexes, which is exact and takes no sorting. */
function percentileResampler(trials: Trials, percentile: keyof typeof PER_MILLE): Resampler {
  const sorted = Float64Array.from(trials.flat()).toSorted();
  const indexes = trials.map((trial) => Uint32Array.from(trial, (sample) => indexIn(sorted, sample)));
  const counts = new Uint32Array(sorted.length);
  return (picks, random) => {
    counts.fill(0);
    let n = 0;
    for (const pick of picks) {
      const trial = indexes[pick]!;
      const { length } = trial;
      for (let drawn = 0; drawn < length; drawn += 1) counts[trial[Math.floor(random() * length)]!]! += 1;
      n += length;
    }
    let left = nearestRank(n, percentile);
    let index = 0;
    while (left > counts[index]!) {
      left -= counts[index]!;
      index += 1;
    }
    return sorted[index]!;
  };
}

/** The first index of a sample that is among the sorted ones. */
function indexIn(sorted: Float64Array, sample: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < sample) low = middle + 1;
    else high = middle;
  }
  return low;
}

function bootstrap(trials: number, value: number, isPositive: boolean, draw: Resampler): Estimate {
  const random = randomFrom(1);
  const picks = new Uint32Array(trials);
  const values = new Float64Array(RESAMPLES);
  for (let resample = 0; resample < RESAMPLES; resample += 1) {
    for (let pick = 0; pick < trials; pick += 1) picks[pick] = Math.floor(random() * trials);
    values[resample] = draw(picks, random);
  }
  values.sort();
  const low = Math.min(value, values[OUTSIDE - 1]!);
  const high = Math.max(value, values[RESAMPLES - OUTSIDE]!);
  const stretch = stretchOf(trials);
  if (isPositive) return { value, low: value * (low / value) ** stretch, high: value * (high / value) ** stretch };
  return { value, low: value - (value - low) * stretch, high: value + (high - value) * stretch };
}

/** The factor by which the interval of few trials is wider. Nothing makes up for a single trial. */
function stretchOf(trials: number): number {
  if (trials < 2) return 1;
  return Math.sqrt(trials / (trials - 1)) * (studentQuantile(0.975, trials - 1) / NORMAL_QUANTILE);
}
