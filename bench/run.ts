/** A run of scenarios: each is measured, shown and written in turn. */
import { tmpdir } from "node:os";
import { errorMessage, HiveError } from "../src/base/errors.ts";
import type { Io } from "./command/io.ts";
import { readResult } from "./figures/read-result.ts";
import { verdictOf, withJudgements } from "./figures/judgement.ts";
import { resultFile } from "./figures/result-file.ts";
import type { BenchResult, Figure, ScenarioResult } from "./figures/result.ts";
import { withoutSamples } from "./figures/samples.ts";
import { type BenchFlags, type Choices, choicesOf, chosenScenarios } from "./command/flags.ts";
import { graceOver, Interrupted, interruptible } from "./command/interrupt.ts";
import { Progress } from "./command/progress.ts";
import type { Scenario, ScenarioContext } from "./harness/scenario.ts";
import { readEnvironment } from "./machine/environment.ts";
import { timeEmptyScript } from "./machine/steadiness.ts";
import { renderComparison } from "./report/compare.ts";
import { environmentText } from "./report/format.ts";
import { renderHtml } from "./report/page/page.ts";
import { renderPlots } from "./report/plot.ts";
import { renderModesTable } from "./report/modes-table.ts";
import { renderScenario } from "./report/table.ts";

/**
 * @param all the scenarios that there are
 * @param names those that are measured; none means all
 * @throws HIVE_INVALID_OPTION, HIVE_BENCH_FAILED, HIVE_BUDGET_MISSED, HIVE_CANCELLED
 */
export async function runScenarios(
  all: readonly Scenario[],
  names: readonly string[],
  flags: BenchFlags,
  io: Io,
): Promise<void> {
  const scenarios = chosenScenarios(all, names);
  const choices = choicesOf(flags);
  if (flags.list === true) {
    for (const { name, summary } of scenarios) io.out(`${name.padEnd(20)}${summary}\n`);
    return;
  }
  await interruptible((signal) => measure(scenarios, { ...choices, signal }, flags, io));
}

/** Runs the scenarios one after the other. The findings are shown and written after each. */
async function measure(
  scenarios: readonly Scenario[],
  choices: Choices & Pick<ScenarioContext, "signal">,
  { json, samples, html, compare }: BenchFlags,
  io: Io,
): Promise<void> {
  const { size, fault, intervalsMs } = choices;
  // Before anything is measured, so that a wrong file costs no time.
  const before = compare === undefined ? null : readResult(compare);
  const writeJson = resultFile("--json", json);
  const writeHtml = resultFile("--html", html);
  const progress = new Progress(process.stderr);
  const environment = readEnvironment(tmpdir());
  const found: ScenarioResult[] = [];
  const resultSoFar = (): BenchResult => ({ version: 3, size, intervalsMs, environment, scenarios: found });
  io.out(`${environmentText(environment)}\n\n`);
  let emptyMs = await timeEmptyScript(choices.signal);
  for (const scenario of scenarios) {
    const context = { ...choices, progress: (text: string) => progress.show(text) };
    const beganMs = performance.now();
    const measured = await runScenario(scenario, context, () => progress.clear());
    const tookSeconds = Math.round((performance.now() - beganMs) / 1000);
    const lastMs = emptyMs;
    emptyMs = await timeEmptyScript(choices.signal);
    const one = { ...measured, emptyScriptMs: [lastMs, emptyMs] as const };
    found.push(fault === undefined ? one : withNote(one, `The workers were made wrong on purpose: ${fault}.`));
    const kept = samples === true ? resultSoFar() : withoutSamples(resultSoFar());
    writeJson?.(`${JSON.stringify(withJudgements(kept), null, 2)}\n`);
    writeHtml?.(renderHtml(resultSoFar()));
    io.out(`${renderScenario(found.at(-1)!, size !== "smoke")}\n${scenario.name} took ${tookSeconds} s\n\n`);
  }
  const result = resultSoFar();
  const modes = renderModesTable(result);
  if (modes !== "") io.out(`${modes}\n`);
  io.out(`${renderPlots(result, { width: process.stdout.columns ?? 100, color: io.isTTY })}\n`);
  if (before !== null) io.out(`${renderComparison(before, result)}\n`);
  // A smoke run shows that everything runs and ends right; its figures mean nothing.
  if (size !== "smoke") judge(found.flatMap(({ figures }) => figures));
}

/** @throws HIVE_CANCELLED after a signal, HIVE_BENCH_FAILED when the scenario fails or its end is wrong */
async function runScenario(scenario: Scenario, context: ScenarioContext, onEnd: () => void): Promise<ScenarioResult> {
  try {
    return await Promise.race([scenario.run(context), graceOver(context.signal)]);
  } catch (error) {
    if (context.signal.aborted) {
      throw new Interrupted(`${scenario.name} was interrupted; the results before it are kept`);
    }
    throw new HiveError("HIVE_BENCH_FAILED", `${scenario.name}: ${errorMessage(error)}`, { cause: error });
  } finally {
    onEnd();
  }
}

function withNote(result: ScenarioResult, note: string): ScenarioResult {
  return { ...result, notes: [...result.notes, note] };
}

/** @throws HIVE_BUDGET_MISSED */
function judge(figures: readonly Figure[]): void {
  const missed = figures.filter((figure) => verdictOf(figure) === "missed");
  if (missed.length === 0) return;
  const names = missed.map(({ id, mode }) => (mode === null ? id : `${id} (${mode})`)).join(", ");
  throw new HiveError("HIVE_BUDGET_MISSED", `${missed.length} of the figures missed their budgets: ${names}`);
}
