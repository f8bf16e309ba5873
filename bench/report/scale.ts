/**
 * Logarithmic and linear scales, shared by the terminal's plots and the page's.
 *
 * By hand: d3-scale 4.0.3 was tried in November 2026. The page was the same to a hundredth of a pixel, all files that
 * draw had 607 lines instead of 608, and ten packages came with it. Its logarithmic ticks need a filter of their own.
 */

/** The span of an axis. `low < high`; both above zero on a logarithmic axis. */
export interface Domain {
  readonly low: number;
  readonly high: number;
}

const SMALLEST = 1e-9;

/** Zero lies on no logarithmic axis and is put at its lower end. */
export function logDomain(values: readonly number[]): Domain {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) return { low: 0.1, high: 10 };
  const low = positive.reduce((least, value) => Math.min(least, value), Infinity);
  const high = positive.reduce((most, value) => Math.max(most, value), SMALLEST);
  // A margin, so that the first and the last are not cut by the frame; at least half a decade in all.
  const margin = Math.max(1.15, Math.sqrt(3 / (high / low)));
  return { low: low / margin, high: high * margin };
}

/** The position of a value on a logarithmic axis, 0 to 1; a value outside is put at the nearer end. */
export function logFraction(value: number, { low, high }: Domain): number {
  const fraction = Math.log(Math.max(value, SMALLEST) / low) / Math.log(high / low);
  return Math.min(1, Math.max(0, fraction));
}

/** 1, 2 and 5 times the powers of ten where the axis spans little, the powers of ten where it spans much. */
export function logTicks({ low, high }: Domain): readonly number[] {
  const decades = Math.log10(high / low);
  const steps = decades > 3 ? [1] : decades > 1.5 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    for (const step of steps) ticks.push(Number(`${step}e${power}`));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

/** About `count` round ticks from zero to at least `high`. */
export function linearTicks(high: number, count = 5): readonly number[] {
  if (!(high > 0)) return [0, 1];
  const rough = high / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find((factor) => factor * power >= rough) ?? 10);
  const ticks = Math.ceil(high / step - 1e-9);
  return Array.from({ length: ticks + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** The share of the samples in each of `count` equal parts of a logarithmic axis. */
export function logHistogram(samples: readonly number[], domain: Domain, count: number): readonly number[] {
  const shares = Array.from({ length: count }, () => 0);
  for (const sample of samples) {
    const bin = Math.min(count - 1, Math.floor(logFraction(sample, domain) * count));
    shares[bin] = shares[bin]! + 1 / samples.length;
  }
  return shares;
}
