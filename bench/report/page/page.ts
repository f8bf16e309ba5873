/**
 * The report as one page: no script, no network, light and dark, and made to be printed. It is XML as well. The first screen has the story; what holds and what is exact is folded.
 */
import type { BenchResult } from "../../figures/result.ts";
import { durabilityText, environmentText, timeText } from "../format.ts";
import { charts } from "./charts.ts";
import { footnotes, headlineCards } from "./cards.ts";
import { historySection } from "./history.ts";
import { budgetTable, modesHtmlTable, scenarioSection } from "./tables.ts";
import { type Child, element, Markup } from "./markup.ts";
import { budgetVerdicts, isJudged, wanderedScenarios } from "../select.ts";
import { STYLE } from "./style.ts";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

const SIZES: Readonly<Record<BenchResult["size"], string>> = {
  smoke: "A smoke run: shows that everything runs, its figures mean nothing.",
  quick: "A quick run: first figures.",
  full: "A full run.",
};

/** One sentence on the budgets. */
export function verdictText(result: BenchResult): string {
  const verdicts = budgetVerdicts(result).map(({ verdict }) => verdict);
  if (verdicts.length === 0) return "No figure of this run has a budget.";
  if (!isJudged(result)) return "A smoke run is not judged: its figures mean nothing.";
  const count = (wanted: string): number => verdicts.filter((verdict) => verdict === wanted).length;
  const [missed, unknown] = [count("missed"), count("not known")];
  if (missed + unknown === 0) return `All ${verdicts.length} budgets hold.`;
  const rest = [
    missed === 0 ? "" : `${missed} ${missed === 1 ? "is" : "are"} missed`,
    unknown === 0 ? "" : `${unknown} ${unknown === 1 ? "is" : "are"} not known, since the interval spans the bound`,
  ];
  return `${count("holds")} of ${verdicts.length} budgets hold; ${rest.filter((part) => part !== "").join(", ")}.`;
}

/** Budgets that surely hold are folded; the others are shown. */
function budgets(result: BenchResult): Child {
  const verdicts = budgetVerdicts(result);
  const held = verdicts.filter(({ verdict }) => verdict === "holds");
  const others = verdicts.filter(({ verdict }) => verdict !== "holds");
  const isMissed = verdicts.some(({ verdict }) => verdict === "missed");
  const tone =
    !isJudged(result) || verdicts.length === 0 ? "" : isMissed ? "missed" : others.length > 0 ? "unsure" : "kept";
  const sentence = element("p", { class: `verdict ${tone}` }, verdictText(result));
  if (!isJudged(result))
    return verdicts.length === 0 ? sentence : [sentence, folded("The budgets", budgetTable(verdicts, result))];
  return [
    sentence,
    others.length === 0 ? [] : budgetTable(others, result),
    held.length === 0
      ? []
      : printed(`${held.length} that ${held.length === 1 ? "holds" : "hold"}`, budgetTable(held, result)),
  ];
}

/** Says which scenarios ran while the machine itself changed. */
function wandered(result: BenchResult): Child {
  const found = isJudged(result) ? wanderedScenarios(result) : [];
  if (found.length === 0) return [];
  const names = found.map(({ scenario }) => scenario).join(", ");
  return element(
    "p",
    { class: "unsure" },
    `~ The machine wandered during ${names}: an empty script took longer at one end than at the other. Their figures carry a mark.`,
  );
}

function folded(title: string, ...content: readonly Child[]): Markup {
  return element("details", {}, element("summary", {}, title), ...content);
}

/** Folded on a screen, and open on paper; what is folded otherwise is printed where the reader has opened it. */
function printed(title: string, ...content: readonly Child[]): Markup {
  return element("details", { class: "printed" }, element("summary", {}, title), ...content);
}

const METHOD = [
  "Every sample is kept. Percentiles are taken by nearest rank over all samples of all trials, with n beside them; none is trimmed. Trials of the modes are taken in turn, not one mode after the other, so that what else the machine does meets all of them.",
  "An interval is the 95 % of a bootstrap that draws the trials, and the samples within each. A ratio is taken within one run, both sides drawn by the same trials. A figure without an interval is a count or was taken once.",
  "A budget holds or is missed where the whole interval lies on one side of its bound; else it is not known. A figure whose interval spans more than half of its value is marked as wide. Between the scenarios an empty Bun script is timed; where it took a fifth more or less after a scenario, the machine wandered.",
  "A scenario runs in fresh directories with a real worker process, and fails when its end state is wrong: entries left, lost or applied twice.",
];

function lead(result: BenchResult): Child {
  const { cpu, cores, fileSystem, commit, startedAt } = result.environment;
  const machine = `${cpu}, ${cores} ${cores === 1 ? "core" : "cores"}, ${fileSystem}`;
  return element("p", { class: "lead" }, `${SIZES[result.size]} hive ${commit}, ${timeText(startedAt)}; ${machine}.`);
}

function main(result: BenchResult, earlier: readonly BenchResult[]): readonly Child[] {
  const [first, ...more] = charts(result);
  const modes = modesHtmlTable(result);
  const notes = footnotes(result);
  return [
    headlineCards(result),
    first ?? [],
    element("section", { id: "budgets" }, element("h2", {}, "Budgets"), budgets(result), wandered(result)),
    earlier.length === 0 ? [] : historySection([...earlier, result]),
    element(
      "section",
      { id: "more" },
      element("h2", {}, "All of it"),
      more.length === 0 ? [] : printed(`${more.length} more ${more.length === 1 ? "chart" : "charts"}`, more),
      modes === null ? [] : printed("The modes side by side", modes),
      result.scenarios.map((scenario) => folded(`Scenario: ${scenario.scenario}`, scenarioSection(scenario, result))),
      folded(
        "Method",
        METHOD.map((paragraph) => element("p", {}, paragraph)),
      ),
      folded(
        "Machine",
        element("p", {}, `${environmentText(result.environment)}; durability ${durabilityText(result)}`),
      ),
    ),
    notes.length === 0 ? [] : element("footer", {}, element("ol", {}, notes)),
  ];
}

/**
 * @param earlier runs to be shown as a history before it, the oldest first
 * @returns an HTML page
 */
export function renderHtml(result: BenchResult, earlier: readonly BenchResult[] = []): string {
  const head = element(
    "head",
    {},
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("title", {}, `hive benchmark, ${timeText(result.environment.startedAt)}`),
    element("style", {}, new Markup(STYLE)),
  );
  const body = element(
    "body",
    {},
    element("header", {}, element("h1", {}, "hive, measured"), lead(result)),
    element("main", {}, main(result, earlier)),
  );
  return `<!doctype html>\n${element("html", { lang: "en" }, head, body).text}\n`;
}
