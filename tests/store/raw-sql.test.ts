import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { RawSqlPolicy, runRawSql } from "../../src/store/raw-sql.ts";
import { tempDir } from "../support/temp-dir.ts";

const SCHEMA = `
  CREATE TABLE sessions (id TEXT PRIMARY KEY, status TEXT, n INTEGER DEFAULT 0, checkpoint_data TEXT);
  CREATE TABLE session_logs (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, message TEXT);
  CREATE TABLE pairs (a TEXT, b TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
  CREATE INDEX by_session ON session_logs (session_id);
  CREATE INDEX by_status ON sessions (lower(status)) WHERE n > 0;
  CREATE TABLE hive_ledger (entry_id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE kysely_migration (name TEXT PRIMARY KEY);
  CREATE VIEW peek AS SELECT * FROM hive_ledger;
  CREATE VIEW active AS SELECT * FROM sessions WHERE status = 'active';
  CREATE TRIGGER counted AFTER INSERT ON session_logs BEGIN UPDATE sessions SET n = n + 1 WHERE id = new.session_id; END;
  INSERT INTO sessions (id, status) VALUES ('s1', 'active'), ('s2', 'ended');
  INSERT INTO hive_ledger VALUES ('e1');
`;

function open(path: string): Database {
  const db = new Database(`${path}/hive.db`, { create: true, strict: true });
  db.run("PRAGMA journal_mode = WAL");
  db.run(SCHEMA);
  return db;
}

const ORDINARY = [
  "SELECT 1;",
  "SELECT 1; SELECT 2",
  "  -- a comment; with a semicolon\n SELECT ';' /* ; */;",
  "SELECT s.id, count(*) FROM sessions s LEFT JOIN session_logs l ON l.session_id = s.id GROUP BY s.id HAVING count(*) > 0 ORDER BY 2 DESC LIMIT 5 OFFSET 1",
  "INSERT INTO sessions (id, status) VALUES ('a', 'b''c;')",
  "INSERT INTO sessions VALUES ('s1', 'b', 1, NULL) ON CONFLICT (id) DO UPDATE SET status = excluded.status RETURNING *",
  "INSERT OR IGNORE INTO sessions (id) SELECT session_id FROM session_logs",
  "REPLACE INTO sessions (id) VALUES ('z')",
  "INSERT INTO session_logs (session_id, message) VALUES ('s1', 'm'), ('s2', 'n')",
  "INSERT INTO pairs SELECT id, status FROM sessions",
  "UPDATE sessions SET n = n + 1, status = upper(status) WHERE id IN (SELECT session_id FROM session_logs)",
  "UPDATE sessions SET n = l.id FROM session_logs l WHERE l.session_id = sessions.id",
  "UPDATE sessions SET checkpoint_data = json_set(coalesce(checkpoint_data, '{}'), '$.a', 1), status = datetime('now')",
  "DELETE FROM sessions",
  "DELETE FROM session_logs WHERE session_id = 's1' AND message GLOB '*x*'",
  "WITH c AS (SELECT id FROM sessions) SELECT * FROM c UNION SELECT session_id FROM session_logs EXCEPT SELECT 'x'",
  "SELECT row_number() OVER (PARTITION BY status ORDER BY n), sum(n) OVER (ORDER BY id ROWS 1 PRECEDING) FROM sessions",
  "SELECT * FROM active",
  'SELECT * FROM [sessions] JOIN `session_logs` ON "session_id" = sessions.id',
  "VALUES (1, 2), (3, 4)",
  "SELECT CASE WHEN n BETWEEN 1 AND 5 THEN cast(n AS TEXT) || 'x' ELSE ~n % 2 END, iif(n, 1, 2), n IS NULL FROM sessions",
];

test.each(ORDINARY)("rows may be read and written: %s", (sql) => {
  using dir = tempDir();
  using db = open(dir.path);
  expect(() => runRawSql(db, new RawSqlPolicy(db), sql)).not.toThrow();
});

