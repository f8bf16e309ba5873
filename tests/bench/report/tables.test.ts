import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { budgetText, number, quantity } from "../../../bench/report/format.ts";
import { renderHtml } from "../../../bench/report/page/page.ts";
import { renderModesTable, modesTable } from "../../../bench/report/modes-table.ts";
import { budgetVerdicts, figuresByBacklog } from "../../../bench/report/select.ts";
import { MODES } from "../../../bench/figures/result.ts";
import { summarize } from "../../../bench/stats/estimate.ts";
import { figure, sampleResult, scenario } from "../support/sample.ts";

test("the table of the modes shows the percentiles of the samples, for each mode", () => {
  const trials = [[3, 1], [2], [100]];
  const series = MODES.map((mode, index) => ({
    id: "latency.committed",
    label: "committed",
    mode,
    unit: "ms",
    trials: trials.map((trial) => trial.map((ms) => ms * (index + 1))),
  }));
  const { modes, rows } = modesTable(sampleResult({ scenarios: [scenario({ scenario: "latency", series })] }));
  const [p50, p99] = rows;
  expect(modes).toEqual(MODES);
  expect(p50!.cells).toEqual([2, 4, 6, 8].map((value) => ({ value, unit: "ms", n: 4 })));
  expect(p99!.cells).toEqual([100, 200, 300, 400].map((value) => ({ value, unit: "ms", n: 4 })));
});

test("the table of the modes takes a figure from its id and mode", () => {
  const figures = [
    figure({ id: "idle.cpu", mode: "poll", value: 0.3, unit: "%", n: 7 }),
    figure({ id: "events.consumed", mode: "event", value: 12, unit: "", n: 12 }),
  ];
  expect(modesTable(sampleResult({ scenarios: [scenario({ scenario: "any", figures })] }))).toEqual({
    modes: ["poll", "event"],
    rows: [
      { label: "idle CPU, whole process tree", cells: [{ value: 0.3, unit: "%", n: 7 }, null] },
      { label: "events consumed", cells: [null, { value: 12, unit: "", n: 12 }] },
    ],
  });
});

test("the table of the modes leaves out what no mode was measured in, and is nothing where nothing was", () => {
  const figures = [figure({ id: "idle.cpu", mode: "poll", value: 0.3, unit: "%", n: 7 })];
  const text = renderModesTable(sampleResult({ scenarios: [scenario({ scenario: "any", figures })] }));
  expect(
    text
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ["MODE", "poll, 100 ms"],
    ["idle CPU, whole process tree", "0.300 % (n 7)"],
  ]);
  expect(renderModesTable(sampleResult({ scenarios: [] }))).toBe("");
});

const PLACES: Readonly<Record<string, () => string>> = {
  terminal: () => renderModesTable(sampleResult()),
  page: () => renderHtml(sampleResult()),
  "docs/performance.md": () => readFileSync(join(import.meta.dir, "../../../docs/performance.md"), "utf8"),
};

test.each(Object.entries(PLACES))(
  "%s has latency, idle CPU and events consumed of every mode, with the intervals",
  (_where, text) => {
    const shown = text();
    for (const name of ["poll, 100 ms", "pseudo-event, 500 ms", "event", "event+doorbell"]) {
      expect(shown).toContain(name);
    }
    for (const row of ["enqueue → saved, p50", "idle CPU, whole process tree", "idle wakeups", "events consumed"]) {
      expect(shown).toContain(row);
    }
  },
);

test("a series without samples counts as not measured", () => {
  const series = [{ id: "latency.gone", label: "gone", mode: "poll" as const, unit: "ms", trials: [[], []] }];
  const result = sampleResult({ scenarios: [scenario({ scenario: "latency", series })] });
  expect(modesTable(result)).toEqual({ modes: [], rows: [] });
});

test("a figure is judged by the whole of its interval, which a budget may bound from above or below", () => {
  const figures = [
    figure({ id: "a", value: 2, unit: "ms", budget: { most: 2 } }),
    figure({ id: "b", value: 2.1, unit: "ms", budget: { most: 2 } }),
    figure({ id: "c", value: 2, unit: "×", budget: { least: 2 } }),
    figure({ id: "d", value: 1.9, unit: "×", budget: { least: 2 } }),
    figure({ id: "e", value: 1, unit: "×" }),
    figure({ id: "f", value: 1, unit: "×", interval: [0.5, 2], budget: { most: 2 } }),
    figure({ id: "g", value: 1, unit: "×", interval: [0.5, 2.1], budget: { most: 2 } }),
    figure({ id: "h", value: 3, unit: "×", interval: [1.9, 4], budget: { most: 2 } }),
    figure({ id: "i", value: 3, unit: "×", interval: [2.1, 4], budget: { most: 2 } }),
    figure({ id: "j", value: 1, unit: "×", interval: [0.5, 2], budget: { least: 1.5 } }),
  ];
  const verdicts = budgetVerdicts(sampleResult({ scenarios: [scenario({ scenario: "s", figures })] }));
  expect(verdicts.map(({ figure: { id }, verdict }) => [id, verdict])).toEqual([
    ["a", "holds"],
    ["b", "missed"],
    ["c", "holds"],
    ["d", "missed"],
    ["f", "holds"],
    ["g", "not known"],
    ["h", "not known"],
    ["i", "missed"],
    ["j", "not known"],
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
