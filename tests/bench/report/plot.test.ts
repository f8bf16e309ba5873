import { describe, expect, test } from "bun:test";
import { plotBacklog, plotLatency, renderPlots } from "../../../bench/report/plot.ts";
import { linearTicks, logDomain, logFraction, logHistogram, logTicks } from "../../../bench/report/scale.ts";
import { figure, sampleResult, scenario } from "../support/sample.ts";

const PLAIN = { width: 100, color: false };

const lines = (text: string): string[] => text.trimEnd().split("\n");

function latencyOf(...samples: number[][]) {
  const modes = ["poll", "event"] as const;
  const series = samples.map((trial, index) => ({
    id: "x",
    label: "x",
    mode: modes[index]!,
    unit: "ms",
    trials: [trial],
  }));
  return sampleResult({ scenarios: [scenario({ scenario: "latency", series })] });
}

describe("the plot of a latency", () => {
  test("has a row for each mode that was measured, with its percentiles", () => {
    const rows = lines(plotLatency(sampleResult(), "latency.committed", "enqueue to committed", PLAIN));
    expect(rows.slice(2, -2).map((row) => row.split(" ")[0])).toEqual([
      "poll",
      "pseudo-event",
      "event",
      "event+doorbell",
    ]);
    expect(rows[1]!.trim().split(/ +/)).toEqual(["p50", "p99", "max", "n"]);
  });

  test("puts the slower samples further to the right", () => {
    const [, , slow, fast] = lines(plotLatency(latencyOf([100, 100, 100], [1, 1, 1]), "x", "x", PLAIN));
    expect(slow!.indexOf("█")).toBeGreaterThan(fast!.indexOf("█"));
  });

  test("shows a single sample among thousands", () => {
    const tail = Array.from({ length: 5000 }, () => 1).concat(500);
    const [, , row] = lines(plotLatency(latencyOf(tail), "x", "x", PLAIN));
    expect(row!.slice(row!.lastIndexOf("█"))).toContain("▁");
  });

  test.each([60, 80, 100, 160])("is at most %p columns wide", (width) => {
    const widths = lines(renderPlots(sampleResult(), { width, color: false })).map((line) => Bun.stringWidth(line));
    expect(Math.max(...widths)).toBeLessThanOrEqual(width);
    expect(Math.max(...widths)).toBeGreaterThan(width - 3);
  });

  test("is nothing where the latency was not measured", () => {
    expect(plotLatency(sampleResult(), "latency.other", "other", PLAIN)).toBe("");
  });

  test("takes samples of zero and samples that are all the same", () => {
    const rows = lines(plotLatency(latencyOf([0, 0], [5, 5]), "x", "x", PLAIN));
    expect(rows[2]).toMatch(/█.* 0 +0 +0 +2$/);
    expect(rows[3]).toMatch(/█.* 5 +5 +5 +2$/);
  });
});

test("plots have no escape sequence without colour, and one pair for each bar with it", () => {
  expect(renderPlots(sampleResult(), PLAIN)).not.toContain("\u001B");
  const colored = plotBacklog(sampleResult(), { ...PLAIN, color: true });
  expect(colored.replaceAll("\u001B", "ESC").match(/ESC\[\d+m[█▏▎▍▌▋▊▉]+ESC\[0m/g)).toHaveLength(6);
});

test("plain plots are ASCII throughout", () => {
  expect(renderPlots(sampleResult(), { ...PLAIN, ascii: true })).toMatch(/^[\n\u0020-\u007E]+$/);
});

test("the bars of the backlog are as long as the rates, the floor under each", () => {
  const rows = lines(plotBacklog(sampleResult(), PLAIN)).slice(1);
  expect(rows.map((row) => row.trim().split(" ")[0])).toEqual([
    "1,000",
    "floor",
    "10,000",
    "floor",
    "100,000",
    "floor",
  ]);
  const full = rows.map((row) => row.match(/█/g)!.length);
  expect(full[4]! / full[3]!).toBeCloseTo(14_100 / 24_900, 1);
});

test("a unit that moves the cursor is shown as text", () => {
  const figures = [figure({ id: "drain.rate.10", value: 1, unit: "\u001B[2J" })];
  expect(plotBacklog(sampleResult({ scenarios: [scenario({ scenario: "drain", figures })] }), PLAIN)).not.toContain(
    "\u001B",
  );
});

describe("scales", () => {
  test("the ends of a logarithmic axis are 0 and 1, and its middle is the geometric mean", () => {
    const domain = { low: 1, high: 100 };
    expect([1, 10, 100, 0, 1e6].map((value) => logFraction(value, domain))).toEqual([0, 0.5, 1, 0, 1]);
  });

  test("every sample is in the histogram", () => {
    const samples = [0, 0.1, 1, 10, 100];
    for (const domain of [logDomain(samples), { low: 0.1, high: 100 }, { low: 1, high: 10 }]) {
      const shares = logHistogram(samples, domain, 40);
      expect(shares).toHaveLength(40);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    }
  });

  test("ticks of a logarithmic axis lie within it, and a narrow axis still has some", () => {
    expect(logTicks({ low: 0.5, high: 2000 })).toEqual([1, 10, 100, 1000]);
    expect(logTicks(logDomain([3, 3]))).not.toBeEmpty();
  });

  test("ticks of a linear axis go from zero to at least the highest value", () => {
    expect(linearTicks(24_900)).toEqual([0, 5000, 10_000, 15_000, 20_000, 25_000]);
    expect(linearTicks(0)).toEqual([0, 1]);
  });
});
