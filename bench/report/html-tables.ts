/** The page's tables. */
import { type BenchResult, type Figure, MODES, type ScenarioResult } from "../results.ts";
import { summarize } from "../stats.ts";
import { budgetText, intervalText, nameOf, NOT_MEASURED, number, quantity } from "./format.ts";
import { type Child, element, type Markup } from "./markup.ts";
import { seedTable, type SeedCell } from "./seed-table.ts";
import { budgetVerdicts, isJudged, isWithin } from "./select.ts";

/** The first cell of a row names it. */
function htmlTable(caption: string, header: readonly string[], rows: ReadonlyArray<readonly Child[]>): Markup {
  const body = rows.map(([name, ...cells]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name ?? ""),
      cells.map((cell) => element("td", {}, cell)),
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

function verdictMark(isKept: boolean): Markup {
  return element("span", { class: isKept ? "kept" : "missed" }, isKept ? "✓ holds" : "✗ missed");
}

const MEASURED = ["Figure", "Measured", "95 % interval", "n"];
const JUDGED = ["Budget", "Verdict"];

function measuredCells(name: string, { value, unit, interval, n }: Figure): readonly Child[] {
  return [name, quantity(value, unit), intervalText(interval), number(n)];
}

export function budgetTable(result: BenchResult): Markup {
  const rows = budgetVerdicts(result).map(({ scenario, figure }) => [
    ...measuredCells(`${scenario.scenario}: ${nameOf(figure)}`, figure),
    ...judged(figure, result),
  ]);
  return htmlTable("", [...MEASURED, ...JUDGED], rows);
}

function seedCell(cell: SeedCell | null): Child {
  if (cell === null) return element("span", { class: "unmeasured" }, NOT_MEASURED);
  return [quantity(cell.value, cell.unit), element("small", {}, `n ${number(cell.n)}`)];
}

export function seedHtmlTable(result: BenchResult): Markup {
  const rows = seedTable(result).map(({ label, cells }) => [label, ...cells.map(seedCell)]);
  return htmlTable("", ["", ...MODES], rows);
}

/** What a figure's budget says of it; nothing where no figure of the table has one. */
function judged({ budget, value, unit }: Figure, result: BenchResult): readonly Child[] {
  if (budget === null) return ["", ""];
  return [budgetText(budget, unit), isJudged(result) ? verdictMark(isWithin(budget, value)) : "not judged"];
}

function figureTable(figures: readonly Figure[], result: BenchResult): Child {
  if (figures.length === 0) return [];
  const hasBudgets = figures.some(({ budget }) => budget !== null);
  const rows = figures.map((figure) => [
    ...measuredCells(nameOf(figure), figure),
    ...(hasBudgets ? judged(figure, result) : []),
  ]);
  return htmlTable("Figures", [...MEASURED, ...(hasBudgets ? JUDGED : [])], rows);
}

/** A count in one mode, which has neither an interval nor a budget. */
function isCount({ mode, value, interval, budget }: Figure): boolean {
  return mode !== null && Number.isInteger(value) && interval === null && budget === null;
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

/** The percentiles of every series; one with a single sample a trial is what a figure was drawn from. */
function seriesTable({ series }: ScenarioResult): Child {
  const measured = series.filter(({ trials }) => trials.some((trial) => trial.length > 1));
  if (measured.length === 0) return [];
  const rows = measured.map((one) => {
    const { n, p50, p90, p99, p999, max } = summarize(one.trials.flat());
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
    element("h3", {}, scenario.scenario),
    element("p", {}, `${withoutName(scenario)}; durability ${scenario.durability}`),
    seriesTable(scenario),
    figureTable(others.flat(), result),
    countTable(counts),
    scenario.notes.length === 0 ? [] : element("ul", { class: "note" }, notes),
  );
}
