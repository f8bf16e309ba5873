import { ruleOf, startsToken } from "./formats/format.ts";
import type { Rule } from "./rule.ts";
import { addGroups, FORMATS, lowerOf, tokensOf } from "./rules.ts";

const SLOTS = 2 ** 15;
/** The slots of three characters beside each other: in which text they were seen last. */
const seen = new Uint32Array(SLOTS);
let texts = 0;

const slotOf = (a: number, b: number, c: number): number => (a * 1009 + b * 31 + c) & (SLOTS - 1);

/** The slots of a keyword's runs of three characters; none for a shorter one. */
export type Runs = readonly number[];

export function runsOf(keyword: string): Runs {
  const runs: number[] = [];
  for (let n = 2; n < keyword.length; n += 1) {
    runs.push(slotOf(keyword.charCodeAt(n - 2), keyword.charCodeAt(n - 1), keyword.charCodeAt(n)));
  }
  return runs;
}

/**
 * Finds out at once of nearly all missing keywords that a text does not hold them: by the runs of three characters that it
 * has. The answers count until the next text. Then, and for shorter keywords, each may be held.
 */
export function runsIn(text: string): (runs: Runs) => boolean {
  texts = (texts + 1) % 2 ** 32;
  const own = texts;
  let [a, b] = [text.charCodeAt(0), text.charCodeAt(1)];
  for (let n = 2; n < text.length; n += 1) {
    const c = text.charCodeAt(n);
    seen[slotOf(a, b, c)] = own;
    a = b;
    b = c;
  }
  return (runs) => {
    if (own !== texts) return true;
    for (let n = 0; n < runs.length; n += 1) if (seen[runs[n]!] !== own) return false;
    return true;
  };
}

/** A line of the vendors' formats, cut once. A process that searches few texts does without: cutting takes 0.2 ms. */
interface Format {
  readonly line: string;
  readonly keywords: readonly { readonly text: string; readonly runs: Runs }[];
  /** Whether its keywords are searched for in tokens alone. */
  readonly isInTokens: boolean;
  readonly startsToken: boolean;
}

let formats: readonly Format[] | undefined;

function formatOf(line: string): Format {
  const [keywords = "", , flags = ""] = line.split(" ", 3);
  return {
    line,
    keywords: keywords.split("|").map((text) => ({ text, runs: runsOf(text) })),
    isInTokens: !flags.includes("c"),
    startsToken: flags.includes("s"),
  };
}

/** As `rulesFor`, for a process that searches so many texts that a table of its own is worth the time. */
export function rulesForOneOfMany(text: string): Rule[] {
  formats ??= FORMATS.flatMap((lines) => lines.split("\n")).map(formatOf);
  const lower = lowerOf(text);
  const mayHold = runsIn(lower);
  let tokens: string | undefined;
  const isIn = (keyword: string, { isInTokens, startsToken: isAtStart }: Format): boolean =>
    (isInTokens ? (tokens ??= tokensOf(lower)) : lower).includes(keyword) &&
    (!isAtStart || startsToken(lower, keyword));
  const rules: Rule[] = [];
  for (const format of formats) {
    for (const { text: keyword, runs } of format.keywords) {
      if (!mayHold(runs) || !isIn(keyword, format)) continue;
      rules.push(ruleOf(format.line));
      break;
    }
  }
  addGroups((word) => mayHold(runsOf(word)) && lower.includes(word), rules);
  return rules;
}
