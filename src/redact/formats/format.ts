import { hasDigit, type Rule } from "../rule.ts";

/**
 * A vendor's format that identifies itself. Constants only: two hundred objects would cost a process of 6 ms 0.4 ms.
 * The keyword is in lower case. The pattern's `^` is the start of a token. Flags: `i` any case; `d` has a digit and is
 * no word; `t` not continued by path or base64. Further: `s` keyword starts a token; `c` keyword stands away from the
 * secret.
 */
export type Format = readonly [keyword: string, kind: string, pattern: string, flags?: string];

/** An escaped line end or tab ends in a letter, yet a token starts after it. */
const START = "(?:\\b|(?<=\\\\[nrt]))";
const SEPARATE = "(?:(?<![\\w+/.-])|(?<=\\\\[nrt]))";

/** By kind and pattern: several keywords share one. */
const made = new Map<string, Rule>();

/** The formats that the lower-cased text may hold, as rules. */
export function addFormats(formats: readonly Format[], lower: string, tokens: string, to: Rule[]): void {
  for (const format of formats) {
    if (!tokens.includes(format[0]) && (tokens === lower || !isElsewhere(format, lower))) continue;
    if (format[3]?.includes("s") === true && !startsToken(lower, format[0])) continue;
    const rule = ruleOf(format);
    if (!to.includes(rule)) to.push(rule);
  }
}

const isElsewhere = ([keyword, , , flags]: Format, lower: string): boolean =>
  flags?.includes("c") === true && lower.includes(keyword);

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

/** The format as a rule, made once. */
export function ruleOf([keyword, kind, pattern, flags = ""]: Format): Rule {
  const name = `${kind} ${pattern}`;
  let rule = made.get(name);
  if (rule === undefined) {
    const source = pattern.startsWith("^") ? (flags.includes("t") ? SEPARATE : START) + pattern.slice(1) : pattern;
    const expression = new RegExp(source, flags.includes("i") ? "gi" : "g");
    rule = {
      kind,
      keywords: [keyword],
      pattern: () => expression,
      ...(flags.includes("d") ? { accepts: hasDigit } : {}),
    };
    made.set(name, rule);
  }
  return rule;
}
