import { expect, test } from "bun:test";
import { array, assert, jsonValue, property, record } from "fast-check";
import { json, jsonPieces } from "../../src/cli/text/render.ts";

const values = array(jsonValue(), { maxLength: 5 });

test("a document that is printed in pieces is the same text as one that is printed at once", () => {
  assert(
    property(record({ before: jsonValue(), list: values, after: jsonValue() }), (document) => {
      const pieces = [...jsonPieces({ ...document, list: document.list.values() })];
      expect(pieces.join("")).toBe(json(document));
    }),
  );
  expect([...jsonPieces({})].join("")).toBe(json({}));
});

test("a long list is printed in pieces, of which none is the whole", () => {
  const items = Array.from({ length: 20_000 }, (_, n) => ({ path: `src/file-${n}.ts` }));
  const pieces = [...jsonPieces({ version: 1, items: items.values() })];
  expect(pieces.join("")).toBe(json({ version: 1, items }));
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
});
