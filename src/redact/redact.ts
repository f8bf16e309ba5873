import { applyRule, findsSecret, SEAM } from "./apply.ts";
import type { Rule } from "./rule.ts";
import { rulesFor } from "./rules.ts";
import { Secrets } from "./spread.ts";

/** Bytes that `clip` reads beyond twice its cap, and the longest token that it drops at a cut. */
const MARGIN_CHARS = 4096;
/** A secret found late may occur in text built early, so that is built again; each round finds fewer. */
const MAX_ROUNDS = 8;

/** Cuts a text to a number of UTF-16 units. */
export type Clip = (text: string, maxChars: number) => string;

/**
 * Replaces each secret by `[redacted:<kind>]`, also its repetitions in plain text. Names of variables, fields and flags
 * stay. Redacting twice changes nothing.
 */
export function redact(text: string): string {
  return redactWith(text, rulesFor(text), new Secrets());
}

function redactWith(text: string, rules: readonly Rule[], secrets: Secrets): string {
  let worth = rules;
  let result = text;
  for (;;) {
    const before = result;
    // @mutant secrets are redacted
    for (const rule of worth) result = applyRule(rule, result, secrets);
    // @mutant a secret that is known is taken out of every field
    if (secrets.size > 0) result = secrets.takeOutOf(result);
    if (result === before) return result;
    // a marker is a boundary that the secret was not, so a secret may now begin beside it
    worth = [...new Set([...worth, ...rulesFor(afterMarkers(result))])];
  }
}

/** The text beside a marker, where a new token may begin. */
function afterMarkers(text: string): string {
  let after = "";
  for (const [, beside = ""] of text.matchAll(/\[redacted:[\w-]+\](\S{1,40})/g)) after += `${beside}\n`;
  return after;
}

/**
 * The redacted text, cut to at most `maxChars` UTF-16 units with an ellipsis. Reads a bounded prefix only, and no
 * secret that the prefix cuts in two is shown.
 */
export function clip(text: string, maxChars: number): string {
  const read = prefixOf(text, maxChars);
  return cut(redact(read), maxChars, read.length < text.length);
}

/**
 * Redacts the result of `build`, made of several texts, each clipped by the function passed to it. A secret found in
 * one of them is removed from all. Builds once, and twice or more where there is a secret.
 */
export function clipTogether<T>(build: (clip: Clip) => T): T {
  let all = "";
  const plain = build((text, maxChars) => {
    const read = prefixOf(text, maxChars);
    all += read + SEAM;
    return cut(text, maxChars, false);
  });
  const rules = rulesFor(all);
  // @mutant texts that were only searched are not given out where one holds a secret
  if (!holdsSecret(all, rules)) return plain;
  const secrets = new Secrets();
  for (let round = 1; ; round++) {
    let redacted = "";
    const built = build((text, maxChars) => {
      const read = prefixOf(text, maxChars);
      const kept = redactWith(read, rules, secrets);
      redacted += kept + SEAM;
      return cut(kept, maxChars, read.length < text.length);
    });
    if (!secrets.isIn(redacted) || round === MAX_ROUNDS) return built;
  }
}

function holdsSecret(texts: string, rules: readonly Rule[]): boolean {
  for (const rule of rules) if (findsSecret(rule, texts)) return true;
  return false;
}

function prefixOf(text: string, maxChars: number): string {
  const readChars = 2 * maxChars + MARGIN_CHARS;
  return text.length > readChars ? text.slice(0, readChars) : text;
}

/** @param isPrefix whether the text ends where the reading ended, maybe inside of a secret */
function cut(text: string, maxChars: number, isPrefix: boolean): string {
  if (isPrefix) return ellipsize(withoutLastToken(text), maxChars);
  return text.length <= maxChars ? text : ellipsize(text, maxChars);
}

function ellipsize(text: string, maxChars: number): string {
  let end = Math.min(text.length, maxChars - 1);
  // a high surrogate would be left without its other half
  if (/[\ud800-\udbff]/.test(text.charAt(end - 1))) end--;
  return `${text.slice(0, end)}…`;
}

/** Half a secret at the end of a cut text matches no pattern, so the whole token goes. */
function withoutLastToken(text: string): string {
  const from = Math.max(0, text.length - MARGIN_CHARS);
  let end = text.length;
  while (end > from && !/\s/.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
