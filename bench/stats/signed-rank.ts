/** The shift of paired measurements, by Wilcoxon's signed ranks: a neighbour's burst in a few pairs moves it little. */

export interface Shift {
  /** The median of the means of all pairs of differences: Hodges and Lehmann's estimate. */
  readonly value: number;
  /** The interval's ends; infinite where there are too few differences for one. */
  readonly low: number;
  readonly high: number;
}

/**
 * @param differences one of each pair of measurements taken in turn, at least one
 * @param rate the risk on each side that the true shift lies outside, such as 0.01. It holds for any noise that is as
 * often above as below
 */
export function shiftOf(differences: readonly number[], rate: number): Shift {
  if (differences.length === 0) throw new RangeError("no differences");
  const means = meansOfPairs(differences);
  const outside = ranksOutside(differences.length, rate);
  const middle = means.length / 2;
  const value = (means[Math.floor(middle - 0.5)]! + means[Math.ceil(middle - 0.5)]!) / 2;
  if (outside < 0) return { value, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  return { value, low: means[outside]!, high: means[means.length - 1 - outside]! };
}

/** Sorted, each difference paired with itself as well. */
function meansOfPairs(differences: readonly number[]): Float64Array {
  const means = differences.flatMap((one, index) => differences.slice(index).map((other) => (one + other) / 2));
  return Float64Array.from(means).toSorted();
}

/** @returns how many of the means lie outside on each side; -1 where even the widest interval misses the rate */
function ranksOutside(n: number, rate: number): number {
  const sums = sumsOfRanks(n);
  const all = 2 ** n;
  let below = 0;
  for (let sum = 0; sum < sums.length; sum += 1) {
    below += sums[sum]!;
    if (below / all > rate) return sum - 1;
  }
  return sums.length - 1;
}

/** @returns by a sum, of how many subsets of the ranks 1 to n it is the sum */
function sumsOfRanks(n: number): Float64Array {
  const sums = new Float64Array((n * (n + 1)) / 2 + 1);
  sums[0] = 1;
  for (let rank = 1; rank <= n; rank += 1) {
    for (let sum = sums.length - 1; sum >= rank; sum -= 1) sums[sum]! += sums[sum - rank]!;
  }
  return sums;
}
