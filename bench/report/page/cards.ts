/** The large numbers of the first screen, and the exact names of their figures. */
import type { BenchResult } from "../../figures/result.ts";
import { noiseOf, verdictOf } from "../../figures/judgement.ts";
import { budgetText, nameOf, number } from "../format.ts";
import { type Headline, headlines } from "../headlines.ts";
import { isJudged } from "../select.ts";
import { type Child, element, type Markup } from "./markup.ts";

const LOOKS = { holds: "kept", missed: "missed", "not known": "unsure" } as const;
const WORDS = { holds: "✓ holds", missed: "✗ missed", "not known": "~ not known" } as const;

/** The verdict of a figure, in a colour and with a sign of its own. */
export function verdictMark(verdict: keyof typeof LOOKS): Markup {
  return element("span", { class: LOOKS[verdict] }, WORDS[verdict]);
}

function card({ name, detail, figure, scenario }: Headline, result: BenchResult, index: number): Markup {
  const { value, unit, budget } = figure;
  const verdict = isJudged(result) ? verdictOf(figure) : null;
  const noise = isJudged(result) ? noiseOf(figure, scenario) : [];
  const bound = budget === null || unit === "" ? [] : `budget ${budgetText(budget, unit)} `;
  return element(
    "div",
    { class: "card" },
    element("p", { class: "big" }, number(value), unit === "" ? [] : element("small", {}, ` ${unit}`)),
    element("p", { class: "what" }, name, element("sup", {}, String(index + 1))),
    detail === "" ? [] : element("p", { class: "detail" }, detail),
    element(
      "p",
      { class: "detail" },
      bound,
      verdict === null ? [] : verdictMark(verdict),
      noise.length === 0 ? [] : element("span", { class: "unsure" }, ` ~ ${noise.join(", ")}`),
    ),
  );
}

export function headlineCards(result: BenchResult): Child {
  const found = headlines(result);
  if (found.length === 0) return [];
  return element(
    "div",
    { class: "cards" },
    found.map((headline, index) => card(headline, result, index)),
  );
}

/** The names of the cards' figures in the JSON. */
export function footnotes(result: BenchResult): readonly Markup[] {
  return headlines(result).map(({ figure, scenario }) => {
    const { id, n } = figure;
    const where = id.startsWith("*") ? "every scenario" : scenario.scenario;
    return element("li", {}, `${nameOf(figure)}: `, element("code", {}, id), ` of ${where}, n ${number(n)}`);
  });
}
