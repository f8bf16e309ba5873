/** The page's tables. */
import { type BenchResult, type Figure, MODES, type ScenarioResult } from "../../figures/result.ts";
import { verdictOf } from "../../figures/judgement.ts";
import { type HistoryLine, historyCell, runTitle } from "../history.ts";
import { distributions } from "../../figures/samples.ts";
import { budgetText, intervalText, modeTitle, nameOf, noiseText, number, quantity, wanderText } from "../format.ts";
import { type Child, element, type Markup } from "./markup.ts";
import { modesTable, type ModeCell } from "../modes-table.ts";
import { type BudgetVerdict, isCount, isJudged } from "../select.ts";
import { verdictMark } from "./cards.ts";

/** The first cell of a row names it. */
function htmlTable(caption: string, header: readonly string[], rows: ReadonlyArray<readonly Child[]>): Markup {
  const body = rows.map(([name, ...cells]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name ?? ""),
      // A narrow screen shows each cell under its name.
      cells.map((cell, column) => element("td", { "data-label": header[column + 1] ?? "" }, cell)),
    ),
  );
  return element(
    "div",
    { class: "scroll" },
    element(
      "table",
      {},
      caption === "" ? [] : element("caption", {}, caption),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          header.map((name) => element("th", { scope: "col" }, name)),
        ),
      ),
      element("tbody", {}, body),
    ),
  );
}

const MEASURED = ["Figure", "Measured", "95 % interval", "n"];
const JUDGED = ["Budget", "Verdict"];

/** Says why not to lean on the figure. */
function noiseMark(figure: Figure, scenario: ScenarioResult, result: BenchResult): Child {
  const noise = isJudged(result) ? noiseText(figure, scenario) : "";
  return noise === "" ? [] : element("small", { class: "unsure" }, noise);
}

function measuredCells(name: string, figure: Figure, scenario: ScenarioResult, result: BenchResult): readonly Child[] {
  const { value, unit, interval, n } = figure;
  return [name, quantity(value, unit), [intervalText(interval), noiseMark(figure, scenario, result)], number(n)];
}

export function budgetTable(verdicts: readonly BudgetVerdict[], result: BenchResult): Markup {
  const rows = verdicts.map(({ scenario, figure }) => [
    ...measuredCells(`${scenario.scenario}: ${nameOf(figure)}`, figure, scenario, result),
    ...judged(figure, result),
  ]);
  return htmlTable("", [...MEASURED, ...JUDGED], rows);
}

function modeCell(cell: ModeCell | null): Child {
  if (cell === null) return "–";
  return [quantity(cell.value, cell.unit), element("small", {}, `n ${number(cell.n)}`)];
}

/** @returns null where nothing of it was measured */
export function modesHtmlTable(result: BenchResult): Markup | null {
  const { modes, rows } = modesTable(result);
  if (rows.length === 0) return null;
  return htmlTable(
    "",
    ["", ...modes.map((mode) => modeTitle(mode, result))],
    rows.map(({ label, cells }) => [label, ...cells.map(modeCell)]),
  );
}

/** A column for each run. */
export function historyTable(runs: readonly BenchResult[], lines: readonly HistoryLine[]): Markup {
  return htmlTable(
    "",
    ["Figure", ...runs.map(runTitle)],
    lines.map(({ name, figures }) => [name, ...figures.map(historyCell)]),
  );
}

/** A figure's budget and its verdict; empty where it has no budget. */
function judged(figure: Figure, result: BenchResult): readonly Child[] {
  const { budget, unit } = figure;
  const verdict = verdictOf(figure);
  if (budget === null || verdict === null) return ["", ""];
  return [budgetText(budget, unit), isJudged(result) ? verdictMark(verdict) : "not judged"];
}

function figureTable(figures: readonly Figure[], scenario: ScenarioResult, result: BenchResult): Child {
  if (figures.length === 0) return [];
  const hasBudgets = figures.some(({ budget }) => budget !== null);
  const rows = figures.map((figure) => [
    ...measuredCells(nameOf(figure), figure, scenario, result),
    ...(hasBudgets ? judged(figure, result) : []),
  ]);
  return htmlTable("Figures", [...MEASURED, ...(hasBudgets ? JUDGED : [])], rows);
}

/** Counts, a row each, the modes side by side. */
function countTable(groups: ReadonlyArray<readonly Figure[]>): Child {
  if (groups.length === 0) return [];
  const modes = MODES.filter((mode) => groups.flat().some((figure) => figure.mode === mode));
  const rows = groups.map((group) => [
    group[0]!.label,
    ...modes.map((mode) => {
      const found = group.find((figure) => figure.mode === mode);
      return found === undefined ? "" : quantity(found.value, found.unit);
    }),
  ]);
  return htmlTable("Counts", ["", ...modes], rows);
}

/** The percentiles of every series that has some. */
function seriesTable({ series }: ScenarioResult): Child {
  const measured = distributions(series);
  if (measured.length === 0) return [];
  const rows = measured.map((one) => {
    const { n, p50, p90, p99, p999, max } = one.summary;
    return [nameOf(one), one.unit, number(n), ...[p50, p90, p99, p999, max].map(number)];
  });
  return htmlTable("Samples", ["Series", "Unit", "n", "p50", "p90", "p99", "p99.9", "max"], rows);
}

/** A title that begins with the scenario's name stands under that name. */
function withoutName({ scenario, title }: ScenarioResult): string {
  return title.startsWith(`${scenario}: `) ? title.slice(scenario.length + 2) : title;
}

/** All that a scenario found. */
export function scenarioSection(scenario: ScenarioResult, result: BenchResult): Markup {
  const groups = [...Map.groupBy(scenario.figures, ({ id }) => id).values()];
  const [counts = [], others = []] = [true, false].map((wanted) =>
    groups.filter((group) => group.every(isCount) === wanted),
  );
  const notes = scenario.notes.map((note) => element("li", {}, note));
  return element(
    "section",
    {},
    element("p", {}, `${withoutName(scenario)}; durability ${scenario.durability}`),
    isJudged(result) && wanderText(scenario) !== ""
      ? element("p", { class: "unsure" }, `~ ${wanderText(scenario)}`)
      : [],
    seriesTable(scenario),
    figureTable(others.flat(), scenario, result),
    countTable(counts),
    scenario.notes.length === 0 ? [] : element("ul", { class: "note" }, notes),
  );
}
