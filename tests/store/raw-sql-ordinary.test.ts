/**
 * Statements that a producer may well send. Each passes the policy, runs, and leaves the transaction open.
 */
import { expect, test } from "bun:test";
import { openStore } from "./raw-sql-setup.ts";

const ORDINARY = [
  "",
  " ;; -- nothing",
  "SELECT 1;",
  "SELECT 1; SELECT 2",
  "select * from sessions",
  "  -- a comment; with a semicolon\n SELECT ';' /* ; */;",
  "SELECT 'PRAGMA user_version = 7; hive_ledger'",
  "INSERT INTO sessions (id, objective) VALUES ('s9', 'hive_ledger'), ('s8', 'sqlite_schema')",
  "SELECT s.id, count(*) FROM sessions s LEFT JOIN session_logs l ON l.session_id = s.id GROUP BY s.id HAVING count(*) > 0 ORDER BY 2 DESC LIMIT 5 OFFSET 1",
  "SELECT * FROM sessions s RIGHT JOIN session_logs l ON l.session_id = s.id",
  "SELECT * FROM sessions s FULL JOIN session_logs l ON l.session_id = s.id",
  "SELECT * FROM sessions NATURAL JOIN agents",
  "SELECT * FROM sessions JOIN agents USING (id)",
  "SELECT DISTINCT status, n FROM sessions ORDER BY status COLLATE NOCASE DESC NULLS LAST",
  "SELECT count(DISTINCT status), min(n), max(n), avg(n), total(n), sum(n) FILTER (WHERE n > 1) FROM sessions",
  "SELECT group_concat(id, ',' ORDER BY id DESC), json_group_array(id), json_group_object(id, n) FROM sessions",
  "SELECT row_number() OVER (PARTITION BY status ORDER BY n), sum(n) OVER (ORDER BY id ROWS 1 PRECEDING) FROM sessions",
  "SELECT rank() OVER w, lag(id, 1) OVER w, first_value(id) OVER w, ntile(2) OVER w, avg(n) OVER (ORDER BY n RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE TIES) FROM sessions WINDOW w AS (ORDER BY n)",
  "SELECT * FROM active",
  "INSERT INTO active (id) VALUES ('through the view')",
  'SELECT * FROM [sessions] JOIN `session_logs` ON "session_id" = sessions.id',
  "SELECT * FROM main.sessions WHERE rowid = 1 OR id = 's1' OR status = 'x'",
  "SELECT * FROM session_logs INDEXED BY logs_by_session WHERE session_id = 's1' OR session_id = 's2' OR id = 3",
  "SELECT * FROM sessions WHERE lower(status) = 'active' AND n > 0",
  "SELECT * FROM sessions WHERE EXISTS (SELECT 1 FROM session_logs WHERE session_id = sessions.id) AND n NOT IN (1, 2, 3)",
  "SELECT * FROM sessions WHERE id LIKE 's%' ESCAPE '!' AND id GLOB 's*' AND (n, id) > (0, 'a') AND n BETWEEN 0 AND 9",
  "SELECT (SELECT count(*) FROM sessions), (SELECT count(*) FROM agents), (SELECT count(*) FROM session_logs), (SELECT count(*) FROM pairs), (SELECT count(*) FROM settled)",
  "SELECT id FROM sessions UNION ALL SELECT name FROM agents UNION ALL SELECT a FROM pairs UNION ALL SELECT message FROM session_logs UNION ALL SELECT 'x' FROM sessions UNION ALL SELECT 'y' FROM agents ORDER BY 1 LIMIT 3",
  "SELECT id FROM sessions INTERSECT SELECT session_id FROM session_logs EXCEPT SELECT 'x' ORDER BY 1",
  "WITH c AS (SELECT id FROM sessions) SELECT * FROM c UNION SELECT session_id FROM session_logs",
  "WITH a AS MATERIALIZED (SELECT id FROM sessions), b (x) AS (SELECT id FROM a) SELECT * FROM a JOIN b ON x = id",
  "WITH RECURSIVE a AS (SELECT 1) SELECT * FROM a",
  "WITH c AS (SELECT 's1' AS id) UPDATE sessions SET n = 2 WHERE id IN (SELECT id FROM c)",
  "WITH c (v) AS (VALUES ('x1'), ('x2'), ('x3')) INSERT INTO sessions (id) SELECT v FROM c",
  "WITH c AS (SELECT 's1' AS id) DELETE FROM sessions WHERE id IN (SELECT id FROM c)",
  "VALUES (1, 2), (3, 4)",
  "SELECT CASE WHEN n BETWEEN 1 AND 5 THEN cast(n AS TEXT) || 'x' ELSE ~n % 2 END, iif(n, 1, 2), n IS NULL, n << 1 & 3 | 4, n / 2.5, -n FROM sessions",
  "SELECT x'00ff', 1e3, 0x1F, 1_000, .5, NULL, TRUE, current_timestamp, typeof(n), coalesce(n, 1), nullif(n, 1) FROM sessions",
  "SELECT datetime('now', '-1 day'), strftime('%Y', 'now'), unixepoch(), julianday('now'), date('now', 'start of month'), timediff('now', '2024-01-01')",
  "SELECT json_extract('{\"a\":[1]}', '$.a[0]'), '{}' -> 'a', '{}' ->> '$.a', json_object('a', 1), json_valid('x'), json_patch('{}', '{}'), jsonb('{}')",
  "SELECT round(1.5), abs(-1), sqrt(4), pow(2, 3), floor(1.5), mod(5, 3), pi(), sign(-1), random()",
  "SELECT substr('abc', 1, 2), replace('a', 'a', 'b'), trim(' a '), instr('abc', 'b'), hex('a'), quote('a'), char(65), unicode('A'), upper('a'), length('a')",
  "SELECT lower(hex(randomblob(16))), zeroblob(10), printf('%d of %05.2f %s', 1, 2.0, 'x'), format('%s', 'x')",
  "INSERT INTO sessions (id, status) VALUES ('a', 'b''c;')",
  "INSERT INTO sessions DEFAULT VALUES",
  "INSERT INTO sessions (id) VALUES ('s1') ON CONFLICT DO NOTHING",
  "INSERT INTO sessions (id, status) VALUES ('s1', 'b') ON CONFLICT (id) DO UPDATE SET status = excluded.status, n = n + 1 WHERE n < 9 RETURNING *, rowid",
  "INSERT OR IGNORE INTO sessions (id) SELECT session_id FROM session_logs",
  "INSERT OR REPLACE INTO agents (id, name) VALUES ('a9', 'zoe')",
  "REPLACE INTO sessions (id) VALUES ('z')",
  "INSERT INTO session_logs (session_id, message) VALUES ('s1', 'm'), ('s2', 'n')",
  "INSERT INTO session_logs (session_id, message) SELECT session_id, message FROM session_logs WHERE id = 1 RETURNING id",
  "REPLACE INTO session_logs (id, session_id) VALUES (1, 's2')",
  "INSERT INTO pairs SELECT id, n FROM sessions WHERE true ON CONFLICT DO NOTHING",
  "INSERT OR FAIL INTO pairs VALUES ('a', 1)",
  "UPDATE sessions SET n = n + 1, status = upper(status) WHERE id IN (SELECT session_id FROM session_logs)",
  "UPDATE sessions SET n = l.id FROM session_logs l WHERE l.session_id = sessions.id",
  "UPDATE sessions SET (status, n) = (SELECT message, id FROM session_logs LIMIT 1)",
  "UPDATE OR IGNORE sessions SET id = 's1'",
  "UPDATE sessions SET checkpoint_data = json_set(coalesce(checkpoint_data, '{}'), '$.a', 1), status = datetime('now')",
  "UPDATE pairs SET b = b + 1 WHERE a > 'a' RETURNING a, last_insert_rowid(), changes()",
  "UPDATE agents SET name = 'cleo' WHERE id = 'a1'",
  "UPDATE session_logs SET message = 'x' ORDER BY id LIMIT 1",
  "DELETE FROM sessions",
  "DELETE FROM session_logs WHERE session_id = 's1' AND message GLOB '*x*'",
  "DELETE FROM sessions WHERE rowid IN (SELECT rowid FROM sessions ORDER BY n LIMIT 1) RETURNING id",
  "DELETE FROM pairs WHERE a IN (SELECT id FROM sessions) OR b = 2",
  "DELETE FROM session_logs ORDER BY id DESC LIMIT 1",
];

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
