import type { Searched } from "./formats/format.ts";
import type { Rule } from "./rule.ts";
import { lowerOf, rulesIn, tokensOf } from "./rules.ts";

const SLOTS = 2 ** 15;
/** The slots of three characters beside each other: in which text they were seen last. */
const seen = new Uint32Array(SLOTS);
let texts = 0;

const slotOf = (a: number, b: number, c: number): number => (a * 1009 + b * 31 + c) & (SLOTS - 1);

/**
 * Finds out at once of nearly all missing keywords that a text does not hold them: by the runs of three characters that it
 * has. The answers count until the next text. Then, and for shorter keywords, each may be held.
 */
export function keywordsIn(text: string): (keyword: string) => boolean {
  texts = (texts + 1) % 2 ** 32;
  const own = texts;
  let [a, b] = [text.charCodeAt(0), text.charCodeAt(1)];
  for (let n = 2; n < text.length; n += 1) {
    const c = text.charCodeAt(n);
    seen[slotOf(a, b, c)] = own;
    a = b;
    b = c;
  }
  return (keyword) => {
    if (own !== texts) return true;
    for (let n = 2; n < keyword.length; n += 1) {
      const slot = slotOf(keyword.charCodeAt(n - 2), keyword.charCodeAt(n - 1), keyword.charCodeAt(n));
      if (seen[slot] !== own) return false;
    }
    return true;
  };
}

/** As `rulesFor`, for a process that searches so many texts that a table of its own is worth the time. */
export function rulesForOneOfMany(text: string): Rule[] {
  const lower = lowerOf(text);
  const mayHold = keywordsIn(lower);
  let tokens: string | undefined;
  const searched = (made: () => string): Searched => ({
    includes: (keyword) => mayHold(keyword) && made().includes(keyword),
    indexOf: (keyword, from) => lower.indexOf(keyword, from),
    charCodeAt: (at) => lower.charCodeAt(at),
  });
  return rulesIn(
    searched(() => lower),
    searched(() => (tokens ??= tokensOf(lower))),
  );
}
