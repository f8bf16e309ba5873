import { type Rule, RULES } from "./secret-rules.ts";

const OPENING_QUOTE = /^(?:[frb]?["'`]|\\{1,3}["'])/;
const MARKER = /^\[redacted:[\w-]+\]$/;

/** What `clip` reads beyond twice its cap, and the longest token it drops when it had to cut one. */
const MARGIN_CHARS = 4096;

/** Replaces each secret by `[redacted:<kind>]`; names of variables, fields and flags stay. Redacting twice changes nothing. */
export function redact(text: string): string {
  const redacted = applyRules(text);
  // a marker is a boundary that the secret was not, so what stood beside it may be a secret only now
  return redacted === text ? text : redact(redacted);
}

function applyRules(text: string): string {
  const lower = text.toLowerCase();
  let result = text;
  for (const rule of RULES) {
    for (const keyword of rule.keywords) {
      if (!lower.includes(keyword)) continue;
      result = applyRule(rule, result);
      break;
    }
  }
  return result;
}

function applyRule({ kind, pattern, accepts }: Rule, text: string): string {
  return text.replace(pattern(), (match: string, group: unknown) => {
    const name = typeof group === "string" ? group : "";
    const kept = name + (OPENING_QUOTE.exec(match.slice(name.length))?.[0] ?? "");
    const value = match.slice(kept.length);
    if (MARKER.test(value) || accepts?.(value, kept) === false) return match;
    return `${kept}[redacted:${kind}]`;
  });
}

/**
 * The redacted text, cut to at most `maxChars` UTF-16 units with an ellipsis. Reads a bounded prefix only, and no
 * secret that the prefix cuts in two is shown.
 */
export function clip(text: string, maxChars: number): string {
  const readChars = 2 * maxChars + MARGIN_CHARS;
  const isCut = text.length > readChars;
  const redacted = isCut ? withoutLastToken(redact(text.slice(0, readChars))) : redact(text);
  return !isCut && redacted.length <= maxChars ? redacted : ellipsize(redacted, maxChars);
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
