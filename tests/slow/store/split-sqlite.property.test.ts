/**
 * - the tokens of the statements are those of the text, without its semicolons;
 * - a statement is never cut within a string, a name or a comment;
 * - any text is split or refused with HIVE_SQL_REFUSED, and each statement splits into itself;
 * - SQLite finds one statement in each.
 */
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { HiveError } from "../../../src/base/errors.ts";
import { firstKeyword, splitStatements, tokenize } from "../../../src/store/raw-sql/split.ts";

const inner = fc
  .string({
    maxLength: 12,
    unit: fc.oneof(fc.constantFrom(..."';\"`[]-/*\n\r $?:()x".split("")), fc.string({ minLength: 1, maxLength: 1 })),
  })
  .map((text) => text.replaceAll("\0", "").toWellFormed());
const string = inner.map((text) => `'${text.replaceAll("'", "''")}'`);
const name = fc.oneof(
  inner.map((text) => `"${text.replaceAll('"', '""')}"`),
  inner.map((text) => `\`${text.replaceAll("`", "``")}\``),
  inner.map((text) => `[${text.replaceAll("]", "")}]`),
);
const comment = fc.oneof(
  inner.map((text) => `/*${text.replaceAll("*/", "")} */`),
  inner.map((text) => `--${text.replaceAll("\n", "")}\n`),
);
const plain = fc.constantFrom("a", "1.5", "(", ")", ",", "=", "||", "x'00'", "$v(;)", "é", "-", "/");
const piece = fc.oneof(string, name, comment, plain);
const statement = fc.array(piece, { maxLength: 6 }).map((pieces) => `SELECT ${pieces.join(" ")}`);
/** Text that often opens a string or a comment and does not close it. */
const text = fc.string({ unit: fc.constantFrom(..."ab1;'\"`[]-/*\n ?$.\0\ufeff\ud800".split("")), maxLength: 40 });

const textOf = (sql: string): string[] => tokenize(sql).map((token) => token.text);

test("as many statements come out as were joined, with the same tokens", () => {
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), (statements) => {
      const split = splitStatements(statements.join(";"));
      expect(split.map(textOf)).toEqual(statements.map(textOf));
      expect(split.map(firstKeyword)).toEqual(statements.map(() => "SELECT"));
    }),
  );
});

test("any text is split into statements that split into themselves, or refused", () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.string({ unit: "binary" })), (sql) => {
      try {
        const statements = splitStatements(sql);
        expect(statements.flatMap(splitStatements)).toEqual(statements);
        expect(statements.flatMap(textOf)).toEqual(textOf(sql).filter((token) => token !== ";"));
      } catch (error) {
        if (!(error instanceof HiveError)) throw error;
        expect(error.code).toBe("HIVE_SQL_REFUSED");
      }
    }),
    { numRuns: 1000 },
  );
});

test("a string or a name of any content reaches SQLite whole", () => {
  using db = new Database(":memory:");
  fc.assert(
    fc.property(inner, inner, comment, (value, column, note) => {
      const sql = `;${note} SELECT '${value.replaceAll("'", "''")}' AS ${note} "c${column.replaceAll('"', '""')}" ${note};`;
      const [only, ...others] = splitStatements(sql);
      expect(others).toEqual([]);
      const query = db.prepare(only!);
      expect([query.columnNames, query.values()]).toEqual([[`c${column}`], [[value]]]);
      query.finalize();
    }),
  );
});
