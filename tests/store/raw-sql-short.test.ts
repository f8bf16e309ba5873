/** Which of the allowed texts plainly end soon: the others get a process of their own, which costs one. */
import { expect, test } from "bun:test";
import { openStore } from "./raw-sql-setup.ts";

test.each([
  "SELECT 1;",
  "SELECT 'a || b'",
  "INSERT INTO sessions (id, objective, status) VALUES ('s9', 'x', lower(' A '))",
  "INSERT INTO agents (id, name) VALUES ('a9', trim(' zoe '))",
  "UPDATE sessions SET status = 'ended', n = n + 1 WHERE id = 's1'",
  "UPDATE sessions SET status = datetime('now') WHERE checkpoint_data ->> '$.a' = 1",
  "DELETE FROM sessions WHERE id IN (SELECT id FROM agents)",
  "SELECT count(*), max(n), iif(n, coalesce(status, 'x'), abs(n)) FROM sessions GROUP BY status ORDER BY 1",
  "SELECT id FROM sessions UNION ALL SELECT id FROM agents",
])("%p plainly ends soon", (sql) => {
  using store = openStore();
  expect(store.policy.check(sql).isShort).toBe(true);
});

test.each([
  "SELECT 'a' || 'b'",
  "SELECT replace('a', 'a', 'b')",
  "SELECT trim('a', 'b')",
  "SELECT json_extract('{}', '$', '$')",
  "SELECT * FROM sessions WHERE id LIKE 's%'",
  "SELECT * FROM sessions, agents",
  "SELECT count(*) FROM session_logs a JOIN session_logs b ON a.session_id = b.session_id",
  "SELECT count(*) FROM sessions a JOIN sessions b ON b.rowid = a.n",
  "SELECT (SELECT count(*) FROM agents WHERE agents.id > sessions.id) FROM sessions",
  "SELECT sum(n) OVER (ORDER BY id) FROM sessions",
  "SELECT 1; SELECT 2; SELECT hex('a')",
  "DELETE FROM session_logs WHERE message = hex('a')",
  // Fires a trigger.
  "INSERT INTO session_logs (session_id, token) VALUES ('s1', 'x')",
  "INSERT INTO active (id) VALUES ('v')",
])("%p may take long", (sql) => {
  using store = openStore();
  expect(store.policy.check(sql).isShort).toBe(false);
  expect(store.policy.check(sql).isShort).toBe(false);
});
