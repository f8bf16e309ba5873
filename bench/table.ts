/** Results as plain tables. */
import { table } from "../src/cli/render.ts";
import type { Environment, Figure, ScenarioResult, Series } from "./results.ts";
import { MODES } from "./results.ts";
import { intervalText, number } from "./report/format.ts";
import { isWithin } from "./report/select.ts";
import { summarize } from "./stats.ts";

export function isWithinBudget({ value, budget }: Figure): boolean {
  return budget === null || isWithin(budget, value);
}

export function renderEnvironment(environment: Environment): string {
  const { cpu, cores, memoryGiB, kernel, fileSystem, bun, sqlite, commit, startedAt } = environment;
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB; ${kernel}, ${fileSystem}; Bun ${bun}, SQLite ${sqlite}; hive ${commit}, ${startedAt}\n`;
}

/** @param isJudged whether figures are held against their budgets: those of a smoke run mean nothing */
export function renderScenario(result: ScenarioResult, isJudged: boolean): string {
  const { title, durability, figures, series, notes } = result;
  const groups = [...Map.groupBy(figures, ({ id }) => id).values()];
  const parts = [
    `${title}; durability ${durability}`,
    figureTable(groups.filter((group) => !group.every(isCount)).flat(), isJudged),
    countTable(groups.filter((group) => group.every(isCount))),
    latencyTable(series),
    notes.map((note) => `- ${note}`).join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** A plain count in one mode. */
function isCount({ budget, interval, mode, value }: Figure): boolean {
  return budget === null && interval === null && mode !== null && Number.isInteger(value);
}

function budgetText({ budget, unit }: Figure): string {
  if (budget === null) return "";
  return "most" in budget ? `≤ ${number(budget.most)} ${unit}` : `≥ ${number(budget.least)} ${unit}`;
}

function verdict(figure: Figure, isJudged: boolean): string {
  if (figure.budget === null || !isJudged) return "";
  return isWithinBudget(figure) ? "holds" : "MISSED";
}

function figureTable(figures: readonly Figure[], isJudged: boolean): string {
  if (figures.length === 0) return "";
  const rows = figures.map((figure) => [
    figure.label,
    figure.mode ?? "",
    `${number(figure.value)} ${figure.unit}`,
    intervalText(figure.interval),
    number(figure.n),
    budgetText(figure),
    verdict(figure, isJudged),
  ]);
  return table(["FIGURE", "MODE", "MEASURED", "95 % INTERVAL", "N", "BUDGET", ""], rows).trimEnd();
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

/** Percentiles of every series with more than a sample a trial: the others are what a figure was drawn from. */
function latencyTable(series: readonly Series[]): string {
  const distributions = series.filter(({ trials }) => trials.some((samples) => samples.length > 1));
  if (distributions.length === 0) return "";
  const rows = distributions.map(({ label, mode, unit, trials }) => {
    const { n, p50, p90, p99, p999, max } = summarize(trials.flat());
    return [label, mode ?? "", ...[p50, p90, p99, p999, max].map((value) => value.toFixed(3)), unit, number(n)];
  });
  return table(["SAMPLES", "MODE", "P50", "P90", "P99", "P99.9", "MAX", "UNIT", "N"], rows).trimEnd();
}
