/** Several runs of the same figures, the oldest first. */
import type { BenchResult } from "../../figures/result.ts";
import { quantity, timeText } from "../format.ts";
import { history, unlikeText } from "../history.ts";
import { type Row, rowChart } from "../charts/rows.ts";
import { element, type Markup } from "./markup.ts";
import { historyTable } from "./tables.ts";

/** @param runs two at least, the newest last */
export function historySection(runs: readonly BenchResult[]): Markup {
  const lines = history(runs);
  const last = runs.length - 1;
  const warning = unlikeText(runs);
  const drawn = lines
    .filter(({ isHeadline }) => isHeadline)
    .map(({ name, figures }) => {
      const rows = figures.flatMap((figure, index): Row[] => {
        if (figure === null) return [];
        const { environment } = runs[index]!;
        const { value, unit, interval } = figure;
        const when = `${environment.commit}, ${timeText(environment.startedAt)}`;
        return [{ name: when, value, span: interval, told: quantity(value, unit), isOwn: index === last }];
      });
      const unit = figures.find((figure) => figure !== null)?.unit ?? "";
      return element("figure", {}, element("h3", {}, name), rowChart(rows, { title: unit, scale: "linear" }));
    });
  return element(
    "section",
    { id: "history" },
    element("h2", {}, `History of ${runs.length} runs`),
    warning === "" ? [] : element("p", { class: "unsure" }, `~ ${warning}`),
    drawn,
    element("details", {}, element("summary", {}, "Every figure with a budget"), historyTable(runs, lines)),
  );
}
