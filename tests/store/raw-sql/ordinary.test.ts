/**
 * Statements that a producer may well send. Each passes the policy, runs, and leaves the transaction open.
 */
import { expect, test } from "bun:test";
import { ORDINARY } from "./ordinary.ts";
import { openStore } from "./setup.ts";

test.each(ORDINARY)("an entry may carry %p", (sql) => {
  using store = openStore();
  const { schema, pragmas } = store.state();
  store.run(sql);
  const after = store.state();
  expect(after.schema).toEqual(schema);
  expect(after.pragmas.filter(([name]) => name !== "page_count")).toEqual(
    pragmas.filter(([name]) => name !== "page_count"),
  );
  expect(after.inTransaction).toBe(true);
});

test("the statements of an entry run in their order", () => {
  using store = openStore();
  store.run("UPDATE sessions SET n = 5 WHERE id = 's1'; UPDATE sessions SET n = n * 2 WHERE id = 's1';");
  expect(store.db.query("SELECT n FROM sessions WHERE id = 's1'").get()).toEqual({ n: 10 });
});

test("a view and a trigger of an older database take part in a statement", () => {
  using store = openStore();
  store.run("INSERT INTO active (id) VALUES ('v'); INSERT INTO session_logs (session_id) VALUES ('v')");
  expect(store.db.query("SELECT n FROM sessions WHERE id = 'v'").get()).toEqual({ n: 1 });
});

test("an entry of 100 statements runs", () => {
  using store = openStore();
  store.run("UPDATE sessions SET n = n + 1;".repeat(100));
  expect(store.db.query("SELECT n FROM sessions WHERE id = 's2'").get()).toEqual({ n: 100 });
});

test("check runs nothing", () => {
  using store = openStore();
  const before = store.state();
  expect(store.policy.check(" DELETE FROM sessions ; DELETE FROM pairs;").statements).toEqual([
    "DELETE FROM sessions",
    "DELETE FROM pairs",
  ]);
  expect(store.state()).toEqual(before);
});
