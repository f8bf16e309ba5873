/**
 * - each attack is refused with HIVE_SQL_REFUSED, in one line;
 * - rows, schema, settings, files and the transaction are then as they were;
 * - so is everything when the attack follows or precedes an ordinary statement.
 */
import { expect, test } from "bun:test";
import { HiveError } from "../../../src/base/errors.ts";
import { ATTACKS } from "./attacks.ts";
import { openStore } from "./setup.ts";

const cases = Object.entries(ATTACKS).flatMap(([target, statements]) =>
  statements.map((sql) => [target, sql] as const),
);

function refusal(action: () => void): HiveError {
  try {
    action();
  } catch (error) {
    if (error instanceof HiveError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

test.each(cases.map(([target, sql], index) => [target, sql.slice(0, 120), index] as const))(
  "nothing reaches %s: %p",
  (_target, _title, index) => {
    using store = openStore();
    const sql = cases[index]![1];
    const before = store.state();
    for (const text of [sql, `DELETE FROM sessions; ${sql}`, `${sql}\n; DELETE FROM sessions`]) {
      const error = refusal(() => store.run(text));
      expect(error.code).toBe("HIVE_SQL_REFUSED");
      expect(error.message).toMatch(/^refused: .{1,200}$/);
      expect(store.state()).toEqual(before);
    }
  },
);

test("a refusal names what was refused", () => {
  using store = openStore();
  const reasons = ["DROP TABLE t", "SELECT * FROM 'hive_ledger'", "SELECT load_extension('x')", "SELECT * FROM docs"];
  expect(reasons.map((sql) => refusal(() => store.run(sql)).message)).toEqual([
    "refused: a statement that begins with DROP",
    "refused: the table hive_ledger",
    "refused: the function load_extension",
    "refused: SQL that compiles to the opcode VOpen",
  ]);
});

test("a recursive query is refused, also one that would end", () => {
  using store = openStore();
  const sql = "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3) SELECT x FROM c";
  expect(refusal(() => store.run(sql)).message).toBe("refused: a recursive query");
});

test("what passed is looked at again when the schema has changed", () => {
  using store = openStore();
  store.run("SELECT * FROM active");
  store.db.run("DROP VIEW active");
  store.db.run("CREATE VIEW active AS SELECT * FROM hive_ledger");
  expect(refusal(() => store.run("SELECT * FROM active")).message).toBe("refused: the table hive_ledger");
});

test("a table made after the policy can be written", () => {
  using store = openStore();
  store.run("DELETE FROM pairs");
  store.db.run("CREATE TABLE later (a)");
  store.run("INSERT INTO later VALUES (1)");
  expect(store.db.query("SELECT a FROM later").values()).toEqual([[1]]);
});

test("sqlite_sequence is refused to all when a view or trigger names it", () => {
  using store = openStore();
  store.db.run("CREATE VIEW counters AS SELECT * FROM sqlite_sequence");
  const statements = ["SELECT * FROM counters", "INSERT INTO session_logs (message) SELECT seq FROM counters"];
  for (const sql of statements)
    expect(refusal(() => store.run(sql)).message).toBe("refused: the table sqlite_sequence");
});

test("an entry that makes the database grow by more than 64 MiB is refused, and the transaction goes on", () => {
  using store = openStore();
  store.run(`INSERT INTO session_logs (message) VALUES ('${"x".repeat(60_000)}')`);
  const double = "INSERT INTO session_logs (message) SELECT message FROM session_logs;";
  expect(refusal(() => store.run(double.repeat(16))).message).toContain("grow");
  store.db.run("ROLLBACK TO entry");
  store.db.run("RELEASE entry");
  expect(store.db.inTransaction).toBe(true);
  expect(store.db.query("SELECT count(*) AS n FROM hive_ledger").get()).toEqual({ n: 1 });
}, 60_000);

test("an error while a statement runs is SQLite's own, and leaves the transaction open", () => {
  using store = openStore();
  expect(() => store.run("INSERT INTO sessions (id) VALUES ('s1')")).toThrow(
    expect.objectContaining({ code: "SQLITE_CONSTRAINT_PRIMARYKEY" }) as Error,
  );
  expect(store.db.inTransaction).toBe(true);
});
