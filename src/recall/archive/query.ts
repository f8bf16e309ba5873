/** One word or phrase of a search. */
export interface Term {
  readonly words: string;
  /** Whether a word that only begins so counts too. */
  readonly isPrefix: boolean;
}

const TERM = /"([^"]*)"?|(\S+)/g;
const WORD = /[\p{L}\p{N}]/u;
const MAX_TERMS = 20;
const MAX_CHARS = 1000;

/**
 * What a person searches for: all words, each anywhere in a text. "Words in quotation marks" have to follow one another,
 * and `word*` is the beginning of a word. Nothing else has a meaning of its own.
 * @returns none where there is no word in it
 */
export function termsOf(text: string): readonly Term[] {
  const terms: Term[] = [];
  for (const [, phrase, word = ""] of text.slice(0, MAX_CHARS).matchAll(TERM)) {
    const words = phrase ?? word.replaceAll('"', " ");
    if (WORD.test(words)) terms.push({ words, isPrefix: phrase === undefined && word.endsWith("*") });
  }
  return terms.slice(0, MAX_TERMS);
}

/** Terms as an expression of FTS5. */
export const expressionOf = (terms: readonly Term[]): string =>
  terms.map(({ words, isPrefix }) => `"${words.replaceAll("\0", " ")}"${isPrefix ? "*" : ""}`).join(" ");
