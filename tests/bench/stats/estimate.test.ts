import { expect, test } from "bun:test";
import { estimate, estimateRatio, summarize } from "../../../bench/stats/estimate.ts";
import { studentQuantile } from "../../../bench/stats/student.ts";

const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

test("percentiles are nearest ranks over all samples, in whatever order", () => {
  expect(summarize(upTo(1000).toReversed())).toEqual({ n: 1000, p50: 500, p90: 900, p99: 990, p999: 999, max: 1000 });
  expect(summarize(upTo(10))).toEqual({ n: 10, p50: 5, p90: 9, p99: 10, p999: 10, max: 10 });
  expect(summarize([7])).toEqual({ n: 1, p50: 7, p90: 7, p99: 7, p999: 7, max: 7 });
  expect(summarize([3, 1, 2]).p50).toBe(2);
});

test("a rank that is a whole number is not rounded up", () => {
  for (let n = 1000; n <= 200_000; n += 1000) expect(summarize(upTo(n)).p999).toBe((n / 1000) * 999);
}, 60_000);

test("one slow sample among ten thousand is the maximum, and no percentile hides it", () => {
  const samples = [...upTo(9999).map(() => 1), 500];
  expect(summarize(samples)).toEqual({ n: 10_000, p50: 1, p90: 1, p99: 1, p999: 1, max: 500 });
});

test("no samples have no percentiles, and a trial without samples has no interval", () => {
  expect(() => summarize([])).toThrow("no samples");
  expect(() => estimate([], "mean")).toThrow("no samples");
  expect(() => estimate([[1], []], "p50")).toThrow("a trial without samples");
  expect(() => estimateRatio([[1]], [[]], "p50")).toThrow("no samples");
});

test("samples that are all the same have an interval of one point", () => {
  const same = [
    [4, 4, 4],
    [4, 4, 4],
  ];
  for (const statistic of ["p50", "p90", "p99", "mean"] as const) {
    expect(estimate(same, statistic)).toEqual({ value: 4, low: 4, high: 4 });
    expect(estimateRatio(same, same, statistic)).toEqual({ value: 1, low: 1, high: 1 });
  }
});

test("the value is drawn from all samples of all trials", () => {
  expect(estimate([[1, 2], [3], [4, 5]], "mean").value).toBe(3);
  expect(estimate([[1, 2], [3], [4, 5]], "p90").value).toBe(5);
  expect(estimateRatio([[2], [4], [6]], [[1], [2]], "p50").value).toBe(4);
});

test("the same samples have the same interval in every run", () => {
  const trials = [upTo(50), upTo(60), upTo(40)];
  expect(estimate(trials, "p99")).toEqual(estimate(trials, "p99"));
});

test("a machine that slows both sides of a trial down alike leaves the ratio as it is", () => {
  const slowdowns = [1, 8, 2, 0.5, 30];
  const above = slowdowns.map((slowdown) => [6 * slowdown]);
  const below = slowdowns.map((slowdown) => [2 * slowdown]);
  const { value, low, high } = estimateRatio(above, below, "p50");
  expect([value, low, high]).toEqual([3, 3, 3]);
});

const width = (trials: number): number => {
  const { low, high } = estimate(
    Array.from({ length: trials }, (_, trial) => [trial % 2 === 0 ? 1 : 2]),
    "mean",
  );
  return high / low;
};

test("fewer trials of the same spread have a wider interval", () => {
  expect(width(2)).toBeGreaterThan(width(4));
  expect(width(4)).toBeGreaterThan(width(10));
  expect(width(10)).toBeGreaterThan(width(40));
});

test("an interval does not go below zero where no sample does", () => {
  const { value, low, high } = estimate([[0], [0], [0.1], [0], [0.3], [0]], "mean");
  expect({ low, isAbove: high > value }).toEqual({ low: 0, isAbove: true });
});

test("an interval of samples of both signs is drawn without logarithms", () => {
  const { value, low, high } = estimate(
    [
      [-3, -1],
      [1, 3],
      [-2, 2],
    ],
    "mean",
  );
  expect(value).toBe(0);
  expect(low).toBeLessThan(0);
  expect(high).toBeGreaterThan(0);
});

// Percentage points as tables of the distribution print them.
test.each([
  [0.975, 1, 12.7062],
  [0.975, 2, 4.3027],
  [0.975, 3, 3.1824],
  [0.975, 9, 2.2622],
  [0.995, 4, 4.6041],
  [0.9, 10, 1.3722],
  [0.975, 120, 1.9799],
  [0.5, 5, 0],
])("the t distribution's %d quantile with %d degrees of freedom is %d", (probability, degrees, quantile) => {
  expect(studentQuantile(probability, degrees)).toBeCloseTo(quantile, 4);
});

test("the t distribution has no quantile of 1 and no half a degree of freedom", () => {
  expect(() => studentQuantile(1, 3)).toThrow("no quantile for 1");
  expect(() => studentQuantile(0.9, 0.5)).toThrow("no distribution with 0.5 degrees");
});
