import { expect, test } from "bun:test";
import { tmpdir } from "node:os";
import { readEnvironment } from "../../../bench/machine/environment.ts";
import { memoryDirectory } from "../../../bench/machine/memory-directory.ts";
import { judge, type Judgement, outcomeOf } from "../../../bench/gate/judge.ts";
import { parseBackoff, readGate, type Rules, type Threshold } from "../../../bench/gate/thresholds.ts";
import { gateCommand } from "../../../bench/gate/rounds.ts";
import type { Environment, ScenarioResult } from "../../../bench/figures/result.ts";
import type { Scenario } from "../../../bench/harness/scenario.ts";
import { gateDirectory } from "../../../bench/gate/directory.ts";
import { GATE_SCENARIOS, gateHere } from "../../../bench/gate/run.ts";
import { normalFrom } from "../support/noise.ts";

const RULES: Rules = { leastRounds: 3, mostRounds: 10, errorRate: 0.05, seconds: 60, scenarioSeconds: 60 };
const AT_LEAST: Threshold = { figure: "a.ratio", mode: null, bound: { least: 10 }, why: "a reason" };
const NONE: Threshold = { figure: "a.lost", mode: null, bound: { most: 0 }, why: "nothing may be lost" };
const ENVIRONMENT: Environment = {
  cpu: "c",
  cores: 2,
  memoryGiB: 1,
  kernel: "k",
  fileSystem: "f",
  bun: "b",
  sqlite: "s",
  commit: "x",
  startedAt: "2026-01-01T00:00:00Z",
};

function result(ratio: number, lost = 0): ScenarioResult {
  const figure = { mode: null, unit: "×", interval: null, n: 1, budget: null };
  return {
    scenario: "a",
    title: "a",
    durability: "process",
    series: [],
    figures: [
      { ...figure, id: "a.ratio", label: "ratio", value: ratio },
      { ...figure, id: "a.lost", label: "lost", value: lost },
    ],
    notes: [],
  };
}

const verdictOf = (threshold: Threshold, ratios: readonly number[], lost = 0): Judgement["verdict"] =>
  judge(
    "a",
    threshold,
    ratios.map((ratio) => result(ratio, lost)),
    null,
    RULES,
  ).verdict;

test("a threshold passes or fails when its whole interval lies on one side, and is undecided otherwise", () => {
  expect(verdictOf(AT_LEAST, [50, 51, 52])).toBe("pass");
  expect(verdictOf(AT_LEAST, [1, 1.1, 1.2])).toBe("fail");
  expect(verdictOf(AT_LEAST, [5, 30, 11])).toBe("undecided");
  expect(verdictOf(AT_LEAST, [50, 51])).toBe("undecided");
});

test("one lost entry fails at once, whatever else was measured", () => {
  expect(verdictOf(NONE, [50], 0)).toBe("pass");
  expect(verdictOf(NONE, [50], 1)).toBe("fail");
});

test("a figure that is missing, no number, or of a scenario that broke has failed", () => {
  expect(verdictOf({ ...AT_LEAST, figure: "a.gone" }, [50, 50, 50])).toBe("fail");
  expect(verdictOf(AT_LEAST, [50, 0, 50])).toBe("fail");
  expect(judge("a", NONE, [], "wrong end", RULES)).toMatchObject({ verdict: "fail", reason: "wrong end" });
});

test("nothing judged is no pass", () => {
  expect(outcomeOf([])).toBe("too-noisy");
});

/** How a gate of one threshold ends when its figure is this far from the bound, with noise of a fifth. */
function outcomes(factor: number, runs: number): Record<string, number> {
  const noise = normalFrom(7);
  const found: Record<string, number> = { pass: 0, fail: 0, undecided: 0 };
  for (let run = 0; run < runs; run += 1) {
    const ratios = Array.from({ length: RULES.mostRounds }, () => 10 * factor * Math.exp(0.2 * noise()));
    found[verdictOf(AT_LEAST, ratios)]! += 1;
  }
  return found;
}

test("of 1,000 runs at the bound itself 5 % pass and 5 % fail at most; well off it none is judged wrongly", () => {
  const atBound = outcomes(1, 1000);
  expect(atBound["pass"]).toBeLessThanOrEqual(50);
  expect(atBound["fail"]).toBeLessThanOrEqual(50);
  expect(outcomes(2, 1000)).toEqual({ pass: 1000, fail: 0, undecided: 0 });
  expect(outcomes(0.5, 1000)).toEqual({ pass: 0, fail: 1000, undecided: 0 });
});

const GATE = {
  version: 1,
  rules: RULES,
  plans: [{ scenario: "a", modes: ["poll"], thresholds: [AT_LEAST, NONE] }],
} as const;

