import { expect, test } from "bun:test";
import { noiseOf, verdictOf, wanderOf } from "../../bench/figures/judgement.ts";
import { figure } from "./support/sample.ts";

const steady = { emptyScriptMs: [6, 7] as const };
const wandered = { emptyScriptMs: [9, 6] as const };

test.each([
  [[9, 12], []],
  [[8, 14], ["wide interval"]],
] as const)("an interval of %p about 10 is marked as %p", (interval, noise) => {
  expect(noiseOf(figure({ id: "f", value: 10, unit: "ms", interval }), steady)).toEqual([...noise]);
});

test("where the machine wandered every figure is marked but a count", () => {
  const figures = [
    figure({ id: "narrow", value: 10, unit: "ms", interval: [9, 11] }),
    figure({ id: "once", value: 1.5, unit: "ms" }),
    figure({ id: "count", value: 3, unit: "entries" }),
  ];
  expect(figures.map((one) => noiseOf(one, wandered))).toEqual([
    ["the machine wandered"],
    ["the machine wandered"],
    [],
  ]);
});

test("a machine wanders in either direction, and one that was not watched does not", () => {
  expect(wanderOf(wandered)).toBe(1.5);
  expect(wanderOf({ emptyScriptMs: [6, 9] })).toBe(1.5);
  expect(wanderOf(steady)).toBeNull();
  expect(wanderOf({})).toBeNull();
});

test("a figure without a budget has no verdict", () => {
  expect(verdictOf(figure({ id: "f", value: 1, unit: "ms" }))).toBeNull();
});
