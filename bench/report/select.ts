/** Finds the series and figures of a chart or a table. A missing one was not measured, which is not an error. */
import { type Verdict, verdictOf, wanderOf } from "../figures/judgement.ts";
import type { BenchResult, Budget, Figure, Mode, ScenarioResult, Series } from "../figures/result.ts";

export function allFigures(result: BenchResult): readonly Figure[] {
  return result.scenarios.flatMap(({ figures }) => figures);
}

export function seriesOf(result: BenchResult, id: string, mode: Mode | null): Series | undefined {
  return result.scenarios.flatMap(({ series }) => series).find((series) => series.id === id && series.mode === mode);
}

/** The samples of a series over all its trials; undefined where there are none. */
export function samplesOf(result: BenchResult, id: string, mode: Mode | null): readonly number[] | undefined {
  const samples = seriesOf(result, id, mode)?.trials.flat();
  return samples === undefined || samples.length === 0 ? undefined : samples;
}

export function figureOf(result: BenchResult, id: string, mode: Mode | null): Figure | undefined {
  return allFigures(result).find((figure) => figure.id === id && figure.mode === mode);
}

export function scenarioOf(result: BenchResult, name: string): ScenarioResult | undefined {
  return result.scenarios.find(({ scenario }) => scenario === name);
}

/** The figures whose id is the given one and a number, as `drain.rate.10000`, by that number. */
export function figuresByBacklog(
  result: BenchResult,
  id: string,
): ReadonlyArray<{ readonly backlog: number; readonly figure: Figure }> {
  return allFigures(result)
    .filter((figure) => figure.id.startsWith(`${id}.`))
    .map((figure) => ({ backlog: Number(figure.id.slice(id.length + 1)), figure }))
    .filter(({ backlog }) => Number.isInteger(backlog) && backlog > 0)
    .toSorted((a, b) => a.backlog - b.backlog);
}

/** A plain count in one mode, which has neither an interval nor a budget. */
export function isCount({ mode, value, interval, budget }: Figure): boolean {
  return mode !== null && Number.isInteger(value) && interval === null && budget === null;
}

export interface BudgetVerdict {
  readonly scenario: ScenarioResult;
  readonly figure: Figure;
  readonly budget: Budget;
  readonly verdict: Verdict;
}

/** Every figure with a budget, and its verdict. */
export function budgetVerdicts(result: BenchResult): readonly BudgetVerdict[] {
  return result.scenarios.flatMap((scenario) =>
    scenario.figures.flatMap((figure) =>
      figure.budget === null ? [] : [{ scenario, figure, budget: figure.budget, verdict: verdictOf(figure)! }],
    ),
  );
}

/** The scenarios during which the machine itself changed. */
export function wanderedScenarios({ scenarios }: BenchResult): readonly ScenarioResult[] {
  return scenarios.filter((scenario) => wanderOf(scenario) !== null);
}

/** The figures of a smoke run mean nothing: it shows that everything runs and ends right. */
export function isJudged(result: BenchResult): boolean {
  return result.size !== "smoke";
}
