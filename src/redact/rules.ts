import { ASSIGNMENTS } from "./assignments.ts";
import { FLAGS, POSITIONS } from "./commands.ts";
import { addFormats, type Formats } from "./formats/format.ts";
import { AI_FORMATS } from "./formats/ai.ts";
import { CLOUD_FORMATS } from "./formats/cloud.ts";
import { CODE_FORMATS } from "./formats/code.ts";
import { SERVICE_FORMATS } from "./formats/services.ts";
import { HEADERS } from "./headers.ts";
import { PIPES } from "./pipes.ts";
import type { Group, Rule } from "./rule.ts";

/**
 * Rules for secrets that identify themselves, most specific first: a later rule leaves an earlier one's marker alone.
 */
export const FORMATS: readonly Formats[] = [CLOUD_FORMATS, CODE_FORMATS, AI_FORMATS, SERVICE_FORMATS];
/** Rules for secrets known by the text around them. */
export const GROUPS: readonly Group[] = [HEADERS, FLAGS, POSITIONS, PIPES, ASSIGNMENTS];

/** Up to this length the whole text is searched; in a longer one only tokens that are long enough. */
const WHOLE_CHARS = 2000;
const TOKENS = /[\w+/=.~:|%-]{12,}(?: \S{3,})?/g;

/** The rules whose patterns are worth a try in this text. */
export function rulesFor(text: string): Rule[] {
  const lower = lowerOf(text);
  const tokens = tokensOf(lower);
  const rules: Rule[] = [];
  for (const formats of FORMATS) addFormats(formats, lower, tokens, rules);
  addGroups((word) => lower.includes(word), rules);
  return rules;
}

/** Adds the rules of the groups of which a text holds a word. */
export function addGroups(holds: (word: string) => boolean, to: Rule[]): void {
  for (const { words, rules } of GROUPS) {
    if (!words.some(holds)) continue;
    to.push(...rules().filter(({ gates, keywords }) => (gates ?? keywords).some(holds) && keywords.some(holds)));
  }
}

/** What formats are searched for in: the tokens that are long enough, or all of a short text. */
export const tokensOf = (lower: string): string =>
  lower.length <= WHOLE_CHARS ? lower : (lower.match(TOKENS)?.join("\n") ?? "");

/** A marker names a kind. It must not match its rule's keyword, or redacting twice would change the text. */
export const lowerOf = (text: string): string =>
  (text.includes("[redacted:") ? text.replaceAll(/\[redacted:[\w-]+\]/g, "[]") : text).toLowerCase();
