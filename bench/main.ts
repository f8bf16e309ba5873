/** A run of the harness: `hive bench` and `bun run bench` come here. */
import { tmpdir } from "node:os";
import type { BenchFlags, RunBench } from "../src/cli/bench.ts";
import type { Io } from "../src/cli/io.ts";
import { errorMessage, HiveError } from "../src/base/errors.ts";
import { drainTwice } from "./drains.ts";
import { readEnvironment } from "./environment.ts";
import { type Fault, FAULTS } from "./faults.ts";
import { gateDrain } from "./gate-drain.ts";
import { readGate } from "./gate-file.ts";
import { gateCommand } from "./gate-run.ts";
import { memoryDirectory } from "./memory-directory.ts";
import { Progress } from "./progress.ts";
import { type BenchResult, type Figure, MODES, type ScenarioResult, type Size } from "./results.ts";
import { resultFile } from "./result-file.ts";
import { releaseAll } from "./rig.ts";
import type { Scenario, ScenarioContext } from "./scenario.ts";
import { SCENARIOS } from "./scenarios/all.ts";
import { gateLatency } from "./scenarios/latency.ts";
import { renderComparison } from "./report/compare.ts";
import { renderHtml } from "./report/html.ts";
import { renderPlots } from "./report/plot.ts";
import { readResult } from "./report/read-result.ts";
import { renderSeedTable } from "./report/seed-table.ts";
import { isWithinBudget, renderEnvironment, renderScenario } from "./table.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** So long a scenario may take to stop its own processes after Ctrl+C. */
const GRACE_MS = 2000;

export const runBench: RunBench = (names, flags, io) =>
  flags.gate === true ? runGate(names, flags, io) : runScenarios(SCENARIOS, names, flags, io);

const GATE_MIN_FREE_BYTES = 1024 ** 3;

/**
 * Where the gate measures: in memory where there is room, unless TMPDIR says otherwise. It judges hive, and a disk has
 * states of its own: on ext4 without a journal a new file cost up to 0.7 ms for minutes after many were deleted, 23 µs
 * before.
 */
export function gateDirectory(env: Io["env"]): string {
  return env["TMPDIR"] || (memoryDirectory(GATE_MIN_FREE_BYTES) ?? tmpdir());
}

const GATE_FORMS: readonly Scenario[] = [
  gateLatency,
  gateDrain((context, entries, isFloorFirst) => drainTwice("fresh", entries, isFloorFirst, context)),
];

/** The scenarios of the gate: those that would take long in a form that takes seconds. */
export const GATE_SCENARIOS: readonly Scenario[] = SCENARIOS.map(
  (scenario) => GATE_FORMS.find(({ name }) => name === scenario.name) ?? scenario,
);

async function runGate(names: readonly string[], flags: BenchFlags, io: Io): Promise<void> {
  if (names.length > 0) {
    throw new HiveError("HIVE_INVALID_OPTION", "the gate chooses its scenarios by itself", {
      hint: "its thresholds are in bench/gate.json",
    });
  }
  const { fault } = contextOf(flags);
  const writeJson = resultFile("--json", flags.json);
  process.env["TMPDIR"] = gateDirectory(io.env);
  const progress = new Progress(process.stderr);
  await interruptible((signal) =>
    gateCommand({
      scenarios: GATE_SCENARIOS,
      gate: readGate(),
      environment: readEnvironment(tmpdir()),
      signal,
      progress: (text) => progress.show(text),
      clearProgress: () => progress.clear(),
      context: { fault },
      fault: fault ?? null,
      io,
      writeJson,
    }),
  );
}

/** @param all the scenarios that there are */
export async function runScenarios(
  all: readonly Scenario[],
  names: readonly string[],
  flags: BenchFlags,
  io: Io,
): Promise<void> {
  const scenarios = chosen("scenario", all, names, ({ name }) => name);
  const context = contextOf(flags);
  if (flags.list === true) {
    for (const { name, summary } of scenarios) io.out(`${name.padEnd(20)}${summary}\n`);
    return;
  }
  await interruptible((signal) => measure(scenarios, { ...context, signal }, flags, io));
}

