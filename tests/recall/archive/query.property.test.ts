import { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import { expressionOf, termsOf } from "../../../src/recall/archive/query.ts";

setDefaultTimeout(120_000);

test.each([
  ["login form", '"login" "form"'],
  ['"connection refused" api', '"connection refused" "api"'],
  ["migra* AND", '"migra*"* "AND"'],
  ['say "half', '"say" "half"'],
  ["src/auth.ts", '"src/auth.ts"'],
  ["text:secret OR NOT", '"text:secret" "OR" "NOT"'],
  ["- * ()", ""],
  ["", ""],
])("%s is searched for as %s", (text, expression) => {
  expect(expressionOf(termsOf(text))).toBe(expression);
});

test("whatever is typed is an expression that SQLite takes", () => {
  using db = new Database(":memory:");
  db.run("CREATE VIRTUAL TABLE search USING fts5 (text)");
  db.run("INSERT INTO search (text) VALUES ('login form')");
  const find = db.query("SELECT rowid FROM search WHERE search MATCH ?");
  const parts = fc.constantFrom(
    '"',
    "*",
    "^",
    ":",
    "(",
    ")",
    "NEAR",
    "AND",
    "OR",
    "NOT",
    "-",
    "+",
    "{",
    "}",
    "login",
    " ",
    "'",
    "\0",
    "ü",
    "\ud800",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(parts).map((some) => some.join("")),
      ),
      (text) => {
        const terms = termsOf(text);
        if (terms.length > 0) expect(() => find.all(expressionOf(terms))).not.toThrow();
      },
    ),
    { numRuns: 100 },
  );
});
