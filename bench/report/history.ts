/** The figures that are worth following over several runs: those of the first screen, and those that have a budget. */
import { table } from "../../src/base/text/table.ts";
import type { BenchResult, Figure } from "../figures/result.ts";
import { differences } from "./compare.ts";
import { nameOf, quantity, timeText } from "./format.ts";
import { headlines } from "./headlines.ts";
import { figureOf } from "./select.ts";

export interface HistoryLine {
  readonly name: string;
  /** One for each run; null where a run has not measured it. */
  readonly figures: ReadonlyArray<Figure | null>;
  readonly isHeadline: boolean;
}

/** @param runs the newest last: its figures are looked for in the others */
export function history(runs: readonly BenchResult[]): readonly HistoryLine[] {
  const newest = runs.at(-1)!;
  const shown = headlines(newest).filter(({ figure: { unit } }) => unit !== "");
  const keys = new Set(shown.map(({ figure }) => keyOf(figure)));
  const bounded = newest.scenarios
    .flatMap(({ figures }) => figures)
    .filter((figure) => figure.budget !== null && figure.unit !== "entries" && !keys.has(keyOf(figure)));
  const found = (figure: Figure) =>
    runs.map((run) => {
      const other = figureOf(run, figure.id, figure.mode);
      return other?.unit === figure.unit ? other : null;
    });
  return [
    ...shown.map(({ figure, name }) => ({ name, figures: found(figure), isHeadline: true })),
    ...bounded.map((figure) => ({ name: nameOf(figure), figures: found(figure), isHeadline: false })),
  ];
}

const keyOf = ({ id, mode }: Figure): string => `${id} ${mode}`;

/** A cell of the history; nothing where a run has not measured it. */
export function historyCell(figure: Figure | null): string {
  return figure === null ? "" : quantity(figure.value, figure.unit);
}

/** How a run is named above its column. */
export function runTitle({ environment, size }: BenchResult): string {
  return `${environment.commit} ${timeText(environment.startedAt)} ${size}`;
}

/** A warning where the runs were not taken alike; nothing where they were. */
export function unlikeText(runs: readonly BenchResult[]): string {
  const newest = runs.at(-1)!;
  const found = new Set(runs.slice(0, -1).flatMap((run) => differences(run, newest).map(({ what }) => what)));
  if (found.size === 0) return "";
  return `The runs were not taken alike; they differ in ${[...found].join(", ")}.`;
}

export function renderHistory(runs: readonly BenchResult[]): string {
  const rows = history(runs).map(({ name, figures }) => [name, ...figures.map(historyCell)]);
  const warning = unlikeText(runs);
  return `${warning === "" ? "" : `WARNING: ${warning}\n\n`}${table(["FIGURE", ...runs.map(runTitle)], rows)}`;
}
