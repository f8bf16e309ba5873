import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { isSealed, resealed, seal } from "../../src/origin/seal.ts";

const KEY = "a".repeat(64);
const OTHER = "b".repeat(64);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const object = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }).map((value) => JSON.stringify(value));

test("a sealed object is JSON with one member more, and is known again by its key alone", () => {
  fc.assert(
    fc.property(object, (text) => {
      const sealed = seal(text, KEY, "entry");
      const { hive_mac: mac, ...rest } = JSON.parse(sealed) as Record<string, unknown>;
      const { hive_mac: _, ...given } = JSON.parse(text) as Record<string, unknown>;
      expect([rest, mac]).toEqual([given, expect.stringMatching(/^[0-9a-f]{64}$/)]);
      expect(isSealed(bytesOf(sealed), KEY, "entry")).toBe(true);
    }),
  );
});

test("a seal of another key, of another sort, or of no key proves nothing", () => {
  const sealed = bytesOf(seal('{"a":1}', KEY, "entry"));
  expect([isSealed(sealed, OTHER, "entry"), isSealed(sealed, KEY, "letter"), isSealed(sealed, null, "entry")]).toEqual([
    false,
    false,
    false,
  ]);
});

test("any change of any byte breaks the seal", () => {
  fc.assert(
    fc.property(object, fc.nat(), fc.integer({ min: 1, max: 255 }), (text, at, flip) => {
      const bytes = bytesOf(seal(text, KEY, "entry"));
      const index = at % bytes.length;
      bytes[index] = bytes[index]! ^ flip;
      expect(isSealed(bytes, KEY, "entry")).toBe(false);
    }),
  );
});

test("a text of any length that was never sealed is not", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => !isSealed(bytes, KEY, "entry")));
  expect(resealed('{"a":1}', false, KEY, "entry")).toBe('{"a":1}');
  expect(resealed('{"a":1}', true, null, "entry")).toBe('{"a":1}');
});
