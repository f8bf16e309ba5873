import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { rulesForOneOfMany, runsIn, runsOf } from "../../src/redact/keywords.ts";
import { FORMATS, GROUPS, rulesFor } from "../../src/redact/rules.ts";
import { afterOf, SECRETS } from "./secrets-fixture.ts";

const KEYWORDS = [
  ...FORMATS.flatMap((formats) => formats.split("\n").flatMap((line) => line.slice(0, line.indexOf(" ")).split("|"))),
  ...GROUPS.flatMap(({ words, rules }) => [
    ...words,
    ...rules().flatMap((rule) => [...rule.keywords, ...(rule.gates ?? [])]),
  ]),
];

test("a keyword that a text holds is never told to be missing, wherever it stands", () => {
  expect(KEYWORDS.length).toBeGreaterThan(300);
  for (const keyword of KEYWORDS) {
    for (const text of [keyword, `x${keyword}`, `${keyword}\n`, `日本${keyword}\u{1F600}`]) {
      expect(runsIn(text)(runsOf(keyword))).toBe(true);
    }
  }
});

test("nearly all keywords that a source text lacks are told to be missing", () => {
  const text = "export const value_4k82uk = compute(4082, 17);\n".repeat(100);
  const mayHold = runsIn(text);
  const left = KEYWORDS.filter((keyword) => keyword.length > 2 && mayHold(runsOf(keyword)) && !text.includes(keyword));
  expect(left.length).toBeLessThan(KEYWORDS.length / 50);
});

test("the answers about a text do not come from the next one", () => {
  const mayHold = runsIn("a text with api_key in it");
  runsIn("another one");
  expect(mayHold(runsOf("api_key"))).toBe(true);
});

test("the rules for a text are the same with the table of its characters and without", () => {
  const parts = fc.array(
    fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom(...KEYWORDS), fc.constantFrom("[redacted:jwt]", "\n")),
  );
  fc.assert(
    fc.property(parts, fc.constantFrom(...SECRETS), (some, [kind, before, secret]) => {
      for (const text of [some.join(""), `${some.join(" ")}${before}${secret}${afterOf(kind, before)}`]) {
        expect(rulesForOneOfMany(text)).toEqual(rulesFor(text));
      }
    }),
    { numRuns: 300 },
  );
});
