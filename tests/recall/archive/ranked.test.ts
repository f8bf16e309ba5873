/** In which order texts are shown that have all the words of a search. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { termsOf } from "../../../src/recall/archive/query.ts";
import { ranked } from "../../../src/recall/archive/ranked.ts";

const order = (words: string, ...texts: readonly string[]): string[] =>
  ranked(
    texts.map((text) => ({ text })),
    termsOf(words),
  ).map(({ text }) => text);

test.each([
  ["more of the word comes first", "login", ["login and more", "login login one"], [1, 0]],
  ["a shorter text comes first", "login", [`login ${"word ".repeat(50)}`, "login form"], [1, 0]],
  ["a word within another one counts not", "log", ["blog log aaaa", "log log aaaaa"], [1, 0]],
  ["capitals and accents are none", "café", ["Cafe and more", "CAFÉ cafe now"], [1, 0]],
  ["equal ones stay in their order", "login", ["login one", "login two"], [0, 1]],
  ["each word counts", "a b", ["a a a b xx", "a b b a xx"], [1, 0]],
  ["a phrase counts by its first word", '"log in"', ["log in the", "log in log in"], [1, 0]],
] as const)("%s", (_, words, texts, expected) => {
  expect(order(words, ...texts)).toEqual(expected.map((index) => texts[index]));
});

test("each text is there once, whatever is searched for", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), fc.string({ unit: "binary" }), (texts, words) => {
      expect(order(words, ...texts).toSorted()).toEqual(texts.toSorted());
    }),
  );
});
