import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bench } from "../../../bench/main.ts";
import { history } from "../../../bench/report/history.ts";
import type { BenchResult, Figure } from "../../../bench/figures/result.ts";
import type { Io } from "../../../src/cli/io.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { figure, sampleResult, scenario } from "../support/sample.ts";

/** Runs the command line in a directory that holds runs. @returns what it printed */
async function report(directory: string, ...args: string[]): Promise<string> {
  let shown = "";
  const io: Io = {
    env: {},
    cwd: directory,
    isTTY: false,
    out: (text) => void (shown += text),
    err: () => undefined,
    readStdin: () => Promise.resolve(""),
  };
  await bench(["report", ...args], io);
  return shown;
}

const budget = { most: 10 };

function run(commit: string, startedAt: string, ...figures: Figure[]): BenchResult {
  const { environment } = sampleResult();
  return sampleResult({
    environment: { ...environment, commit, startedAt },
    scenarios: [scenario({ scenario: "s", figures })],
  });
}

test("one saved run is shown as it was when it was taken", async () => {
  using dir = tempDir();
  writeFileSync(join(dir.path, "run.json"), JSON.stringify(sampleResult()));
  const shown = await report(dir.path, "run.json", "--html", "run.html");
  expect(shown).toContain("hook, checkpoint taken / empty script");
  expect(shown).toContain("MODE");
  expect(readFileSync(join(dir.path, "run.html"), "utf8")).toStartWith("<!doctype html>");
});

test("several saved runs are shown as a history in the order in which they began, whatever the order of the files", async () => {
  using dir = tempDir();
  const old = run("old", "2026-01-01T00:00:00.000Z", figure({ id: "f", value: 3, unit: "ms", budget }));
  const fresh = run("new", "2026-02-01T00:00:00.000Z", figure({ id: "f", value: 2, unit: "ms", budget }));
  writeFileSync(join(dir.path, "a.json"), JSON.stringify(fresh));
  writeFileSync(join(dir.path, "b.json"), JSON.stringify(old));
  const shown = await report(dir.path, "a.json", "b.json", "--html", "all.html");
  expect(shown).toMatch(/FIGURE +old 2026-01-01.*new 2026-02-01/);
  expect(shown).toMatch(/f +3 ms +2 ms/);
  expect(readFileSync(join(dir.path, "all.html"), "utf8")).toContain("History of 2 runs");
});

/** Two figures with an interval, of which one stays within it, and one without. */
const measured = (commit: string, at: string, latency: number): BenchResult =>
  run(
    commit,
    at,
    figure({ id: "a", label: "steady", value: 2 + latency / 100, interval: [1, 3], unit: "ms" }),
    figure({ id: "b", label: "moved", value: latency, interval: [latency - 1, latency + 1], unit: "ms" }),
    figure({ id: "c", label: "taken once", value: latency, unit: "ms" }),
  );

test("of two runs the report tells how many figures agree, and which differ by more than their intervals", async () => {
  using dir = tempDir();
  writeFileSync(join(dir.path, "a.json"), JSON.stringify(measured("old", "2026-01-01T00:00:00.000Z", 5)));
  writeFileSync(join(dir.path, "b.json"), JSON.stringify(measured("new", "2026-02-01T00:00:00.000Z", 9)));
  const shown = await report(dir.path, "b.json", "a.json");
  expect(shown).toContain("1 of 2 figures agree within their intervals; these differ by more:");
  expect(shown).toMatch(/s: moved +5 ms \(4(\.00)? to 6(\.00)?\) +9 ms .* slower/);
  expect(shown).not.toContain("s: steady");
  expect(await report(dir.path, "a.json", "a.json")).toContain("3 of 3 figures agree within their intervals.");
});

test("a history of runs that were not taken alike says so", async () => {
  using dir = tempDir();
  writeFileSync(join(dir.path, "full.json"), JSON.stringify(sampleResult()));
  writeFileSync(join(dir.path, "quick.json"), JSON.stringify(sampleResult({ size: "quick" })));
  const warning = "The runs were not taken alike; they differ in size.";
  expect(await report(dir.path, "full.json", "quick.json", "--html", "all.html")).toContain(`WARNING: ${warning}`);
  expect(readFileSync(join(dir.path, "all.html"), "utf8")).toContain(warning);
  expect(await report(dir.path, "full.json", "full.json")).not.toContain("WARNING");
});

test("a file that holds no run is refused, and no page is written", async () => {
  using dir = tempDir();
  writeFileSync(join(dir.path, "run.json"), "{}");
  expect(report(dir.path, "run.json")).rejects.toMatchObject({ code: "HIVE_INVALID_OPTION" });
});

test("a history leaves a gap where a run has no such figure, or has it in another unit", () => {
  const runs = [
    run("a", "2026-01-01T00:00:00.000Z", figure({ id: "f", value: 1, unit: "s", budget })),
    run("b", "2026-01-02T00:00:00.000Z"),
    run("c", "2026-01-03T00:00:00.000Z", figure({ id: "f", value: 2, unit: "ms", budget })),
  ];
  const [line, ...others] = history(runs);
  expect(line!.figures.map((one) => one?.value ?? null)).toEqual([null, null, 2]);
  expect(others).toEqual([]);
});
