import { expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import {
  estimate,
  estimateRatio,
  randomFrom,
  type Statistic,
  summarize,
  type Trials,
} from "../../../bench/stats/estimate.ts";
import { studentQuantile } from "../../../bench/stats/student.ts";
import { normalFrom } from "../../bench/support/noise.ts";

setDefaultTimeout(60_000);

const RUNS = { numRuns: 60 };
const sample = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
const trialsOf = (count: fc.Arbitrary<number>): fc.Arbitrary<number[][]> =>
  count.chain((n) => fc.array(fc.array(sample, { minLength: 1, maxLength: 30 }), { minLength: n, maxLength: n }));
const trials = trialsOf(fc.integer({ min: 1, max: 6 }));
const pairs = fc.integer({ min: 1, max: 5 }).chain((n) => fc.tuple(trialsOf(fc.constant(n)), trialsOf(fc.constant(n))));
const statistic = fc.constantFrom<Statistic>("p50", "p90", "p99", "mean");

function scaled(all: Trials, factor: number): number[][] {
  return all.map((trial) => trial.map((one) => one * factor));
}

function expectClose(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
}

test("percentiles rise with their rank, are samples, and have as many samples at or below them as they say", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 300 }), (samples) => {
      const { n, p50, p90, p99, p999, max } = summarize(samples);
      expect([p50, p90, p99, p999, max]).toEqual([p50, p90, p99, p999, max].toSorted((a, b) => a - b));
      expect(n).toBe(samples.length);
      expect(max).toBe(Math.max(...samples));
      for (const [value, perMille] of [
        [p50, 500],
        [p90, 900],
        [p99, 990],
        [p999, 999],
      ] as const) {
        expect(samples).toContain(value);
        expect(samples.filter((one) => one <= value).length * 1000).toBeGreaterThanOrEqual(n * perMille);
        expect(samples.filter((one) => one < value).length * 1000).toBeLessThan(n * perMille);
      }
    }),
    { numRuns: 300 },
  );
});

test("an interval holds its value", () => {
  fc.assert(
    fc.property(trials, statistic, (all, name) => {
      const { value, low, high } = estimate(all, name);
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }),
    RUNS,
  );
});

test("an interval of positive samples is positive", () => {
  fc.assert(
    fc.property(trials, statistic, (all, name) => expect(estimate(all, name).low).toBeGreaterThanOrEqual(0)),
    RUNS,
  );
});

test("a change of unit changes a value and its interval alike, and no ratio", () => {
  fc.assert(
    fc.property(pairs, statistic, fc.constantFrom(0.001, 3, 1000), ([above, below], name, factor) => {
      const plain = estimateRatio(above, below, name);
      const both = estimateRatio(scaled(above, factor), scaled(below, factor), name);
      const one = estimateRatio(scaled(above, factor), below, name);
      for (const bound of ["value", "low", "high"] as const) {
        expectClose(both[bound], plain[bound]);
        expectClose(one[bound], plain[bound] * factor);
      }
    }),
    RUNS,
  );
});

test("the order of samples within a trial changes no value", () => {
  fc.assert(
    fc.property(trials, statistic, (all, name) => {
      expectClose(
        estimate(
          all.map((trial) => trial.toReversed()),
          name,
        ).value,
        estimate(all, name).value,
      );
    }),
    RUNS,
  );
});

/** The bootstrap as a book tells it: each resample is made, and its percentile taken anew. */
function plainBootstrap(all: Trials): [low: number, high: number] {
  const random = randomFrom(1);
  const pick = (n: number): number => Math.floor(random() * n);
  const medians = Array.from(
    { length: 1000 },
    () =>
      summarize(
        Array.from(all, () => pick(all.length))
          .map((index) => all[index]!)
          .flatMap((trial) => Array.from(trial, () => trial[pick(trial.length)]!)),
      ).p50,
  ).toSorted((a, b) => a - b);
  const value = summarize(all.flat()).p50;
  const { length: n } = all;
  const stretch = n < 2 ? 1 : Math.sqrt(n / (n - 1)) * (studentQuantile(0.975, n - 1) / studentQuantile(0.975, 1e6));
  const stretched = (bound: number): number => value * (bound / value) ** stretch;
  return [stretched(Math.min(value, medians[24]!)), stretched(Math.max(value, medians[975]!))];
}

test("counting places gives the interval that making and sorting each resample gives", () => {
  fc.assert(
    fc.property(trials, (all) => {
      const { low, high } = estimate(all, "p50");
      const [plainLow, plainHigh] = plainBootstrap(all);
      expect(Math.abs(Math.log(low / plainLow))).toBeLessThan(1e-3);
      expect(Math.abs(Math.log(high / plainHigh))).toBeLessThan(1e-3);
    }),
    { numRuns: 20 },
  );
});

/** How often the interval of a simulated measurement holds the truth. */
function coverage(runs: number, measure: () => { low: number; high: number }, truth: number): number {
  let held = 0;
  for (let run = 0; run < runs; run += 1) {
    const { low, high } = measure();
    if (low <= truth && truth <= high) held += 1;
  }
  return held / runs;
}

// The samples of a trial share what befell their process: trials differ by 10 %, samples by 20 %.
test.each([3, 5, 10])("of medians of %d trials that differ, about 95 intervals in 100 hold the truth", (count) => {
  const normal = normalFrom(count);
  const measure = () => {
    const all = Array.from({ length: count }, () => {
      const shared = 0.1 * normal();
      return Array.from({ length: 40 }, () => Math.exp(shared + 0.2 * normal()));
    });
    return estimate(all, "p50");
  };
  const rate = coverage(400, measure, 1);
  expect(rate).toBeGreaterThanOrEqual(0.93);
  expect(rate).toBeLessThanOrEqual(0.99);
});

// The machine is now faster, now slower, for both sides of a trial.
test("of ratios of 6 trials in turn, 95 intervals in 100 or a few more hold the truth", () => {
  const normal = normalFrom(7);
  const measure = () => {
    const speeds = Array.from({ length: 6 }, () => Math.exp(0.3 * normal()));
    const side = (base: number): number[][] =>
      speeds.map((speed) => {
        const shared = 0.1 * normal();
        return Array.from({ length: 20 }, () => base * speed * Math.exp(shared + 0.1 * normal()));
      });
    return estimateRatio(side(2), side(1), "p50");
  };
  const rate = coverage(400, measure, 2);
  expect(rate).toBeGreaterThanOrEqual(0.93);
});
