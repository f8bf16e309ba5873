import { Database } from "bun:sqlite";
import { readdirSync } from "node:fs";
import { type GrowthLimits, RawSqlGrowth } from "../../../src/store/raw-sql/growth.ts";
import { RawSqlPolicy, runRawSql } from "../../../src/store/raw-sql/policy.ts";
import { tempDir } from "../../support/temp-dir.ts";

/** What an older database may hold besides hive's tables; `sessions` has a column `n` there. */
export const OLDER = `
  CREATE TABLE pairs (a TEXT, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
  CREATE TABLE settled (id INTEGER PRIMARY KEY ON CONFLICT ROLLBACK);
  CREATE INDEX logs_by_session ON session_logs (session_id);
  CREATE INDEX sessions_by_status ON sessions (lower(status)) WHERE n > 0;
  CREATE UNIQUE INDEX agents_by_name ON agents (name, role);
  CREATE VIEW active AS SELECT * FROM sessions WHERE status = 'active';
  CREATE VIEW peek AS SELECT * FROM hive_ledger;
  CREATE VIEW deep_peek AS SELECT entry_id AS id FROM peek;
  CREATE VIEW schema_peek AS SELECT sql FROM sqlite_schema;
  CREATE VIEW endless AS WITH c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c;
  CREATE TRIGGER counted AFTER INSERT ON session_logs BEGIN
    UPDATE sessions SET n = n + 1 WHERE id = new.session_id;
  END;
  CREATE TRIGGER wiping AFTER DELETE ON agents BEGIN DELETE FROM hive_ledger; END;
  CREATE TRIGGER aborting AFTER UPDATE OF role ON agents BEGIN SELECT RAISE(ROLLBACK, 'no'); END;
  CREATE TRIGGER through_view INSTEAD OF INSERT ON active BEGIN INSERT INTO sessions (id) VALUES (new.id); END;
  CREATE TRIGGER into_ledger INSTEAD OF INSERT ON peek BEGIN INSERT INTO hive_ledger VALUES (new.entry_id, new.seq); END;
  CREATE VIRTUAL TABLE docs USING fts5 (body);
  CREATE VIRTUAL TABLE boxes USING rtree (id, x0, x1);
`;

/** hive's tables, and the others. */
const SCHEMA = `
  CREATE TABLE sessions (id TEXT PRIMARY KEY, status TEXT, objective TEXT, n INTEGER DEFAULT 0, checkpoint_data TEXT);
  CREATE TABLE session_logs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, message TEXT, token TEXT DEFAULT (hex(randomblob(4)))
  );
  CREATE TABLE agents (id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT, upper_name TEXT AS (upper(name))) STRICT;
  CREATE TABLE hive_raw_sql (id INTEGER PRIMARY KEY, grown_pages INTEGER NOT NULL);
  CREATE TABLE hive_ledger (entry_id TEXT PRIMARY KEY, seq TEXT) WITHOUT ROWID;
  CREATE TABLE hive_state (session_id TEXT PRIMARY KEY, data TEXT);
  CREATE INDEX hive_state_by_data ON hive_state (data);
  CREATE TABLE kysely_migration (name TEXT PRIMARY KEY);
  ${OLDER}
  CREATE TEMP TABLE scratch (a);
  INSERT INTO sessions (id, status) VALUES ('s1', 'active'), ('s2', 'ended');
  INSERT INTO session_logs (session_id, message) VALUES ('s1', 'one'), ('s1', 'two');
  INSERT INTO agents (id, name) VALUES ('a1', 'ann'), ('a2', 'bob');
  INSERT INTO settled VALUES (1);
  INSERT INTO hive_ledger VALUES ('e1', '1');
  INSERT INTO hive_state VALUES ('s1', '{}');
  INSERT INTO scratch VALUES (1);
`;

const PRAGMAS = [
  "journal_mode",
  "synchronous",
  "user_version",
  "application_id",
  "writable_schema",
  "foreign_keys",
  "trusted_schema",
  "busy_timeout",
  "cache_size",
  "recursive_triggers",
  "query_only",
  "locking_mode",
  "schema_version",
  "max_page_count",
  "page_count",
  "freelist_count",
  "encoding",
  "auto_vacuum",
];

/** A database of its own with a policy, in the transaction and the savepoint in which a worker applies an entry. */
export function openStore(limits?: GrowthLimits) {
  const dir = tempDir();
  const db = new Database(`${dir.path}/hive.db`, { create: true, strict: true });
  db.run("PRAGMA journal_mode = WAL");
  db.run(SCHEMA);
  db.run("BEGIN IMMEDIATE");
  db.run("SAVEPOINT entry");
  const policy = new RawSqlPolicy(db);
  const growth = new RawSqlGrowth(db, limits);
  return {
    db,
    policy,
    run: (sql: string) => runRawSql(db, policy, growth, sql),
    state: () => stateOf(db, dir.path),
    [Symbol.dispose]() {
      db.close();
      dir[Symbol.dispose]();
    },
  };
}

/** Everything that a statement could change: rows, schema, settings, files, attached databases, the transaction. */
function stateOf(db: Database, directory: string) {
  const tables = db
    .query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name")
    .all();
  return {
    schema: db.query("SELECT * FROM sqlite_schema").all(),
    temporary: db.query("SELECT * FROM sqlite_temp_schema").all(),
    rows: tables.map(({ name }) => [name, db.prepare(`SELECT * FROM "${name}"`).values()]),
    scratch: db.query("SELECT * FROM scratch").values(),
    pragmas: PRAGMAS.map((name) => [name, db.prepare(`PRAGMA ${name}`).values()]),
    databases: db.query("PRAGMA database_list").values(),
    files: readdirSync(directory).toSorted(),
    inTransaction: db.inTransaction,
  };
}
