import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { clip, redact } from "../../src/redact/redact.ts";
import { afterOf, SECRETS } from "./secrets-fixture.ts";

const RUNS = { numRuns: 500 };

const NEAR_MISSES =
  `password token api_key secret Authorization Bearer --token curl -u a: :// [ ] = : " ' \\ \\" @ $ a1b2c3d4e5 [redacted:jwt] -----BEGIN { \``
    .split(" ")
    .concat(" ", "\n", ": ");

/** Bits of shell, code, JSON and the rules' own words, so that random texts come near the patterns. */
const pieces = fc.oneof(fc.string({ unit: "binary", maxLength: 12 }), fc.constantFrom(...NEAR_MISSES));
const text = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(""));
const secret = fc.constantFrom(...SECRETS);

test("any text is redacted without a throw, and redacting again changes nothing", () => {
  fc.assert(
    fc.property(text, (value) => {
      const once = redact(value);
      expect(redact(once)).toBe(once);
    }),
    { numRuns: 5000 },
  );
});

test("texts of any secrets in any order, with a space between, are redacted once and for all", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, secret), { maxLength: 4 }), (parts) => {
      const value = parts.map(([around, [kind, before, it]]) => around + before + it + afterOf(kind, before)).join(" ");
      const once = redact(value);
      expect(redact(once)).toBe(once);
    }),
    RUNS,
  );
});

test("a secret on a line of its own is removed whatever stands around it", () => {
  fc.assert(
    fc.property(text, secret, text, (left, [kind, before, it], right) => {
      const redacted = redact(`${left}\n${before}${it}${afterOf(kind, before)}\n${right}`);
      expect(redacted).not.toContain(it);
    }),
    { numRuns: 2000 },
  );
});

test("a clipped text is never longer than its limit and ends in no half of a surrogate pair", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.integer({ min: 1, max: 100 }),
      (value, maxChars) => {
        const clipped = clip(value, maxChars);
        expect(clipped.length).toBeLessThanOrEqual(maxChars);
        expect(clipped.isWellFormed()).toBe(true);
      },
    ),
    RUNS,
  );
});
