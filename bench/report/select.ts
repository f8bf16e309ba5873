/** Finds what a chart or a table shows in a result. What was not measured is not found, and is no error. */
import type { BenchResult, Budget, Figure, Mode, ScenarioResult, Series } from "../results.ts";

export function allSeries(result: BenchResult): readonly Series[] {
  return result.scenarios.flatMap(({ series }) => series);
}

export function allFigures(result: BenchResult): readonly Figure[] {
  return result.scenarios.flatMap(({ figures }) => figures);
}

/** The samples of a series over all its trials; undefined where there are none. */
export function samplesOf(result: BenchResult, id: string, mode: Mode | null): readonly number[] | undefined {
  const samples = allSeries(result)
    .find((series) => series.id === id && series.mode === mode)
    ?.trials.flat();
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

export function isWithin(budget: Budget, value: number): boolean {
  return "most" in budget ? value <= budget.most : value >= budget.least;
}

export interface BudgetVerdict {
  readonly scenario: ScenarioResult;
  readonly figure: Figure;
  readonly budget: Budget;
  readonly isKept: boolean;
}

/** Every figure that has a budget, and whether it keeps it. */
export function budgetVerdicts(result: BenchResult): readonly BudgetVerdict[] {
  return result.scenarios.flatMap((scenario) =>
    scenario.figures.flatMap((figure) =>
      figure.budget === null
        ? []
        : [{ scenario, figure, budget: figure.budget, isKept: isWithin(figure.budget, figure.value) }],
    ),
  );
}

/** The figures of a smoke run mean nothing: it shows that everything runs and ends right. */
export function isJudged(result: BenchResult): boolean {
  return result.size !== "smoke";
}
