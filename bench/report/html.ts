/** The report as one page: no script, no network, light and dark, and made to be printed. It is XML as well. */
import type { BenchResult } from "../results.ts";
import { patterns } from "./chart.ts";
import { durabilityText, number, timeText } from "./format.ts";
import { charts } from "./html-charts.ts";
import { budgetTable, scenarioSection, seedHtmlTable } from "./html-tables.ts";
import { type Child, element, Markup } from "./markup.ts";
import { budgetVerdicts, isJudged } from "./select.ts";
import { STYLE } from "./style.ts";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

const SIZES: Readonly<Record<BenchResult["size"], string>> = {
  smoke: "A smoke run: shows that everything runs, its figures mean nothing.",
  quick: "A quick run: first figures.",
  full: "A full run.",
};

function environmentList(result: BenchResult): Markup {
  const { cpu, cores, memoryGiB, kernel, fileSystem, bun, sqlite, commit, startedAt } = result.environment;
  const facts: ReadonlyArray<readonly [string, string]> = [
    ["Machine", `${cpu}, ${cores} ${cores === 1 ? "core" : "cores"}, ${number(memoryGiB)} GiB`],
    ["Kernel", kernel],
    ["File system", fileSystem],
    ["Runtime", `Bun ${bun}, SQLite ${sqlite}`],
    ["Durability", durabilityText(result)],
    ["hive", commit],
    ["Started", timeText(startedAt)],
    ["Size", result.size],
  ];
  return element(
    "dl",
    {},
    facts.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))),
  );
}

/** One sentence on the budgets. */
export function verdictText(result: BenchResult): string {
  const verdicts = budgetVerdicts(result);
  if (verdicts.length === 0) return "No figure of this run has a budget.";
  if (!isJudged(result)) return "A smoke run is not judged: its figures mean nothing.";
  const missed = verdicts.filter(({ isKept }) => !isKept).length;
  if (missed === 0) return `All ${verdicts.length} budgets hold.`;
  return `${missed} of ${verdicts.length} budgets ${missed === 1 ? "is" : "are"} missed.`;
}

function budgets(result: BenchResult): Child {
  const verdicts = budgetVerdicts(result);
  const isGood = isJudged(result) && verdicts.every(({ isKept }) => isKept);
  const sentence = element(
    "p",
    { class: `verdict ${isGood ? "kept" : isJudged(result) ? "missed" : ""}` },
    verdictText(result),
  );
  return verdicts.length === 0 ? sentence : [sentence, budgetTable(result)];
}

const METHOD = [
  "Every sample is kept. Percentiles are taken by nearest rank over all samples of all trials, with n beside them; none is trimmed. Trials of the modes are taken in turn, not one mode after the other, so that what else the machine does meets all of them.",
  "An interval is the 95 % of a bootstrap that draws the trials, and the samples within each. A ratio is taken within one run, both sides drawn by the same trials. A figure without an interval is a count or was taken once.",
  "A scenario runs in fresh directories with a real worker process, and fails when its end state is wrong: entries left, lost or applied twice. A budget is held against the measured value, not against the interval.",
];

function part(id: string, title: string, ...children: readonly Child[]): Markup {
  return element("section", { id }, element("h2", {}, title), ...children);
}

/** @returns an HTML page */
export function renderHtml(result: BenchResult): string {
  const parts: ReadonlyArray<readonly [string, string, Child]> = [
    ["budgets", "Budgets", budgets(result)],
    ["modes", "The modes side by side", seedHtmlTable(result)],
    ["charts", "Charts", charts(result)],
    ["scenarios", "Scenarios", result.scenarios.map((scenario) => scenarioSection(scenario, result))],
    ["method", "Method", METHOD.map((paragraph) => element("p", {}, paragraph))],
  ];
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
    patterns(),
    element(
      "header",
      {},
      element("h1", {}, "hive benchmark"),
      element("p", { class: "lead" }, `Latency, idle CPU and event consumption, measured. ${SIZES[result.size]}`),
      environmentList(result),
      element(
        "nav",
        {},
        parts.map(([id, title]) => element("a", { href: `#${id}` }, title)),
      ),
    ),
    element(
      "main",
      {},
      parts.map(([id, title, content]) => part(id, title, content)),
    ),
  );
  return `<!doctype html>\n${element("html", { lang: "en" }, head, body).text}\n`;
}
