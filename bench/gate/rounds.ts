import { appendFileSync } from "node:fs";
import type { Io } from "../command/io.ts";
import { errorMessage, HiveError } from "../../src/base/errors.ts";
import { type Broken, type GateReport, isFinal, judge, type Judgement, lookLevel, outcomeOf } from "./judge.ts";
import type { Gate, GatePlan } from "./thresholds.ts";
import { annotations, failures, jobSummary, renderGate, TOO_NOISY_HINT, undecided } from "./text.ts";
import { withinSeconds } from "./within-seconds.ts";
import type { WriteResult } from "../figures/result-file.ts";
import type { Environment, ScenarioResult } from "../figures/result.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";

export interface GateOptions {
  /** Those that the gate's plans name; more do no harm. */
  readonly scenarios: readonly Scenario[];
  readonly gate: Gate;
  readonly environment: Environment;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** The scenarios' context beside the gate's own choices, such as a fault. */
  readonly context?: Partial<ScenarioContext>;
  /** The fault that is built in on purpose, for the report. @default none */
  readonly fault?: string | null;
  /** @default performance.now */
  readonly nowMs?: () => number;
}

/** The findings of the rounds so far; all else is derived from them. */
interface Found {
  readonly results: ReadonlyMap<string, ScenarioResult[]>;
  readonly broken: Broken[];
}

/**
 * Measures in rounds until every threshold is decided. A round runs each scenario that has an undecided threshold once,
 * so that the scenarios are interleaved. A lost, doubled, missing or broken entry ends the run at once. Any other
 * failure ends it after the round.
 * @throws the signal's reason when it is aborted
 */
export async function runGate(options: GateOptions): Promise<GateReport> {
  const { gate, environment, fault = null, nowMs = () => performance.now() } = options;
  const { plans, rules } = gate;
  const startedMs = nowMs();
  const secondsSoFar = (): number => (nowMs() - startedMs) / 1000;
  const found: Found = { results: new Map(plans.map(({ scenario }) => [scenario, []])), broken: [] };
  let rounds = 0;
  // However slow: fewer rounds than a look takes would have been measured in vain.
  const hasTime = (): boolean => rounds < rules.leastRounds || secondsSoFar() < rules.seconds;
  while (rounds < rules.mostRounds && hasTime()) {
    rounds += 1;
    await measureRound(options, found, rounds);
    const judgements = judgeAll(gate, found);
    if (outcomeOf(judgements) !== "too-noisy") break;
  }
  const judgements = judgeAll(gate, found);
  return {
    version: 1,
    outcome: outcomeOf(judgements),
    judgements,
    broken: found.broken,
    level: lookLevel(rules),
    rounds,
    seconds: secondsSoFar(),
    fault,
    environment,
  };
}

async function measureRound(options: GateOptions, found: Found, round: number): Promise<void> {
  for (const plan of options.gate.plans) {
    const { scenario } = plan;
    if (judgePlan(plan, options.gate, found).every(({ verdict }) => verdict !== "undecided")) continue;
    try {
      found.results.get(scenario)!.push(await measure(options, plan, round));
    } catch (error) {
      options.signal.throwIfAborted();
      found.broken.push({ scenario, message: errorMessage(error) });
    }
    if (judgePlan(plan, options.gate, found).some(isFinal)) return;
  }
}

/** Runs one scenario once. @throws when it fails, its end state is wrong, or it takes too long */
async function measure(options: GateOptions, plan: GatePlan, round: number): Promise<ScenarioResult> {
  const { scenarios, gate, context = {}, progress } = options;
  const scenario = scenarios.find(({ name }) => name === plan.scenario);
  if (scenario === undefined) throw new Error(`there is no scenario ${plan.scenario}`);
  return await withinSeconds(gate.rules.scenarioSeconds, options.signal, (signal) =>
    scenario.run({
      ...context,
      size: "quick",
      trials: 1,
      modes: plan.modes,
      progress: (text) => progress(`round ${round}: ${text}`),
      signal,
    }),
  );
}

function judgeAll(gate: Gate, found: Found): readonly Judgement[] {
  return gate.plans.flatMap((plan) => judgePlan(plan, gate, found));
}

function judgePlan({ scenario, thresholds }: GatePlan, { rules }: Gate, { results, broken }: Found): Judgement[] {
  const message = broken.find((one) => one.scenario === scenario)?.message ?? null;
  return thresholds.map((threshold) => judge(scenario, threshold, results.get(scenario)!, message, rules));
}

export interface GateCommandOptions extends GateOptions {
  readonly io: Io;
  /** Clears the progress line before the report is printed. @default nothing */
  readonly clearProgress?: () => void;
  /** Takes the report as JSON. @default none */
  readonly writeJson?: WriteResult | null;
}

/**
 * Runs the gate and says what it found: a table, and on GitHub Actions annotations and a job summary.
 * @throws HIVE_GATE_FAILED, HIVE_GATE_TOO_NOISY, and the signal's reason when it is aborted
 */
export async function gateCommand(options: GateCommandOptions): Promise<void> {
  const { io, clearProgress, writeJson } = options;
  let report: GateReport;
  try {
    report = await runGate(options);
  } finally {
    clearProgress?.();
  }
  writeJson?.(`${JSON.stringify(report, null, 2)}\n`);
  io.out(renderGate(report));
  if (io.env["GITHUB_ACTIONS"] === "true") io.out(annotations(report));
  const summaryPath = io.env["GITHUB_STEP_SUMMARY"];
  if (summaryPath !== undefined && summaryPath !== "") appendFileSync(summaryPath, jobSummary(report));
  throwUnlessPassed(report);
}

function throwUnlessPassed(report: GateReport): void {
  if (report.outcome === "fail") {
    throw new HiveError("HIVE_GATE_FAILED", `${failures(report)} of ${report.judgements.length} thresholds failed`);
  }
  if (report.outcome === "too-noisy") {
    const message = `too noisy to tell: ${undecided(report)} of ${report.judgements.length} thresholds are undecided`;
    throw new HiveError("HIVE_GATE_TOO_NOISY", `${message} after ${report.rounds} rounds`, { hint: TOO_NOISY_HINT });
  }
}
