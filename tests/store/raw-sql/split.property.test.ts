import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { splitStatements } from "../../../src/store/raw-sql/split.ts";

const inner = fc.string({ maxLength: 12 }).map((text) => text.replaceAll("\u0000", ""));
const piece = fc.oneof(
  inner.map((text) => `'${text.replaceAll("'", "''")}'`),
  inner.map((text) => `"${text.replaceAll('"', '""')}"`),
  inner.map((text) => `[${text.replaceAll("]", "")}]`),
  inner.map((text) => `/*${text.replaceAll("*/", "")} */`),
  inner.map((text) => `--${text.replaceAll("\n", "")}\n`),
  fc.constantFrom("a", "1.5", "(", ")", ",", "=", "||", "x'00'"),
);
const statement = fc.array(piece, { maxLength: 6 }).map((pieces) => `SELECT ${pieces.join(" ")}`);

test("a semicolon within a string, a name or a comment never ends a statement", () => {
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), (statements) => {
      expect(splitStatements(statements.join(";"))).toHaveLength(statements.length);
    }),
    { seed: 20_261_123 },
  );
});

test("any text is split or refused, nothing else", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      try {
        splitStatements(text);
      } catch (error) {
        expect(error).toMatchObject({ code: "HIVE_SQL_REFUSED" });
      }
    }),
    { seed: 20_261_123 },
  );
});
