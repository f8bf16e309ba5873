/** The reliability and the verdict of a figure, for terminal, page, documents and JSON. */
import type { BenchResult, Budget, Figure, ScenarioResult } from "./result.ts";

/** `not known`: the interval lies on both sides of the bound, so that another run might say otherwise. */
export type Verdict = "holds" | "missed" | "not known";

/** @returns null for a figure without a budget */
export function verdictOf({ value, interval, budget }: Figure): Verdict | null {
  if (budget === null) return null;
  const [low, high] = interval ?? [value, value];
  if (isWithin(budget, low) && isWithin(budget, high)) return "holds";
  return isWithin(budget, low) || isWithin(budget, high) ? "not known" : "missed";
}

function isWithin(budget: Budget, value: number): boolean {
  return "most" in budget ? value <= budget.most : value >= budget.least;
}

/** An interval is wide where it spans more than this part of its value. */
const WIDE = 0.5;
/** A machine wandered where its empty script took so much longer after a scenario than before it, or the other way. */
const WANDERED = 1.2;

/** A reason not to lean on a figure. */
export type Noise = "wide interval" | "the machine wandered";

/** @returns null where the machine was steady, or was not watched */
export function wanderOf({ emptyScriptMs }: Pick<ScenarioResult, "emptyScriptMs">): number | null {
  if (emptyScriptMs === undefined) return null;
  const ratio = Math.max(...emptyScriptMs) / Math.min(...emptyScriptMs);
  return ratio > WANDERED ? ratio : null;
}

/** A count is never called noisy: the machine changes nothing about it. */
export function noiseOf({ value, interval }: Figure, scenario: Pick<ScenarioResult, "emptyScriptMs">): Noise[] {
  const isCount = interval === null && Number.isInteger(value);
  const isWide = interval !== null && interval[1] - interval[0] > WIDE * Math.abs(value);
  return [
    ...(isWide ? (["wide interval"] as const) : []),
    ...(isCount || wanderOf(scenario) === null ? [] : (["the machine wandered"] as const)),
  ];
}

/** The result with the verdict and the noise of each figure written out, for programs that read the JSON. */
export function withJudgements(result: BenchResult): object {
  const scenarios = result.scenarios.map((scenario) => ({
    ...scenario,
    figures: scenario.figures.map((figure) => ({
      ...figure,
      verdict: result.size === "smoke" ? null : verdictOf(figure),
      noise: noiseOf(figure, scenario),
    })),
  }));
  return { ...result, scenarios };
}
