/** Results as plain tables. */
import { table } from "../../src/base/text/table.ts";
import type { Figure, ScenarioResult, Series } from "../figures/result.ts";
import { verdictOf } from "../figures/judgement.ts";
import { MODES } from "../figures/result.ts";
import { distributions } from "../figures/samples.ts";
import { budgetText, intervalText, noiseText, number, wanderText } from "./format.ts";
import { isCount } from "./select.ts";

/** Whether the figure does not surely miss its budget. */
export function isWithinBudget(figure: Figure): boolean {
  return verdictOf(figure) !== "missed";
}

/** @param isJudged whether figures are held against their budgets: those of a smoke run mean nothing */
export function renderScenario(result: ScenarioResult, isJudged: boolean): string {
  const { title, durability, figures, series, notes } = result;
  const groups = [...Map.groupBy(figures, ({ id }) => id).values()];
  const parts = [
    `${title}; durability ${durability}`,
    isJudged ? wanderText(result) : "",
    figureTable(groups.filter((group) => !group.every(isCount)).flat(), result, isJudged),
    countTable(groups.filter((group) => group.every(isCount))),
    latencyTable(series),
    notes.map((note) => `- ${note}`).join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function verdict(figure: Figure, isJudged: boolean): string {
  if (figure.budget === null || !isJudged) return "";
  const found = verdictOf(figure)!;
  return found === "missed" ? "MISSED" : found;
}

function figureTable(figures: readonly Figure[], scenario: ScenarioResult, isJudged: boolean): string {
  if (figures.length === 0) return "";
  const rows = figures.map((figure) => [
    figure.label,
    figure.mode ?? "",
    `${number(figure.value)} ${figure.unit}`,
    intervalText(figure.interval),
    number(figure.n),
    figure.budget === null ? "" : budgetText(figure.budget, figure.unit),
    verdict(figure, isJudged),
    isJudged ? noiseText(figure, scenario) : "",
  ]);
  return table(["FIGURE", "MODE", "MEASURED", "95 % INTERVAL", "N", "BUDGET", "", ""], rows).trimEnd();
}

/** Counts by mode, a row each. */
function countTable(groups: ReadonlyArray<readonly Figure[]>): string {
  if (groups.length === 0) return "";
  const modes = MODES.filter((mode) => groups.flat().some((figure) => figure.mode === mode));
  const rows = groups.map((group) => [
    group[0]!.label,
    ...modes.map((mode) => {
      const found = group.find((figure) => figure.mode === mode);
      return found === undefined ? "" : number(found.value);
    }),
    group[0]!.unit,
  ]);
  return table(["COUNT", ...modes, ""], rows).trimEnd();
}

/** The percentiles of every series that has some. */
function latencyTable(series: readonly Series[]): string {
  const measured = distributions(series);
  if (measured.length === 0) return "";
  const rows = measured.map(({ label, mode, unit, summary: { n, p50, p90, p99, p999, max } }) => {
    return [label, mode ?? "", ...[p50, p90, p99, p999, max].map((value) => value.toFixed(3)), unit, number(n)];
  });
  return table(["SAMPLES", "MODE", "P50", "P90", "P99", "P99.9", "MAX", "UNIT", "N"], rows).trimEnd();
}
