import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withoutSamples } from "../../../bench/figures/samples.ts";
import { parseResult } from "../../../bench/figures/read-result.ts";
import { renderComparison } from "../../../bench/report/compare.ts";
import { renderScenario } from "../../../bench/report/table.ts";
import { headlineSection, performanceSection, withSection } from "../../../bench/report/document.ts";
import { peersSection } from "../../../bench/peers/report/document.ts";
import type { BenchResult, Figure } from "../../../bench/figures/result.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { figure, sampleResult, scenario } from "../support/sample.ts";

setDefaultTimeout(120_000);

const TOP = join(import.meta.dir, "../../..");
const DOCUMENT = "# hive\n\n<!-- performance: begin -->\n\nold\n\n<!-- performance: end -->\n\nafter\n";

const withPerformance = (document: string, result: BenchResult, source: string): string =>
  withSection(document, "performance", performanceSection(result, source));

function format(text: string): string {
  const command = [process.execPath, "fmt", "--stdin-filepath", "README.md"];
  return Bun.spawnSync(command, { cwd: TOP, stdin: Buffer.from(text) }).stdout.toString();
}

function figuresScript(...args: string[]) {
  const { exitCode, stdout, stderr } = Bun.spawnSync([
    process.execPath,
    join(TOP, "scripts/figures/performance-figures.ts"),
    ...args,
  ]);
  return { exitCode, output: stdout.toString() + stderr.toString() };
}

test("the section is replaced between its markers, and nothing else is", () => {
  const text = withPerformance(DOCUMENT, sampleResult(), "run.json");
  expect(text).toStartWith("# hive\n\n<!-- performance: begin -->\n\nMeasured with");
  expect(text).toEndWith("\n\n<!-- performance: end -->\n\nafter\n");
  expect(text).not.toContain("\nold\n");
  expect(withPerformance(text, sampleResult(), "run.json")).toBe(text);
});

test("the section says where, how durably and from how many samples it was measured", () => {
  const text = withPerformance(DOCUMENT, sampleResult(), "run.json");
  for (const said of ["Example CPU 2.0 GHz", "ext4", "Bun 1.4.5", "durability process", "`run.json`", "(n 5,000)"]) {
    expect(text).toContain(said);
  }
  expect(text).toMatch(
    /drain: rate, backlog of 100000 +\| 14,100 entries\/s +\| 13,254 to 14,805 +\| 5 +\| ≥ 15,000 entries\/s \| missed/,
  );
});

test("the section says what of a hook call is a compiled program's own, and what is hive's", () => {
  const share = "A compiled program's own";
  expect(withPerformance(DOCUMENT, sampleResult({ scenarios: [] }), "run.json")).not.toContain(share);
  const figures = [
    figure({ id: "hook.empty-program-over-empty", label: "program / script", value: 1.28, unit: "×" }),
    figure({ id: "hook.taken-over-program", label: "taken / program", value: 1.1, unit: "×", interval: [1.08, 1.12] }),
  ];
  const result = sampleResult({ scenarios: [scenario({ scenario: "hook", figures })] });
  expect(withPerformance(DOCUMENT, result, "run.json")).toContain(
    `${share}, and not hive's: program / script 1.28 ×. hive's share beside it: taken / program 1.10 × (1.08 to 1.12).`,
  );
});

test("the formatter leaves the section as it is", () => {
  const figures = [
    figure({ id: "f", label: "a | b * c <d> [e] `f` & insert_log_row", value: 1, unit: "ms", budget: { most: 2 } }),
  ];
  for (const result of [sampleResult(), sampleResult({ scenarios: [scenario({ scenario: "s", figures })] })]) {
    const text = withPerformance(DOCUMENT, result, "run.json");
    expect(format(text)).toBe(text);
  }
});

test.each([
  ["no markers", "# hive\n"],
  ["two sections", DOCUMENT + DOCUMENT],
  ["an end before its begin", "<!-- performance: end -->\n<!-- performance: begin -->\n"],
])("a document with %s is refused", (_what, document) => {
  expect(() => withPerformance(document, sampleResult(), "run.json")).toThrow(
    expect.objectContaining({ code: "HIVE_INVALID_OPTION", hint: expect.stringContaining("performance: begin") }),
  );
});

test("a run without its samples gives the same section, comparison and tables", () => {
  const whole = sampleResult();
  const kept = parseResult(JSON.stringify(withoutSamples(whole)), "kept.json");
  expect(withPerformance(DOCUMENT, kept, "run.json")).toBe(withPerformance(DOCUMENT, whole, "run.json"));
  expect(renderComparison(kept, whole)).toBe(renderComparison(whole, whole));
  expect(kept.scenarios.map((one) => renderScenario(one, true))).toEqual(
    whole.scenarios.map((one) => renderScenario(one, true)),
  );
  expect(kept.scenarios.flatMap(({ series }) => series.flatMap(({ trials }) => trials))).toEqual([]);
});

