import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { runScenarios } from "../../bench/main.ts";
import { Progress } from "../../bench/progress.ts";
import type { BenchResult, Figure, ScenarioResult } from "../../bench/results.ts";
import type { Scenario } from "../../bench/scenario.ts";
import { addBench, type BenchFlags } from "../../src/cli/bench.ts";
import type { Io } from "../../src/cli/io.ts";
import { hive } from "../support/hive.ts";
import { Child } from "../support/process.ts";
import { tempDir } from "../support/temp-dir.ts";
import { waitFor } from "../support/wait-for.ts";

setDefaultTimeout(120_000);

const quiet = (out: (text: string) => void = () => undefined): Io => ({
  env: {},
  cwd: "/",
  isTTY: false,
  out,
  err: () => undefined,
  readStdin: () => Promise.resolve(""),
});
const isLinux = process.platform === "linux";
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

/** Processes whose command line names a directory. Linux. */
function processesNaming(directory: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/cmdline`))
    .filter((pid) => commandLine(pid).includes(directory));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    // It ended between the two looks.
    return "";
  }
}

test.each([
  ["a scenario", ["nonsense"], 'no scenario "nonsense"; there are hook, latency'],
  ["a mode", ["--mode", "poll,fast"], 'no mode "fast"; there are poll, pseudo-event, event, event+doorbell'],
  ["a fault", ["--fault", "none"], 'no fault "none"; there are slow-entry'],
  ["a number of trials", ["--trials", "0"], '--trials must be 1 or more, not "0"'],
])("%s that is none is named in one line, with exit code 20", async (_what, args, message) => {
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
  expect(read(json)).toMatchObject({ version: 2, size: "quick", scenarios: [{ scenario: "first" }] });
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

test.if(isLinux).each(["SIGINT", "SIGTERM"] as const)(
  "a run that is ended by %s leaves no process and no directory, and keeps what it has measured",
  async (signal) => {
    using dir = tempDir();
    const json = join(dir.path, "found.json");
    const temporary = join(dir.path, "tmp");
    mkdirSync(temporary);
    // A trial of idle-cpu takes half a second: eight are not over before the signal.
    const args = ["hook", "idle-cpu", "--smoke", "--mode", "event", "--trials", "8", "--json", json];
    await using child = hive(["bench", ...args], { TMPDIR: temporary });
    await waitFor(() => processesNaming(temporary).length >= 2, { timeoutMs: 60_000 });
    process.kill(child.pid, signal);
    const { exitCode, stderr } = await child.outcome();
    expect(stderr).toContain("idle-cpu was interrupted");
    expect(exitCode).toBe(130);
    expect(read(json).scenarios.map((one) => one.scenario)).toEqual(["hook"]);
    expect({ left: readdirSync(temporary), running: processesNaming(temporary) }).toEqual({ left: [], running: [] });
  },
);

test.if(isLinux)(
  "a scenario that heeds no signal is ended with its processes and directories all the same",
  async () => {
    using dir = tempDir();
    await using child = new Child(join(import.meta.dir, "stubborn-fixture.ts"), [], { TMPDIR: dir.path });
    await child.printed("ready");
    process.kill(child.pid, "SIGINT");
    expect(await child.outcome()).toMatchObject({ exitCode: 130 });
    expect(readdirSync(dir.path)).toEqual([]);
    await waitFor(() => processesNaming(dir.path).length === 0);
  },
);

test.if(isLinux)("no worker outlives a harness that was killed", async () => {
  using dir = tempDir();
  await using child = hive(["bench", "idle-cpu", "--smoke", "--trials", "2000"], { TMPDIR: dir.path });
  await waitFor(() => processesNaming(dir.path).length >= 2, { timeoutMs: 60_000 });
  child.kill();
  await child.outcome();
  await waitFor(() => processesNaming(dir.path).length === 0);
});
