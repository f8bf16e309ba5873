import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compare, renderComparison } from "../../../bench/report/compare.ts";
import { parseResult, readResult } from "../../../bench/figures/read-result.ts";
import type { BenchResult, Figure } from "../../../bench/figures/result.ts";
import { HiveError } from "../../../src/base/errors.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { figure, sampleResult, scenario } from "../support/sample.ts";

const run = (...figures: Figure[]): BenchResult => sampleResult({ scenarios: [scenario({ scenario: "s", figures })] });

const measured = (value: number, unit: string, fields: Partial<Figure> = {}): Figure =>
  figure({ id: "f", value, unit, interval: [value * 0.9, value * 1.1], ...fields });

function changeOf(before: Figure, after: Figure) {
  return compare(run(before), run(after)).figures[0]!.change;
}

describe("a figure of two runs", () => {
  test.each([
    ["ms", 10, 5, "faster"],
    ["ms", 10, 15, "slower"],
    ["entries/s", 10, 15, "faster"],
    ["entries/s", 10, 5, "slower"],
    ["/s", 10, 15, "worse"],
    ["MiB", 10, 5, "better"],
    ["×", 10, 15, "higher"],
    ["×", 10, 5, "lower"],
    ["ms", 10, 12, "same within the intervals"],
    ["ms", 10, 8.5, "same within the intervals"],
    ["ms", 10, 10, "same"],
  ] as const)("in %s from %p to %p is %p", (unit, before, after, change) => {
    expect(changeOf(measured(before, unit), measured(after, unit))).toBe(change);
  });

  test("is judged by the side on which its budget bounds it", () => {
    const changes = [{ most: 20 }, { least: 5 }].map((budget) =>
      changeOf(measured(10, "×", { budget }), measured(15, "×", { budget })),
    );
    expect(changes).toEqual(["worse", "better"]);
  });

  test("that has no interval is not called faster or slower", () => {
    expect(changeOf(measured(10, "ms", { interval: null }), measured(15, "ms"))).toBe("differs, no interval");
  });

  test("has no ratio to zero", () => {
    expect(compare(run(measured(0, "ms")), run(measured(2, "ms"))).figures[0]!.ratio).toBeNull();
    expect(compare(run(measured(4, "ms")), run(measured(2, "ms"))).figures[0]!.ratio).toBe(0.5);
  });
});

test("figures are matched by id, mode and unit, and the rest is named", () => {
  const before = run(
    measured(1, "ms", { mode: "poll" }),
    measured(2, "ms", { mode: "event" }),
    measured(3, "ms", { id: "gone", label: "gone" }),
    measured(4, "ms", { id: "unit" }),
  );
  const after = run(
    measured(2, "ms", { mode: "event" }),
    measured(1, "ms", { mode: "poll" }),
    measured(9, "ms", { id: "new", label: "new" }),
    measured(4, "s", { id: "unit" }),
  );
  const { figures, onlyBefore, onlyAfter } = compare(before, after);
  expect(figures.map((one) => [one.before.mode, one.after.mode, one.change])).toEqual([
    ["event", "event", "same"],
    ["poll", "poll", "same"],
  ]);
  expect([onlyBefore, onlyAfter]).toEqual([
    ["s: gone", "s: unit"],
    ["s: new", "s: unit"],
  ]);
});

test("two runs taken alike have no warning, at whatever time and commit", () => {
  const before = sampleResult();
  const after = { ...before, environment: { ...before.environment, commit: "fff", startedAt: "2027-01-01T00:00:00Z" } };
  expect(compare(before, after).differences).toEqual([]);
  expect(renderComparison(before, after)).not.toContain("WARNING");
});

test.each([
  ["CPU", { cpu: "other" }],
  ["cores", { cores: 64 }],
  ["memory, GiB", { memoryGiB: 1 }],
  ["kernel", { kernel: "other" }],
  ["file system", { fileSystem: "tmpfs" }],
  ["Bun", { bun: "9.9.9" }],
  ["SQLite", { sqlite: "4" }],
])("another %s is named before the figures", (what, environment) => {
  const before = sampleResult();
  const after = { ...before, environment: { ...before.environment, ...environment } };
  expect(compare(before, after).differences.map((one) => one.what)).toEqual([what]);
  const text = renderComparison(before, after);
  expect(text).toStartWith("WARNING: the two runs were not taken alike; their figures cannot be compared.\n");
  expect(text.indexOf(what)).toBeLessThan(text.indexOf("FIGURE"));
});

test("another size or durability is named as well", () => {
  const before = run(measured(1, "ms"));
  const after: BenchResult = {
    ...before,
    size: "quick",
    scenarios: before.scenarios.map((one) => ({ ...one, durability: "power" })),
  };
  expect(compare(before, after).differences).toEqual([
    { what: "size", before: "full", after: "quick" },
    { what: "durability of s", before: "process", after: "power" },
  ]);
});

test("a label from a file cannot move the cursor", () => {
  const evil = run(measured(1, "\u001B[2J", { label: "\u001B]0;x\u0007" }));
  const other = run(measured(1, "ms", { label: "\u001B[1A", id: "g" }));
  expect(renderComparison(evil, other) + renderComparison(evil, evil)).not.toMatch(/[^\P{Cc}\n]/u);
});

function refusal(text: string): HiveError {
  try {
    parseResult(text, "old.json");
  } catch (error) {
    if (error instanceof HiveError) return error;
    throw error;
  }
  throw new Error("it was taken");
}

describe("a file to compare with", () => {
  test("comes back as it was written, what is unknown left out", () => {
    const result = sampleResult();
    expect(parseResult(JSON.stringify({ ...result, later: 1 }), "old.json")).toEqual(result);
  });

  test("may be of the version before, which kept every sample and knew no intervals", () => {
    const { intervalsMs: _, ...rest } = sampleResult();
    const read = parseResult(JSON.stringify({ ...rest, version: 2 }), "old.json");
    expect(read).toEqual(sampleResult());
  });

  test.each([
    ["not JSON", "{", /^old\.json: not JSON$/],
    ["another version", JSON.stringify({ version: 1 }), /^old\.json: version 1 of/],
    ["no result", "null", /^old\.json: version unknown of/],
    ["a list", "[]", /^old\.json: version unknown of/],
    [
      "a damaged one",
      JSON.stringify({ ...sampleResult(), size: "huge" }),
      /^old\.json: not a benchmark's result: size: /,
    ],
  ])("that is %s is refused with a hint", (_what, text, message) => {
    const { code, message: said, hint } = refusal(text);
    expect([code, hint]).toEqual(["HIVE_INVALID_OPTION", expect.stringContaining("version 3")]);
    expect(said).toMatch(message);
  });

  test("that is missing is refused in the same way, and one that is there is read", () => {
    using dir = tempDir();
    const path = join(dir.path, "run.json");
    expect(() => readResult(path)).toThrow(expect.objectContaining({ code: "HIVE_INVALID_OPTION" }));
    writeFileSync(path, JSON.stringify(sampleResult()));
    expect(readResult(path)).toEqual(sampleResult());
  });
});