/** Whatever ends this process, its workers and directories go first. */
async function interruptible(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interrupted = new AbortController();
  const onSignal = (): void => {
    if (interrupted.signal.aborted) process.exit(new Interrupted().exitCode);
    interrupted.abort(new Interrupted());
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  process.on("exit", releaseAll);
  try {
    await run(interrupted.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
    releaseAll();
    process.off("exit", releaseAll);
  }
}

class Interrupted extends HiveError {
  constructor(what = "the benchmark was interrupted") {
    super("HIVE_CANCELLED", what);
  }
}

type Choices = Omit<ScenarioContext, "signal" | "progress">;

/** @throws HIVE_INVALID_OPTION */
function contextOf(flags: BenchFlags): Choices {
  const size: Size = flags.smoke === true ? "smoke" : flags.quick === true ? "quick" : "full";
  const modes = chosen("mode", MODES, flags.mode, (mode) => mode);
  const [fault] = flags.fault === undefined ? [] : chosen<Fault>("fault", FAULTS, [flags.fault], (name) => name);
  const trials = flags.trials === undefined ? null : Number(flags.trials);
  if (trials !== null && (!Number.isInteger(trials) || trials < 1)) {
    throw new HiveError("HIVE_INVALID_OPTION", `--trials must be 1 or more, not ${JSON.stringify(flags.trials)}`);
  }
  return { size, isLong: flags.full === true, modes, trials, fault };
}

/** Those that were named, in the order of `all`; all of them when none was. @throws HIVE_INVALID_OPTION */
function chosen<T>(
  kind: string,
  all: readonly T[],
  names: readonly string[],
  nameOf: (one: T) => string,
): readonly T[] {
  const known = all.map(nameOf);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new HiveError("HIVE_INVALID_OPTION", `no ${kind} ${JSON.stringify(unknown)}; there are ${known.join(", ")}`);
  }
  return names.length === 0 ? all : all.filter((one) => names.includes(nameOf(one)));
}

/** Runs the scenarios one after the other; what is found is shown and written after each. */
async function measure(
  scenarios: readonly Scenario[],
  choices: Choices & Pick<ScenarioContext, "signal">,
  { json, html, compare }: BenchFlags,
  io: Io,
): Promise<void> {
  const { size, fault } = choices;
  // Before anything is measured, so that a wrong file costs no time.
  const before = compare === undefined ? null : readResult(compare);
  const writeJson = resultFile("--json", json);
  const writeHtml = resultFile("--html", html);
  const progress = new Progress(process.stderr);
  const environment = readEnvironment(tmpdir());
  const results: ScenarioResult[] = [];
  io.out(`${renderEnvironment(environment)}\n`);
  for (const scenario of scenarios) {
    const found = await runScenario(scenario, { ...choices, progress: (text) => progress.show(text) }, () =>
      progress.clear(),
    );
    results.push(fault === undefined ? found : withNote(found, `The workers were made wrong on purpose: ${fault}.`));
    const result: BenchResult = { version: 2, size, environment, scenarios: results };
    writeJson?.(`${JSON.stringify(result, null, 2)}\n`);
    writeHtml?.(renderHtml(result));
    io.out(`${renderScenario(results.at(-1)!, size !== "smoke")}\n`);
  }
  const result: BenchResult = { version: 2, size, environment, scenarios: results };
  io.out(`${renderSeedTable(result)}\n`);
  io.out(`${renderPlots(result, { width: process.stdout.columns ?? 100, color: io.isTTY })}\n`);
  if (before !== null) io.out(`${renderComparison(before, result)}\n`);
  // A smoke run shows that everything runs and ends right; its figures mean nothing.
  if (size !== "smoke") judge(results.flatMap(({ figures }) => figures));
}

/** @throws HIVE_CANCELLED after a signal, HIVE_BENCH_FAILED when the scenario fails or its end is wrong */
async function runScenario(scenario: Scenario, context: ScenarioContext, onEnd: () => void): Promise<ScenarioResult> {
  try {
    return await Promise.race([scenario.run(context), graceOver(context.signal)]);
  } catch (error) {
    if (context.signal.aborted) {
      throw new Interrupted(`${scenario.name} was interrupted; what was measured before it is kept`);
    }
    throw new HiveError("HIVE_BENCH_FAILED", `${scenario.name}: ${errorMessage(error)}`, { cause: error });
  } finally {
    onEnd();
  }
}

/** Rejects a while after the signal, for a scenario that does not heed it; it never resolves. */
async function graceOver(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => void setTimeout(() => reject(signal.reason as Error), GRACE_MS);
  signal.addEventListener("abort", onAbort, { once: true });
  return await promise;
}

function withNote(result: ScenarioResult, note: string): ScenarioResult {
  return { ...result, notes: [...result.notes, note] };
}

/** @throws HIVE_BUDGET_MISSED */
function judge(figures: readonly Figure[]): void {
  const missed = figures.filter((figure) => !isWithinBudget(figure));
  if (missed.length === 0) return;
  const names = missed.map(({ id, mode }) => (mode === null ? id : `${id} (${mode})`)).join(", ");
  throw new HiveError("HIVE_BUDGET_MISSED", `${missed.length} of the figures missed their budgets: ${names}`);
}
