import { describe, expect, test } from "bun:test";
import { budgetText, number, quantity } from "../../bench/report/format.ts";
import { renderSeedTable, seedTable } from "../../bench/report/seed-table.ts";
import { budgetVerdicts, figuresByBacklog } from "../../bench/report/select.ts";
import { MODES } from "../../bench/results.ts";
import { summarize } from "../../bench/stats.ts";
import { figure, sampleResult, scenario } from "./report-sample.ts";

test("the seed table shows the percentiles of the samples, for each mode", () => {
  const trials = [[3, 1], [2], [100]];
  const series = MODES.map((mode, index) => ({
    id: "latency.gone",
    label: "gone",
    mode,
    unit: "ms",
    trials: trials.map((trial) => trial.map((ms) => ms * (index + 1))),
  }));
  const [p50, p99] = seedTable(sampleResult({ scenarios: [scenario({ scenario: "latency", series })] }));
  expect(p50!.cells).toEqual([2, 4, 6, 8].map((value) => ({ value, unit: "ms", n: 4 })));
  expect(p99!.cells).toEqual([100, 200, 300, 400].map((value) => ({ value, unit: "ms", n: 4 })));
});

test("the seed table takes a figure from its id and mode", () => {
  const figures = [
    figure({ id: "idle.cpu", mode: "poll", value: 0.3, unit: "%", n: 7 }),
    figure({ id: "events.consumed", mode: "event", value: 12, unit: "", n: 12 }),
  ];
  const rows = seedTable(sampleResult({ scenarios: [scenario({ scenario: "any", figures })] }));
  const cells = Object.fromEntries(rows.map((row) => [row.label, row.cells]));
  expect(cells["idle CPU, whole process tree"]).toEqual([{ value: 0.3, unit: "%", n: 7 }, null, null, null]);
  expect(cells["events consumed"]).toEqual([null, null, { value: 12, unit: "", n: 12 }, null]);
});

test("what was not measured shows as such in the seed table", () => {
  const text = renderSeedTable(sampleResult({ scenarios: [] }));
  const [header, ...rows] = text.trimEnd().split("\n");
  expect(header!.split(/ {2,}/)).toEqual(["MODE", ...MODES]);
  expect(rows.map((row) => row.match(/not measured/g)?.length)).toEqual(rows.map(() => 4));
});

test("a series without samples counts as not measured", () => {
  const series = [{ id: "latency.gone", label: "gone", mode: "poll" as const, unit: "ms", trials: [[], []] }];
  const rows = seedTable(sampleResult({ scenarios: [scenario({ scenario: "latency", series })] }));
  expect(rows[0]!.cells).toEqual([null, null, null, null]);
});

test("a figure is judged by its budget, which may bound it from above or below", () => {
  const figures = [
    figure({ id: "a", value: 2, unit: "ms", budget: { most: 2 } }),
    figure({ id: "b", value: 2.1, unit: "ms", budget: { most: 2 } }),
    figure({ id: "c", value: 2, unit: "×", budget: { least: 2 } }),
    figure({ id: "d", value: 1.9, unit: "×", budget: { least: 2 } }),
    figure({ id: "e", value: 1, unit: "×" }),
  ];
  const verdicts = budgetVerdicts(sampleResult({ scenarios: [scenario({ scenario: "s", figures })] }));
  expect(verdicts.map((verdict) => [verdict.figure.id, verdict.isKept])).toEqual([
    ["a", true],
    ["b", false],
    ["c", true],
    ["d", false],
  ]);
});

test("figures of a backlog come in the order of the backlog", () => {
  const figures = ["x.100000", "x.2000", "x.over-floor", "x.10000", "xy.5"].map((id) =>
    figure({ id, value: 1, unit: "entries/s" }),
  );
  const found = figuresByBacklog(sampleResult({ scenarios: [scenario({ scenario: "s", figures })] }), "x");
  expect(found.map(({ backlog }) => backlog)).toEqual([2000, 10_000, 100_000]);
});

describe("numbers", () => {
  test.each([
    [0, "0"],
    [12, "12"],
    [0.0334, "0.0334"],
    [1.2345, "1.23"],
    [99.96, "100"],
    [123.4, "123"],
    [999.7, "1,000"],
    [6757.6, "6,758"],
    [1000, "1,000"],
    [0.000_000_12, "1.20e-7"],
  ])("%p reads %p", (value, text) => {
    expect(number(value)).toBe(text);
  });

  test("a unit follows its number, and a count has none", () => {
    expect([quantity(1.5, "ms"), quantity(3, "")]).toEqual(["1.50 ms", "3"]);
  });

  test("a budget reads as it was set", () => {
    expect([budgetText({ most: 0.6 }, "ms"), budgetText({ least: 15_000 }, "entries/s")]).toEqual([
      "≤ 0.6 ms",
      "≥ 15,000 entries/s",
    ]);
  });
});

test("the sample result has what its own samples give", () => {
  const [first] = sampleResult().scenarios;
  const own = first!.series.find(({ id, mode }) => id === "latency.committed" && mode === "event+doorbell")!;
  expect(first!.figures[0]!.value).toBe(summarize(own.trials.flat()).p50);
});
