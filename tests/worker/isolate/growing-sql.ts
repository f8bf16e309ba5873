const nested = (levels: number, wrap: (inner: string) => string, start: string): string =>
  Array.from({ length: levels }).reduce<string>((inner) => wrap(inner), start);

const twice = (levels: number, wrap: (inner: string) => string): string =>
  Array.from(
    { length: levels },
    (_, level) => `, c${level + 1} AS MATERIALIZED (SELECT ${wrap("x")} AS x FROM c${level})`,
  ).join("");
const doubled = (wrap: (inner: string) => string): string =>
  `WITH c0 AS MATERIALIZED (SELECT 'aaaaaaaaaa' AS x)${twice(40, wrap)} SELECT length(x) FROM c40`;

/** Statements that the policy allows, and that take long or much: values that grow, tables that multiply. */
export const GROWING: readonly string[] = [
  `SELECT length(${nested(8, (inner) => `replace(${inner}, 'a', 'aaaaaaaaaaaaaaaaaaaa')`, "'a'")})`,
  `SELECT length(${nested(60, (inner) => `hex(${inner})`, "'a'")})`,
  `SELECT length(${nested(60, (inner) => `quote(${inner} || '''')`, "''''")})`,
  `SELECT length(${nested(12, (inner) => `printf('%s%s%s%s%s%s', ${inner}, 'a', 'b', 'c', 'd', 'e')`, "'a'")})`,
  `SELECT length(${nested(20, (inner) => `json_extract(json_quote(${inner}), '$', '$', '$', '$')`, "'a'")})`,
  `SELECT length(${nested(20, (inner) => `json_set('{}', '$.a', ${inner}, '$.b', ${inner.length < 2000 ? inner : "1"})`, "'a'")})`,
  `SELECT length(hex(hex(hex(zeroblob(1024)))))`,
  doubled((x) => `${x} || ${x}`),
  doubled((x) => `replace(${x}, 'a', 'aa')`),
  doubled((x) => `concat(${x}, ${x})`),
  doubled((x) => `printf('%s%s', ${x}, ${x})`),
  doubled((x) => `json_array(${x}, ${x})`),
  "SELECT length(group_concat(a.message || b.message || c.message)) FROM session_logs a, session_logs b, session_logs c",
  "SELECT length(json_group_array(a.message)) FROM session_logs a, session_logs b, session_logs c",
  "SELECT string_agg(message, ',') OVER (ORDER BY id) FROM session_logs",
  "SELECT max(message) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE TIES) FROM session_logs",
  "SELECT count(*) FROM session_logs a, session_logs b, session_logs c",
  "SELECT count(*) FROM session_logs a JOIN session_logs b USING (session_id) JOIN session_logs c USING (session_id)",
  "SELECT count(*) FROM session_logs a CROSS JOIN session_logs b CROSS JOIN session_logs c WHERE a.id + b.id = c.id",
  "SELECT (SELECT count(*) FROM session_logs b, session_logs c WHERE c.id > a.id) FROM session_logs a",
  "SELECT count(*) FROM session_logs a WHERE EXISTS (SELECT 1 FROM session_logs b, session_logs c WHERE b.id + c.id + a.id = 0)",
  "SELECT count(*) FROM session_logs a WHERE a.id IN (SELECT b.id + c.id FROM session_logs b, session_logs c WHERE b.id > a.id)",
  "SELECT DISTINCT a.message || b.message || c.message FROM session_logs a, session_logs b, session_logs c ORDER BY 1",
  "DELETE FROM session_logs WHERE (SELECT count(*) FROM session_logs b, session_logs c WHERE c.id > session_logs.id) < 0",
  "UPDATE session_logs SET message = message WHERE (SELECT count(*) FROM session_logs b, session_logs c WHERE c.id > session_logs.id) < 0",
  "INSERT INTO session_logs (session_id, log_level, message) SELECT 'x', 'info', 'x' FROM session_logs a, session_logs b, session_logs c",
  `SELECT '${"a".repeat(5000)}' LIKE '${"%a".repeat(200)}b'`,
  `SELECT '${"a".repeat(5000)}' GLOB '${"*a".repeat(200)}b'`,
  `SELECT count(*) FROM session_logs WHERE message || '${"a".repeat(5000)}' LIKE '${"%_a".repeat(200)}b'`,
  `WITH c0 AS MATERIALIZED (SELECT 'aaaaaaaaaa' AS x)${twice(24, (x) => `${x} || ${x}`)} SELECT instr(x, substr(x, 1, 50000000) || 'b') FROM c24`,
  `WITH c0 AS MATERIALIZED (SELECT 'aaaaaaaaaa' AS x)${twice(20, (x) => `${x} || ${x}`)} SELECT trim(x, x || 'b') FROM c20`,
  // Chance, the clock and the connection: a statement that knows whether it is only tried.
  "SELECT CASE WHEN random() % 2 THEN (SELECT count(*) FROM session_logs a, session_logs b, session_logs c, session_logs d) END",
  "SELECT CASE WHEN unixepoch() % 2 THEN (SELECT count(*) FROM session_logs a, session_logs b, session_logs c, session_logs d) END",
  "SELECT CASE WHEN total_changes() > 3 THEN (SELECT count(*) FROM session_logs a, session_logs b, session_logs c, session_logs d) END",
];
