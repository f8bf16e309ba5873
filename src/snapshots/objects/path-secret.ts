import { findsSecret } from "../../redact/apply.ts";
import { addFormats } from "../../redact/formats/format.ts";
import type { Rule } from "../../redact/rule.ts";
import { FORMATS } from "../../redact/rules.ts";

/** The fewest characters of a secret that no name is made of. */
const OPAQUE_CHARS = 12;

/** A letter and a digit in one word, or many capitals: dates and words with marks between them have neither. */
const isOpaqueWord = (word: string): boolean => (/\d/.test(word) && /[a-z]/i.test(word)) || /[A-Z0-9]{16}/.test(word);

function isOpaque(text: string): boolean {
  const words = text.match(/[a-z0-9]{5,}/gi) ?? [];
  return words.filter(isOpaqueWord).join("").length >= OPAQUE_CHARS;
}

/**
 * Whether a path itself holds a secret. It cannot be redacted, as the file could not be put back by another name.
 * Vendors' formats alone count, and where their marks join words it is an ordinary name: `sk-learn-pipeline-2024-11`.
 */
export function isPathWithSecret(path: string): boolean {
  // Nearly all paths end here.
  if (!isOpaque(path)) return false;
  const lower = path.toLowerCase();
  const rules: Rule[] = [];
  for (const formats of FORMATS) addFormats(formats, lower, lower, rules);
  return rules.some((rule) => findsSecret({ ...rule, accepts: (value, found) => accepts(rule, value, found) }, path));
}

// @mutant a name of words is not taken for a secret
const accepts = (rule: Rule, ...[value, found]: Parameters<NonNullable<Rule["accepts"]>>): boolean =>
  isOpaque(value) && rule.accepts?.(value, found) !== false;