test("docs/performance.md has the figures of the run that is kept", () => {
  expect(figuresScript("--check")).toEqual({ exitCode: 0, output: "" });
});

test("the run that docs/performance.md was written from is small", () => {
  expect(statSync(join(TOP, "bench/results/performance.json")).size).toBeLessThan(300_000);
});

test("the script keeps a run and writes the documents from it, and its check finds an edited figure", () => {
  using dir = tempDir();
  const top = ["--top", dir.path];
  const [readme, document, run, kept] = [
    "README.md",
    "docs/performance.md",
    "run.json",
    "bench/results/performance.json",
  ].map((name) => join(dir.path, name)) as [string, string, string, string];
  mkdirSync(join(dir.path, "docs"));
  writeFileSync(readme, "<!-- measured: begin -->\n<!-- measured: end -->\n");
  writeFileSync(document, `${DOCUMENT}\n<!-- peers: begin -->\n<!-- peers: end -->\n`);
  writeFileSync(run, JSON.stringify(sampleResult()));

  expect(figuresScript(run, ...top)).toMatchObject({ exitCode: 0 });
  expect(parseResult(readFileSync(kept, "utf8"), kept)).toEqual(withoutSamples(sampleResult()));
  expect(readFileSync(document, "utf8")).toContain("`../bench/results/performance.json`");
  expect(readFileSync(readme, "utf8")).toContain("until a call is saved");
  expect(figuresScript("--check", ...top)).toEqual({ exitCode: 0, output: "" });

  writeFileSync(document, readFileSync(document, "utf8").replace("14,100", "15,100"));
  const edited = readFileSync(document, "utf8");
  const { exitCode, output } = figuresScript("--check", ...top);
  expect(output).toContain("is not what");
  expect(exitCode).toBe(1);
  expect(readFileSync(document, "utf8")).toBe(edited);
});

test("the script refuses a run together with --check, and a smoke run", () => {
  expect(figuresScript("run.json", "--check")).toMatchObject({
    exitCode: 20,
    output: expect.stringContaining("give the JSON of runs, or --measure, or --check") as string,
  });
  using dir = tempDir();
  const run = join(dir.path, "run.json");
  writeFileSync(run, JSON.stringify(sampleResult({ size: "smoke" })));
  const { exitCode, output } = figuresScript(run, "--top", dir.path);
  expect(output).toContain("a smoke run shows no figures");
  expect(exitCode).toBe(20);
});

test("README's numbers are those of the page, with their intervals", () => {
  const text = headlineSection(sampleResult());
  for (const said of [
    "| 0.00180 % |",
    "of a core, while idle",
    "`bun run bench` of 0123abc",
    "2 cores of Example CPU",
  ]) {
    expect(text).toContain(said);
  }
});

const visible = (system: string, fields: Partial<Figure>): Figure =>
  figure({ id: `peers.latency.${system}.p50`, label: `${system}, to visible, p50`, value: 1, unit: "ms", ...fields });

test("a run that measured log rows does not pass them off as calls", () => {
  const old = sampleResult({
    scenarios: sampleResult().scenarios.map((one) =>
      one.scenario === "latency" ? { ...one, title: `${one.title}; one log row and one ledger row` } : one,
    ),
  });
  expect(headlineSection(old)).toContain("until a call is saved; of log rows");
  expect(headlineSection(sampleResult())).not.toContain("log rows");
});

/** A run of the comparison of which hive was measured, and SQLite without a queue. */
function peersRun(hive: Partial<Figure>, direct: Partial<Figure>): BenchResult {
  return sampleResult({
    scenarios: [scenario({ scenario: "peers", figures: [visible("hive", hive), visible("direct", direct)] })],
  });
}

test("the peers' section says what each keeps, and where another is better than hive", () => {
  const text = peersSection(peersRun({ value: 0.5 }, { value: 0.1 }), "peers.json");
  expect(text).toMatch(/\| until visible, p50 +\| 0\.500 ms \| – /);
  expect(text).toContain("- until visible, p50: direct 0.100 ms against 0.500");
  expect(text).toContain("- **direct**: the row is there when the call returns");
});

test("a peer whose interval meets hive's is not called better, nor is one that is worse", () => {
  for (const [hive, direct] of [
    [
      { value: 0.5, interval: [0.2, 0.8] },
      { value: 0.1, interval: [0.05, 0.3] },
    ],
    [{ value: 0.5 }, { value: 0.9 }],
  ] as const) {
    expect(peersSection(peersRun(hive, direct), "peers.json")).not.toContain("Where another is better");
  }
});
