import { hasDigit, type Rule } from "../rule.ts";

/**
 * Vendors' formats that identify themselves, one a line: `keyword|keyword kind flags pattern`. A text, because two
 * hundred lists cost a process of 6 ms 0.3 ms, even as constants.
 * Keywords are in lower case. The pattern's `^` is the start of a token. Flags: `-` none; `i` any case; `d` has a digit
 * and is no word; `t` not continued by path or base64. Further: `s` keyword starts a token; `c` keyword stands away
 * from the secret.
 */
export type Formats = string;

/** An escaped line end or tab ends in a letter, yet a token starts after it. */
const START = "(?:\\b|(?<=\\\\[nrt]))";
const SEPARATE = "(?:(?<![\\w+/.-])|(?<=\\\\[nrt]))";

/** By line. */
const made = new Map<string, Rule>();

/** The formats that the lower-cased text may hold, as rules. */
export function addFormats(formats: Formats, lower: string, tokens: string, to: Rule[]): void {
  for (const line of formats.split("\n")) {
    for (const keyword of line.slice(0, line.indexOf(" ")).split("|")) {
      if (!tokens.includes(keyword) && (tokens === lower || !lower.includes(keyword))) continue;
      if (mayStart(line, keyword, lower, tokens)) {
        to.push(ruleOf(line));
        break;
      }
    }
  }
}

/** Whether a keyword that is in the text stands where the format can begin. */
function mayStart(line: string, keyword: string, lower: string, tokens: string): boolean {
  const { flags } = partsOf(line);
  if (!flags.includes("c") && !tokens.includes(keyword)) return false;
  return !flags.includes("s") || startsToken(lower, keyword);
}

function partsOf(line: string): { keywords: string[]; kind: string; flags: string; pattern: string } {
  const [keywords = "", kind = "", flags = "", ...words] = line.split(" ");
  return { keywords: keywords.split("|"), kind, flags, pattern: words.join(" ") };
}

function startsToken(lower: string, keyword: string): boolean {
  for (let at = lower.indexOf(keyword); at !== -1; at = lower.indexOf(keyword, at + 1)) {
    const before = lower.charCodeAt(at - 1);
    if (!isWordCharacter(before) || (isEscape(before) && lower.charCodeAt(at - 2) === 92)) return true;
  }
  return false;
}

/** NaN, before the first character, is not a digit. */
const isWordCharacter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95;
/** One of `n`, `r`, `t`. */
const isEscape = (code: number): boolean => code === 110 || code === 114 || code === 116;

/** The format of a line as a rule, made once. */
export function ruleOf(line: string): Rule {
  let rule = made.get(line);
  if (rule === undefined) {
    const { keywords, kind, flags, pattern } = partsOf(line);
    const source = pattern.startsWith("^") ? (flags.includes("t") ? SEPARATE : START) + pattern.slice(1) : pattern;
    const expression = new RegExp(source, flags.includes("i") ? "gi" : "g");
    rule = { kind, keywords, pattern: () => expression, ...(flags.includes("d") ? { accepts: hasDigit } : {}) };
    made.set(line, rule);
  }
  return rule;
}