async function gateOf(run: Scenario["run"], env: Record<string, string> = {}, nowMs = () => performance.now()) {
  let shown = "";
  const io = {
    env,
    cwd: "/",
    isTTY: false,
    out: (text: string) => void (shown += text),
    err: () => undefined,
    readStdin: () => Promise.resolve(""),
  };
  const scenarios: Scenario[] = [{ name: "a", summary: "a", run }];
  const signal = new AbortController().signal;
  const options = { scenarios, gate: GATE, environment: ENVIRONMENT, signal, io, nowMs };
  const ended = gateCommand({ ...options, progress: () => undefined });
  const code = await ended.then(
    () => 0,
    (error: { exitCode: number }) => error.exitCode,
  );
  return { code, shown };
}

test("the gate ends with 0, with 4 when a threshold fails, and with 5 when it cannot tell", async () => {
  expect((await gateOf(() => Promise.resolve(result(50)))).code).toBe(0);
  expect((await gateOf(() => Promise.resolve(result(1)))).code).toBe(4);
  expect((await gateOf(() => Promise.reject(new Error("wrong end: 1 lost")))).code).toBe(4);
  let round = 0;
  const noisy = await gateOf(() => Promise.resolve(result((round += 1) % 2 === 0 ? 2 : 60)));
  expect(noisy.code).toBe(5);
  expect(noisy.shown).toContain("a.ratio");
});

test("a round that takes all of the gate's time does not keep it from the rounds that the first look takes", async () => {
  let rounds = 0;
  const slow = (): number => rounds * RULES.seconds * 1000;
  const run = (ratio: number) => (): Promise<ScenarioResult> => {
    rounds += 1;
    return Promise.resolve(result(rounds % 2 === 0 ? ratio : 60));
  };
  expect({ code: (await gateOf(run(60), {}, slow)).code, rounds }).toEqual({ code: 0, rounds: RULES.leastRounds });
  rounds = 0;
  expect({ code: (await gateOf(run(2), {}, slow)).code, rounds }).toEqual({ code: 5, rounds: RULES.leastRounds });
});

test("on GitHub Actions a failure is annotated, and what it says cannot add a command", async () => {
  const { shown } = await gateOf(() => Promise.reject(new Error("x\n::warning ::y")), { GITHUB_ACTIONS: "true" });
  const lines = shown.split("\n").filter((line) => line.startsWith("::"));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.every((line) => line.startsWith("::error "))).toBe(true);
  expect(lines.every((line) => !line.slice(2).split("::").includes("y"))).toBe(true);
});

test("the gate measures in memory where there is room, unless TMPDIR says otherwise", () => {
  expect(gateDirectory({ TMPDIR: "/somewhere" })).toBe("/somewhere");
  expect(gateDirectory({})).toBe(memoryDirectory(1024 ** 3) ?? tmpdir());
  expect(memoryDirectory(Number.MAX_VALUE)).toBeNull();
});

test.skipIf(memoryDirectory(0) === null)("the file system that is named is that of the directory", () => {
  expect(readEnvironment(memoryDirectory(0)!).fileSystem).toBe("tmpfs");
  expect(readEnvironment("/").fileSystem).toMatch(/^[a-z]+[a-z0-9]*( without journal)?$/);
});

test("hive's own thresholds name scenarios that there are, and each says why", () => {
  const { plans } = readGate();
  const names = GATE_SCENARIOS.map(({ name }) => name);
  for (const { scenario, thresholds } of plans) {
    expect(names).toContain(scenario);
    for (const { why } of thresholds) expect(why.length).toBeGreaterThan(10);
  }
});

test("the fleet's thresholds are left out where no PostgreSQL is installed, it is said, and never in CI", () => {
  const said: string[] = [];
  const planned = (env: Record<string, string>, hasPostgres: boolean): string[] =>
    gateHere({ env, err: (text) => said.push(text) }, hasPostgres).plans.map(({ scenario }) => scenario);
  expect(planned({}, true)).toContain("fleet");
  expect(planned({ CI: "true" }, false)).toContain("fleet");
  expect(said).toEqual([]);
  expect(planned({}, false)).toEqual(planned({}, true).filter((scenario) => scenario !== "fleet"));
  expect(said.join("")).toContain("PostgreSQL is not installed");
});

test("a file of thresholds that is wrong is refused with the place", () => {
  expect(() => parseBackoff("{", "g.json")).toThrow("g.json is not JSON");
  const wrong = JSON.stringify({ ...GATE, rules: { ...RULES, leastRounds: 1 } });
  expect(() => parseBackoff(wrong, "g.json")).toThrow("rules.leastRounds");
});
