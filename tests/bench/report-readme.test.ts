import { expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseResult } from "../../bench/report/read-result.ts";
import { reduced, withPerformance } from "../../bench/report/readme.ts";
import { tempDir } from "../support/temp-dir.ts";
import { figure, sampleResult, scenario } from "./report-sample.ts";

setDefaultTimeout(120_000);

const TOP = join(import.meta.dir, "../..");
const README = "# hive\n\n<!-- performance: begin -->\n\nold\n\n<!-- performance: end -->\n\nafter\n";

function format(text: string): string {
  const command = [process.execPath, "fmt", "--stdin-filepath", "README.md"];
  return Bun.spawnSync(command, { cwd: TOP, stdin: Buffer.from(text) }).stdout.toString();
}

function figuresScript(...args: string[]) {
  const { exitCode, stdout, stderr } = Bun.spawnSync([
    process.execPath,
    join(TOP, "scripts/readme-figures.ts"),
    ...args,
  ]);
  return { exitCode, output: stdout.toString() + stderr.toString() };
}

test("the section is replaced between its markers, and nothing else is", () => {
  const text = withPerformance(README, sampleResult(), "run.json");
  expect(text).toStartWith("# hive\n\n<!-- performance: begin -->\n\nMeasured with");
  expect(text).toEndWith("\n\n<!-- performance: end -->\n\nafter\n");
  expect(text).not.toContain("\nold\n");
  expect(withPerformance(text, sampleResult(), "run.json")).toBe(text);
});

test("the section says where, how durably and from how many samples it was measured", () => {
  const text = withPerformance(README, sampleResult(), "run.json");
  for (const said of ["Example CPU 2.0 GHz", "ext4", "Bun 1.4.5", "durability process", "`run.json`", "(n 5,000)"]) {
    expect(text).toContain(said);
  }
  expect(text).toMatch(
    /drain: rate, backlog of 100000 +\| 14,100 entries\/s +\| 13,254 to 14,805 +\| 5 +\| ≥ 15,000 entries\/s \| missed/,
  );
});

test("the formatter leaves the section as it is", () => {
  const figures = [
    figure({ id: "f", label: "a | b * c <d> [e] `f` & insert_log_row", value: 1, unit: "ms", budget: { most: 2 } }),
  ];
  for (const result of [sampleResult(), sampleResult({ scenarios: [scenario({ scenario: "s", figures })] })]) {
    const text = withPerformance(README, result, "run.json");
    expect(format(text)).toBe(text);
  }
});

test.each([
  ["no markers", "# hive\n"],
  ["two sections", README + README],
  ["an end before its begin", "<!-- performance: end -->\n<!-- performance: begin -->\n"],
])("a README with %s is refused", (_what, readme) => {
  expect(() => withPerformance(readme, sampleResult(), "run.json")).toThrow(
    expect.objectContaining({ code: "HIVE_INVALID_OPTION", hint: expect.stringContaining("performance: begin") }),
  );
});

test("a run that is kept has every sample, to four digits", () => {
  const series = [{ id: "x", label: "x", mode: null, unit: "ms", trials: [[1.234_56, 0.000_123_456], [], [98_765.4]] }];
  const kept = reduced(sampleResult({ scenarios: [scenario({ scenario: "s", series })] }));
  expect(kept.scenarios[0]!.series[0]!.trials).toEqual([[1.235, 0.000_123_5], [], [98_770]]);
});

test("the script keeps a run and writes the README from it, and its check finds an edited figure", () => {
  using dir = tempDir();
  const [readme, kept, run] = ["README.md", "results/kept.json", "run.json"].map((name) => join(dir.path, name)) as [
    string,
    string,
    string,
  ];
  const files = ["--readme", readme, "--kept", kept];
  writeFileSync(readme, README);
  writeFileSync(run, JSON.stringify(sampleResult()));

  expect(figuresScript(run, ...files)).toMatchObject({ exitCode: 0 });
  expect(parseResult(readFileSync(kept, "utf8"), kept)).toEqual(reduced(sampleResult()));
  expect(readFileSync(readme, "utf8")).toContain("`results/kept.json`");
  expect(figuresScript("--check", ...files)).toEqual({ exitCode: 0, output: "" });

  const before = statSync(readme).mtimeMs;
  writeFileSync(readme, readFileSync(readme, "utf8").replace("14,100", "15,100"));
  const edited = readFileSync(readme, "utf8");
  const { exitCode, output } = figuresScript("--check", ...files);
  expect(output).toContain("is not what");
  expect(exitCode).toBe(1);
  expect(readFileSync(readme, "utf8")).toBe(edited);
  expect(statSync(readme).mtimeMs).toBeGreaterThanOrEqual(before);
});

test("the script refuses a run together with --check, and neither", () => {
  for (const args of [[], ["run.json", "--check"]]) {
    const { exitCode, output } = figuresScript(...args);
    expect(output).toContain("give the JSON of one run, or --check");
    expect(exitCode).toBe(20);
  }
});
