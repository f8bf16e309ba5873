/** Which of the allowed texts plainly end soon: the others get a process of their own, which costs one. */
import { expect, test } from "bun:test";
import { openStore } from "./setup.ts";

const rows = (count: number): string => Array.from({ length: count }, (_, row) => `('v${row}')`).join(", ");

test.each([
  "",
  "SELECT 1;",
  "SELECT 'a || b'",
  "SELECT upper('a'), datetime('now'), abs(-1), random()",
  "INSERT INTO sessions (id, objective, status) VALUES ('s9', 'x', lower(' A '))",
  "INSERT INTO agents (id, name) VALUES ('a9', trim(' zoe '))",
  "INSERT INTO agents (id, name) SELECT 'a9', 'zoe'",
  "INSERT OR REPLACE INTO agents (id, name) VALUES ('a1', 'zoe')",
  "INSERT INTO pairs VALUES ('a', 1)",
  "INSERT INTO pairs VALUES ('a', 1), ('b', 2), ('c', 3)",
  `INSERT INTO sessions (id) VALUES ${rows(100)}`,
  "INSERT INTO agents (id, name) VALUES ('a1', 'x') ON CONFLICT (id) DO NOTHING",
  "INSERT INTO sessions (id) VALUES ('s1') ON CONFLICT (id) DO UPDATE SET n = n + 1",
  "INSERT INTO sessions DEFAULT VALUES",
  "REPLACE INTO sessions (id) VALUES ('z')",
  "UPDATE sessions SET n = n + 1 WHERE id = 's1'",
  "UPDATE sessions SET objective = 'x', checkpoint_data = datetime('now') WHERE id = 's1'",
  "UPDATE pairs SET b = 2 WHERE a = 'a' AND b = 1",
  "DELETE FROM pairs WHERE a = 'a' AND b = 1",
  "DELETE FROM sessions WHERE id = 's1'",
  "SELECT * FROM sessions WHERE id = 's1'",
  "UPDATE sessions SET n = 1 WHERE id = 's1'; DELETE FROM pairs WHERE a = 'a' AND b = 1; SELECT 1",
])("%p plainly ends soon", (sql) => {
  using store = openStore();
  expect(store.policy.isBounded(sql)).toBe(true);
});

/** Each goes over the rows of one table alone, and does little with each: together they take long. */
const SCANS = [
  ["of a compound select", Array<string>(400).fill("SELECT sum(n) FROM sessions").join(" UNION ALL ")],
  ["of scalar subqueries", `SELECT ${Array<string>(1000).fill("(SELECT sum(n) FROM sessions)").join(", ")}`],
  ["of many statements", "SELECT count(*) FROM sessions;".repeat(100)],
  ["of an INSERT", "INSERT INTO agents (id, name) SELECT id, id FROM sessions"],
  ["of a common table", "WITH c AS MATERIALIZED (SELECT id FROM sessions) SELECT * FROM c"],
  ["of a list in WHERE", "DELETE FROM sessions WHERE id IN (SELECT id FROM agents)"],
  ["of a list that is written", `DELETE FROM sessions WHERE id IN (${rows(100)})`],
  ["of a view", "SELECT * FROM active"],
  ["of a whole table", "SELECT * FROM sessions"],
  ["that counts pages", "SELECT count(*) FROM sessions"],
  ["that empties a table", "DELETE FROM pairs"],
  ["for a sort", "SELECT id FROM sessions ORDER BY n"],
  ["for one row", "SELECT id FROM sessions ORDER BY id LIMIT 1 OFFSET 1000000"],
  ["by a key that many rows may have", "UPDATE session_logs SET message = 'x' WHERE session_id = 's1'"],
  ["by part of a key", "DELETE FROM pairs WHERE a = 'a'"],
  ["by a range", "DELETE FROM session_logs WHERE id > 0"],
  ["by one of two keys", "DELETE FROM session_logs WHERE id = 1 OR session_id = 's1'"],
] as const;

test.each(SCANS)("a scan %s may take long", (_name, sql) => {
  using store = openStore();
  expect(store.policy.isBounded(sql)).toBe(false);
  expect(store.policy.isBounded(sql)).toBe(false);
});

test.each([
  "SELECT 'a' || 'b'",
  "SELECT replace('a', 'a', 'b')",
  "SELECT trim('a', 'b')",
  "SELECT json_extract('{}', '$', '$')",
  "SELECT hex('a')",
  "SELECT zeroblob(10)",
  "SELECT printf('%d', 1)",
  "SELECT 'aaa' LIKE 'a%b'",
  "SELECT 1; SELECT 2; SELECT hex('a')",
  "UPDATE sessions SET status = hex('a') WHERE id = 's1'",
  "SELECT * FROM sessions, agents",
  "SELECT count(*) FROM sessions a JOIN sessions b ON b.rowid = a.n",
  "SELECT (SELECT count(*) FROM agents WHERE agents.id > sessions.id) FROM sessions",
  "SELECT sum(n) OVER (ORDER BY id) FROM sessions",
  // Fires a trigger.
  "INSERT INTO session_logs (session_id, token) VALUES ('s1', 'x')",
  "INSERT INTO active (id) VALUES ('v')",
  // The same row, which may be large, over and over.
  "UPDATE sessions SET n = 1 WHERE id = 's1';".repeat(9),
  `SELECT ${Array<string>(5).fill("objective, status").join(", ")} FROM sessions WHERE id = 's1'`,
  `SELECT ${Array<string>(17).fill("upper('x')").join(", ")}`,
  `SELECT ${Array<string>(5).fill("upper(objective)").join(", ")} FROM sessions WHERE id = 's1'`,
  "INSERT INTO sessions (id) VALUES ('s1'), ('s2'), ('s3') ON CONFLICT (id) DO UPDATE SET n = n + 1",
  // More than is even compiled.
  `INSERT INTO sessions (id) VALUES ${rows(1000)}`,
])("%p may take long", (sql) => {
  using store = openStore();
  expect(store.policy.isBounded(sql)).toBe(false);
  expect(store.policy.isBounded(sql)).toBe(false);
});
