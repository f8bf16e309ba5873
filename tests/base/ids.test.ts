import { expect, test } from "bun:test";
import { assert, constantFrom, oneof, property, string } from "fast-check";
import { hasControl, hashOf, isFileName } from "../../src/base/ids.ts";

const anyText = oneof(string({ unit: "binary" }), string({ unit: constantFrom("a", "Z", "0", "-", "_") }));

test("a control character is one of Unicode's category Cc, wherever it stands", () => {
  for (let code = 0; code <= 0xffff; code += 1) {
    const text = `a${String.fromCharCode(code)}`;
    expect([code, hasControl(text)]).toEqual([code, /\p{Cc}/u.test(text)]);
  }
});

test("a file name has 1 to 128 letters, digits, - and _ of ASCII", () => {
  assert(property(anyText, (id) => expect(isFileName(id)).toBe(/^[\w-]{1,128}$/.test(id))));
  for (let code = 0; code <= 0xffff; code += 1) {
    const id = String.fromCharCode(code);
    expect([code, isFileName(id)]).toEqual([code, /^[\w-]$/.test(id)]);
  }
  expect([isFileName("a".repeat(128)), isFileName("a".repeat(129)), isFileName("")]).toEqual([true, false, false]);
});

test("what stands for an id is a file name, and another one for another id", () => {
  assert(property(anyText, (id) => expect(isFileName(hashOf(id))).toBe(true)));
  expect(hashOf("../a")).not.toBe(hashOf("../b"));
});
