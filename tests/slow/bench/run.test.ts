import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import type { BenchFlags } from "../../../bench/command/flags.ts";
import { runScenarios } from "../../../bench/run.ts";
import { Progress } from "../../../bench/command/progress.ts";
import { type BenchResult, type Figure, MODES, type ScenarioResult } from "../../../bench/figures/result.ts";
import type { Scenario } from "../../../bench/harness/scenario.ts";
import { addBench } from "../../../src/cli/commands/bench.ts";
import type { Io } from "../../../src/cli/io.ts";
import { hive } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const quiet = (out: (text: string) => void = () => undefined): Io => ({
  env: {},
  cwd: "/",
  isTTY: false,
  out,
  err: () => undefined,
  readStdin: () => Promise.resolve(""),
});
const FLAGS: BenchFlags = { mode: [], quick: true };

const figure: Figure = {
  id: "made.up",
  label: "a figure",
  mode: null,
  value: 1,
  unit: "ms",
  interval: null,
  n: 1,
  budget: null,
};

function scenario(name: string, run: Scenario["run"] | Partial<ScenarioResult> = {}): Scenario {
  const result: ScenarioResult = {
    scenario: name,
    title: name,
    durability: "process",
    series: [],
    figures: [],
    notes: [],
  };
  return { name, summary: name, run: typeof run === "function" ? run : () => Promise.resolve({ ...result, ...run }) };
}

const read = (path: string): BenchResult => JSON.parse(readFileSync(path, "utf8")) as BenchResult;

test.each([
  ["an unknown scenario", ["nonsense"], 'no scenario "nonsense"; there are hook, hook-agents, agent'],
  ["an unknown mode", ["--mode", "poll,fast"], 'no mode "fast"; there are poll, pseudo-event, event, event+doorbell'],
  ["an unknown fault", ["--fault", "none"], 'no fault "none"; there are slow-entry'],
  [
    "a number of trials out of its range",
    ["--trials", "0"],
    '--trials must be a whole number from 1 to 10,000, not "0"',
  ],
  [
    "an interval that is too short",
    ["--poll-interval-ms", "0"],
    "--poll-interval-ms must be a whole number from 10 to",
  ],
  ["an interval that is too long", ["--pseudo-event-interval-ms", "1e9"], "--pseudo-event-interval-ms must be a whole"],
  ["an interval without digits", ["--poll-interval-ms", " "], "--poll-interval-ms must be a whole number"],
])("%s is refused in one line, with exit code 20", async (_what, args, message) => {
  await using child = hive(["bench", ...args]);
  const { stdout, stderr, exitCode } = await child.outcome();
  expect(stderr).toStartWith(`hive: ${message}`);
  expect({ lines: stderr.trim().split("\n").length, stdout, exitCode }).toEqual({ lines: 1, stdout: "", exitCode: 20 });
});

test("--list names every scenario and measures nothing", async () => {
  await using child = hive(["bench", "--list"]);
  const { stdout, exitCode } = await child.outcome();
  for (const name of ["hook", "latency", "idle-cpu", "event-consumption", "drain"]) {
    expect(stdout).toMatch(new RegExp(`^${name} {2,}\\S`, "m"));
  }
  expect(exitCode).toBe(0);
});

test("the CLI hands options and help on to the harness", async () => {
  await using child = hive(["bench", "--help"]);
  const { stdout, exitCode } = await child.outcome();
  expect(stdout).toStartWith("Usage: hive bench [options] [command] [scenario...]");
  for (const option of ["--mode", "--poll-interval-ms", "--pseudo-event-interval-ms"]) expect(stdout).toContain(option);
  expect(exitCode).toBe(0);
  await using wrong = hive(["bench", "--quik"]);
  const { stderr, exitCode: wrongCode } = await wrong.outcome();
  expect(stderr).toContain("unknown option '--quik'\n(Did you mean --quick?)");
  expect(wrongCode).toBe(20);
});

test("an installation without the harness says where to get it", async () => {
  const program = new Command().exitOverride();
  addBench(program, quiet(), "/nowhere/bench/main.ts");
  expect(program.parseAsync(["bench"], { from: "user" })).rejects.toMatchObject({
    code: "HIVE_NOT_FOUND",
    message: "the harness is not part of this installation: there is no /nowhere/bench/main.ts",
    hint: expect.stringContaining("checkout") as string,
  });
});

test("results are written after each scenario, so that a later failure keeps them", async () => {
  using dir = tempDir();
  const json = join(dir.path, "found.json");
  const fails = scenario("second", () => Promise.reject(new Error("wrong end: 1 lost")));
  const running = runScenarios([scenario("first"), fails], [], { ...FLAGS, json }, quiet());
  expect(running).rejects.toMatchObject({ code: "HIVE_BENCH_FAILED", message: "second: wrong end: 1 lost" });
  expect(read(json)).toMatchObject({ version: 3, size: "quick", scenarios: [{ scenario: "first" }] });
  expect(readdirSync(dir.path)).toEqual(["found.json"]);
});