const ATTACKS = [
  "ATTACH 'x.db' AS x",
  "/* a */ AtTaCh DATABASE 'x.db' AS x",
  "SELECT 1; ATTACH 'x.db' AS x",
  ";;ATTACH 'x.db' AS x",
  "DETACH main",
  "PRAGMA journal_mode = DELETE",
  "-- a\nPRAGMA user_version = 7",
  "SELECT 1; PRAGMA writable_schema = ON",
  "EXPLAIN PRAGMA user_version = 7",
  "EXPLAIN SELECT 1",
  "SELECT * FROM pragma_table_info('sessions')",
  "SELECT * FROM pragma_user_version",
  "VACUUM",
  "VACUUM INTO 'x.db'",
  "CREATE TABLE t (a)",
  "CREATE TEMP TABLE t (a)",
  "CREATE TRIGGER t AFTER INSERT ON sessions BEGIN DELETE FROM hive_ledger; END",
  "CREATE VIEW t AS SELECT 1",
  "CREATE INDEX t ON sessions (n)",
  "DROP TABLE sessions",
  "ALTER TABLE sessions ADD COLUMN x",
  "REINDEX",
  "ANALYZE",
  "BEGIN",
  "COMMIT",
  "END",
  "ROLLBACK",
  "SAVEPOINT x",
  "RELEASE entry",
  "ROLLBACK TO entry",
  "SELECT load_extension('x')",
  "SELECT writefile('x.db', 'x')",
  "SELECT readfile('/etc/passwd')",
  "SELECT zeroblob(1000000000)",
  "SELECT hex(randomblob(1000000000))",
  "SELECT printf('%.*c', 1000000000, 'x')",
  "SELECT * FROM sqlite_schema",
  "SELECT * FROM sqlite_master",
  "SELECT * FROM main.sqlite_master",
  'SELECT * FROM "sqlite_schema"',
  "SELECT * FROM [SQLite_Master]",
  "SELECT * FROM sqlite_temp_master",
  "SELECT * FROM temp.sqlite_schema",
  "UPDATE sqlite_schema SET sql = ''",
  "DELETE FROM sqlite_sequence",
  "SELECT * FROM 'sqlite_sequence'",
  "UPDATE [sqlite_sequence] SET seq = 0",
  "SELECT * FROM hive_ledger",
  "DELETE FROM HIVE_LEDGER",
  "DELETE FROM 'hive_ledger'",
  'INSERT INTO "hive_ledger" VALUES (1)',
  "SELECT l.* FROM hive_ledger AS l",
  "SELECT (SELECT count(*) FROM hive_ledger)",
  "WITH c AS (SELECT * FROM hive_ledger) SELECT * FROM c",
  "INSERT INTO sessions (id) SELECT entry_id FROM hive_ledger",
  "UPDATE sessions SET status = entry_id FROM hive_ledger",
  "UPDATE sessions SET n = 1 RETURNING (SELECT entry_id FROM hive_ledger)",
  "SELECT * FROM peek",
  "SELECT * FROM kysely_migration",
  "DELETE FROM kysely_migration",
  "SELECT * FROM dbstat",
  "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c",
  "WITH c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c",
  "SELECT count(*) FROM sessions a, sessions b, sessions c, sessions d, sessions e",
  "SELECT ?",
  "SELECT :name",
  "SELECT 'open",
  'SELECT "open',
  "SELECT 1 /* open",
  "SELECT 1\u0000; DROP TABLE sessions",
  "\ufeffDROP TABLE sessions",
  "\u00a0PRAGMA user_version = 7",
  "SELECT 1 WHERE 1 = '; DROP TABLE sessions; --",
  "nonsense",
  `SELECT '${"x".repeat(70_000)}'`,
  "SELECT 1;".repeat(101),
];

test.each(ATTACKS)("nothing else is let pass, and nothing has happened: %p", (sql) => {
  using dir = tempDir();
  using db = open(dir.path);
  const state = () => ({
    schema: db.query("SELECT * FROM sqlite_schema").all(),
    ledger: db.query("SELECT * FROM hive_ledger").all(),
    sessions: db.query("SELECT * FROM sessions").all(),
    pragmas: ["journal_mode", "user_version", "writable_schema"].map((name) => db.query(`PRAGMA ${name}`).get()),
    databases: db.query("PRAGMA database_list").all(),
    files: readdirSync(dir.path).toSorted(),
    inTransaction: db.inTransaction,
  });
  const before = state();
  expect(() => runRawSql(db, new RawSqlPolicy(db), sql)).toThrow(
    expect.objectContaining({ code: "HIVE_SQL_REFUSED" }) as Error,
  );
  expect(state()).toEqual(before);
});

test("a refused statement keeps the ones before it from running", () => {
  using dir = tempDir();
  using db = open(dir.path);
  expect(() => runRawSql(db, new RawSqlPolicy(db), "DELETE FROM sessions; DROP TABLE sessions")).toThrow("DROP");
  expect(db.query("SELECT count(*) AS n FROM sessions").get()).toEqual({ n: 2 });
});

test("what passed is looked at again when the schema has changed", () => {
  using dir = tempDir();
  using db = open(dir.path);
  const policy = new RawSqlPolicy(db);
  policy.check("SELECT * FROM active");
  db.run("DROP VIEW active");
  db.run("CREATE VIEW active AS SELECT * FROM hive_ledger");
  expect(() => policy.check("SELECT * FROM active")).toThrow("hive_ledger");
});

test("a trigger that reaches the ledger stops the statement that would fire it", () => {
  using dir = tempDir();
  using db = open(dir.path);
  db.run("CREATE TRIGGER wipe AFTER DELETE ON sessions BEGIN DELETE FROM hive_ledger; END");
  expect(() => new RawSqlPolicy(db).check("DELETE FROM sessions")).toThrow("hive_ledger");
});
