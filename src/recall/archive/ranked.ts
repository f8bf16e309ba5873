import type { Term } from "./query.ts";

/** A text in which all terms are. */
export interface Ranked {
  readonly text: string;
}

/** How much less a further occurrence counts, and how much a long text takes from it: BM25's usual values. */
const SATURATION = 1.2;
const LENGTH_SHARE = 0.75;

/**
 * Texts in which all terms are, the best first: those with more of the words in less text. Of equal ones the first stays
 * the first. FTS5's own rank reads all places of each word first, also where few texts have all of them.
 */
export function ranked<T extends Ranked>(found: readonly T[], terms: readonly Term[]): T[] {
  const words = terms.map(({ words: text }) => firstWord(text));
  const average = found.reduce((sum, { text }) => sum + text.length, 0) / Math.max(1, found.length);
  const scored = found.map((one) => {
    const text = folded(one.text);
    const length = SATURATION * (1 - LENGTH_SHARE + (LENGTH_SHARE * text.length) / Math.max(1, average));
    let score = 0;
    for (const word of words) {
      // A word that FTS5 has found by other rules is there once at least.
      const times = Math.max(1, occurrences(text, word));
      score += times / (times + length);
    }
    return { one, score };
  });
  return scored.toSorted((a, b) => b.score - a.score).map(({ one }) => one);
}

const MARKS = /\p{M}/gu;
// oxlint-disable-next-line no-control-regex
const OTHER_LETTERS = /[^\u0000-\u007f]/;

/** Without capitals and accents, as the index has it. */
function folded(text: string): string {
  const small = text.toLowerCase();
  return OTHER_LETTERS.test(small) ? small.normalize("NFD").replace(MARKS, "") : small;
}

const LETTERS = /[\p{L}\p{N}]+/u;

const firstWord = (text: string): string => LETTERS.exec(folded(text))?.[0] ?? "";

const IN_WORD = /[\p{L}\p{N}]/u;

/** How often a word begins in a text. */
function occurrences(text: string, word: string): number {
  if (word === "") return 0;
  let times = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (at === 0 || !IN_WORD.test(text[at - 1]!)) times += 1;
  }
  return times;
}