test("a missed budget is shown, named, and ends the run with a code of its own", async () => {
  const shown: string[] = [];
  const figures = [
    { ...figure, id: "kept", budget: { most: 2 } },
    { ...figure, id: "missed", mode: "poll" as const, budget: { least: 2 } },
  ];
  const running = runScenarios(
    [scenario("one", { figures })],
    [],
    FLAGS,
    quiet((text) => shown.push(text)),
  );
  expect(running).rejects.toMatchObject({
    code: "HIVE_BUDGET_MISSED",
    message: "1 of the figures missed their budgets: missed (poll)",
  });
  expect(shown.join("").match(/holds|MISSED/g)).toEqual(["holds", "MISSED"]);
});

test("a budget that the interval spans is shown as not known, ends no run, and is written out with its noise", async () => {
  using dir = tempDir();
  const json = join(dir.path, "found.json");
  const shown: string[] = [];
  const figures: Figure[] = [{ ...figure, value: 3, interval: [1, 5], budget: { most: 2 } }];
  await runScenarios(
    [scenario("one", { figures })],
    [],
    { ...FLAGS, json },
    quiet((text) => shown.push(text)),
  );
  expect(shown.join("")).toMatch(/not known +~ wide interval/);
  const [one] = (JSON.parse(readFileSync(json, "utf8")) as { scenarios: object[] }).scenarios;
  expect(one).toMatchObject({
    emptyScriptMs: [expect.any(Number), expect.any(Number)] as unknown,
    figures: [{ verdict: "not known", noise: expect.arrayContaining(["wide interval"]) as unknown }],
  });
});

test("a smoke run holds nothing against a budget", async () => {
  const shown: string[] = [];
  const figures = [{ ...figure, budget: { least: 2 } }];
  const flags: BenchFlags = { mode: [], smoke: true };
  await runScenarios(
    [scenario("one", { figures })],
    [],
    flags,
    quiet((text) => shown.push(text)),
  );
  expect(shown.join("")).not.toMatch(/holds|MISSED/);
});

test("only the named scenarios are run, in their order, with the named modes", async () => {
  const run: string[] = [];
  const named = (name: string): Scenario =>
    scenario(name, (context) => {
      run.push(`${name} ${context.modes.join()} ${context.size} ${context.trials}`);
      return scenario(name).run(context);
    });
  const flags: BenchFlags = { mode: ["event", "poll"], trials: "7" };
  await runScenarios([named("a"), named("b"), named("c")], ["c", "a"], flags, quiet());
  expect(run).toEqual(["a poll,event full 7", "c poll,event full 7"]);
});

test("the intervals of the polling modes can be set, are told to the scenarios, and stand in the result", async () => {
  using dir = tempDir();
  const json = join(dir.path, "found.json");
  const told: unknown[] = [];
  const one = scenario("one", (context) => {
    told.push(context.intervalsMs);
    const figures = MODES.map((mode) => ({ ...figure, id: "idle.cpu", mode }));
    return scenario("one", { figures }).run(context);
  });
  const shown: string[] = [];
  const flags: BenchFlags = { ...FLAGS, pollIntervalMs: "250", json };
  await runScenarios(
    [one],
    [],
    flags,
    quiet((text) => shown.push(text)),
  );
  const intervalsMs = { poll: 250, "pseudo-event": 500 };
  expect({ told, kept: read(json).intervalsMs }).toEqual({ told: [intervalsMs], kept: intervalsMs });
  expect(shown.join("")).toMatch(/^MODE +poll, 250 ms +pseudo-event, 500 ms +event +event\+doorbell$/m);
});

test("a file keeps no samples unless it is asked to", async () => {
  using dir = tempDir();
  const json = join(dir.path, "found.json");
  const series = [{ id: "x", label: "x", mode: null, unit: "ms", trials: [[1, 2, 3]] }];
  const kept = async (flags: Partial<BenchFlags>) => {
    await runScenarios([scenario("one", { series })], [], { ...FLAGS, json, ...flags }, quiet());
    return read(json).scenarios[0]!.series[0]!;
  };
  expect(await kept({})).toMatchObject({ trials: [], summary: { n: 3, p50: 2, max: 3 } });
  expect((await kept({ samples: true })).trials).toEqual([[1, 2, 3]]);
});

test("a result of workers that were made wrong on purpose says so", async () => {
  using dir = tempDir();
  const json = join(dir.path, "found.json");
  await runScenarios([scenario("one")], [], { ...FLAGS, fault: "lost-wake", json }, quiet());
  expect(read(json).scenarios[0]!.notes).toEqual(["The workers were made wrong on purpose: lost-wake."]);
});

test("the progress line is replaced in place on a terminal, and is nothing elsewhere", () => {
  const written: string[] = [];
  const stream = { isTTY: true, columns: 12, write: (text: string) => written.push(text) };
  const progress = new Progress(stream);
  progress.clear();
  progress.show("a line that is too long");
  progress.show("\u001b[31mred");
  progress.clear();
  progress.clear();
  expect(written).toEqual(["\r\u001b[2Ka line tha…", "\r\u001b[2K·[31mred", "\r\u001b[2K"]);
  new Progress({ ...stream, isTTY: false }).show("text");
  expect(written).toHaveLength(3);
});
