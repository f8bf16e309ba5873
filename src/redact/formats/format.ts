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

/**
 * The formats that the lower-cased text may hold, as rules. The lines are read where they stand: to cut them into lists
 * costs a process's first call 0.2 ms.
 */
export function addFormats(formats: Formats, lower: string, tokens: string, to: Rule[]): void {
  let from = 0;
  while (from < formats.length) {
    const newline = formats.indexOf("\n", from);
    const end = newline === -1 ? formats.length : newline;
    if (mayHold(formats, from, lower, tokens)) to.push(ruleOf(formats.slice(from, end)));
    from = end + 1;
  }
}

/** Whether a keyword of the line stands where the format can begin. */
function mayHold(formats: Formats, from: number, lower: string, tokens: string): boolean {
  const end = formats.indexOf(" ", from);
  const flagsFrom = formats.indexOf(" ", end + 1) + 1;
  const flags = formats.slice(flagsFrom, formats.indexOf(" ", flagsFrom));
  const searched = flags.includes("c") ? lower : tokens;
  for (let at = from; at < end;) {
    const bar = formats.indexOf("|", at);
    const to = bar === -1 || bar > end ? end : bar;
    const keyword = formats.slice(at, to);
    if (searched.includes(keyword) && (!flags.includes("s") || startsToken(lower, keyword))) return true;
    at = to + 1;
  }
  return false;
}

/** Whether a keyword stands at the start of a token somewhere. */
export function startsToken(lower: string, keyword: string): boolean {
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
    const [keywords = "", kind = "", flags = "", ...words] = line.split(" ");
    const pattern = words.join(" ");
    const source = pattern.startsWith("^") ? (flags.includes("t") ? SEPARATE : START) + pattern.slice(1) : pattern;
    const expression = new RegExp(source, flags.includes("i") ? "gi" : "g");
    rule = {
      kind,
      keywords: keywords.split("|"),
      pattern: () => expression,
      ...(flags.includes("d") ? { accepts: hasDigit } : {}),
    };
    made.set(line, rule);
  }
  return rule;
}
