import type { Rule } from "./rule.ts";
import type { Secrets } from "./spread.ts";

/** The length of text before a match that a rule needs. */
const BEFORE_CHARS = 48;
/** A rejected value up to this length is searched again, since a part of it may be a secret. */
const INNER_CHARS = 200;
/** A text with this many matches of one sort is hostile, or a dump: the rest is not read. */
const MAX_MATCHES = 200;

/** Stands between texts that are searched as one; none of them holds it, or the search says so. */
export const SEAM = "\n\u0000\n";

/** A value that a rule takes for a secret, and where it begins. The answer says whether to go on. */
type OnSecret = (value: string, from: number) => boolean;

/** The text with a marker in place of each secret that the rule finds; `secrets` gets to know them. */
export function applyRule(rule: Rule, text: string, secrets: Secrets): string {
  const pattern = rule.pattern();
  return rule.scope === undefined
    ? replaceIn(rule, text, pattern, secrets)
    : text.replace(rule.scope(), (part) => replaceIn(rule, part, pattern, secrets));
}

function replaceIn(rule: Rule, text: string, pattern: RegExp, secrets: Secrets): string {
  const { kind } = rule;
  let result = "";
  let done = 0;
  const end = eachSecret(rule, text, pattern, (value, from) => {
    secrets.add(value, kind);
    result += `${text.slice(done, from)}[redacted:${kind}]`;
    done = from + value.length;
    return true;
  });
  if (end < text.length) return `${result}${text.slice(done, end)}[redacted:unread]`;
  return done === 0 ? text : result + text.slice(done);
}

/** Whether the rule finds a secret in the text. A match across a seam counts: it may hide a secret. */
export function findsSecret(rule: Rule, text: string): boolean {
  let isFound = false;
  const onSecret = (): boolean => {
    isFound = true;
    return false;
  };
  const pattern = rule.pattern();
  const parts = rule.scope === undefined ? [text] : (text.match(rule.scope()) ?? []);
  for (const part of parts) if (eachSecret(rule, part, pattern, onSecret) < part.length || isFound) return true;
  return false;
}

/** @returns the length read: all of the text, or up to the first match beyond the limit */
function eachSecret({ accepts, followUp }: Rule, text: string, pattern: RegExp, onSecret: OnSecret): number {
  let left = MAX_MATCHES;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { index } = match;
    const follow = followUp?.(text, pattern.lastIndex);
    if (follow === null) continue;
    const { 0: whole, 1: name = "", 2: separator = "" } = follow === undefined ? match : joined(match, follow);
    const start = name.length + separator.length;
    const quote = openingQuote(start === 0 ? whole : whole.slice(start));
    const value = whole.slice(start + quote.length);
    const from = index + start + quote.length;
    pattern.lastIndex = Math.max(pattern.lastIndex, from + value.length);
    if (value === "" || (value.startsWith("[redacted:") && /^\[redacted:[\w-]+\]/.test(value))) continue;
    // @mutant what a hostile text may cost is bounded
    if (left-- === 0) return index;
    const before = text.slice(Math.max(0, index - BEFORE_CHARS), index);
    if (accepts?.(value, { name, separator, quote, before }) !== false) {
      if (!onSecret(value, from)) return text.length;
    } else {
      if (value.includes(SEAM)) return index;
      if (start > 0 && value.length <= INNER_CHARS) pattern.lastIndex = from;
    }
  }
  return text.length;
}

const joined = (name: RegExpExecArray, follow: RegExpExecArray): { 0: string; 1?: string; 2?: string } => ({
  0: name[0] + follow[0],
  1: name[0],
  2: follow[1] ?? "",
});

/** Most values have none, or one that needs no pattern. */
function openingQuote(text: string): string {
  const first = text.charAt(0);
  if (first === '"' && text.startsWith('"""')) return '"""';
  if (first === '"' || first === "'" || first === "`") return first;
  return "$frb@\\&".includes(first) ? (/^(?:[$frb@]{0,2}["'`]|\\{1,7}["']|&quot;)/.exec(text)?.[0] ?? "") : "";
}
