import { expect, test } from "bun:test";
import { shiftOf } from "../../../bench/stats/signed-rank.ts";
import { normalFrom } from "../support/noise.ts";

test("of ten differences the interval of 95 % leaves eight of the 55 means out on each side, as tables say", () => {
  const differences = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const means = differences
    .flatMap((one, index) => differences.slice(index).map((other) => (one + other) / 2))
    .toSorted((a, b) => a - b);
  expect(shiftOf(differences, 0.025)).toEqual({ value: 5.5, low: means[8]!, high: means[46]! });
});

test("too few differences for the rate have no interval", () => {
  expect(shiftOf([1, 2, 3], 0.01)).toEqual({ value: 2, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY });
  expect(() => shiftOf([], 0.01)).toThrow("no differences");
});

test("equal differences have an interval of no width", () => {
  expect(
    shiftOf(
      Array.from({ length: 12 }, () => 0),
      0.01,
    ),
  ).toEqual({ value: 0, low: 0, high: 0 });
});

test("of 1,000 intervals at a risk of 2 % on each side about as many miss the shift, with bursts as well", () => {
  const noise = normalFrom(3);
  let above = 0;
  let below = 0;
  for (let run = 0; run < 1000; run += 1) {
    // One pair in eight meets a neighbour's burst.
    const differences = Array.from({ length: 15 }, (_, index) => 0.5 + noise() * (index % 8 === 0 ? 10 : 1));
    const { low, high } = shiftOf(differences, 0.02);
    above += low > 0.5 ? 1 : 0;
    below += high < 0.5 ? 1 : 0;
  }
  expect(above).toBeWithin(5, 36);
  expect(below).toBeWithin(5, 36);
});
