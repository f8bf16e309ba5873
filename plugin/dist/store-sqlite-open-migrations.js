// @bun
import {
  sql,
  Migrator,
  kyselyOf,
  rollBack
} from "./store-sqlite-open-connection.js";
import {
  readRecord,
  LATEST_MIGRATION
} from "./store-sqlite-open-schema.js";
import {
  isStoreUnavailable
} from "./platform-process-kernel-locks.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/store/sqlite/open/migrations.ts
var LEGACY_COLUMNS = {
  swarms: ["id TEXT PRIMARY KEY", "name TEXT", "objective TEXT", "status TEXT", "created_at TEXT", "updated_at TEXT"],
  sessions: [
    "id TEXT PRIMARY KEY",
    "swarm_id TEXT",
    "swarm_name TEXT",
    "objective TEXT",
    "status TEXT DEFAULT 'active'",
    "created_at TEXT",
    "updated_at TEXT",
    "paused_at TEXT",
    "resumed_at TEXT",
    "completion_percentage REAL DEFAULT 0",
    "checkpoint_data TEXT",
    "metadata TEXT",
    "parent_pid INTEGER",
    "child_pids TEXT"
  ],
  session_logs: [
    "id INTEGER PRIMARY KEY AUTOINCREMENT",
    "session_id TEXT",
    "timestamp TEXT",
    "log_level TEXT",
    "message TEXT",
    "agent_id TEXT",
    "data TEXT"
  ],
  instance_sessions: [
    "id TEXT PRIMARY KEY",
    "session_id TEXT",
    "instance_id TEXT",
    "pid INTEGER",
    "tty TEXT",
    "started_at TEXT",
    "last_seen TEXT",
    "checkpoint_count INTEGER DEFAULT 0",
    "operation_count INTEGER DEFAULT 0",
    "status TEXT"
  ],
  agents: [
    "id TEXT PRIMARY KEY",
    "swarm_id TEXT",
    "name TEXT",
    "type TEXT",
    "role TEXT",
    "status TEXT",
    "created_at TEXT",
    "metadata TEXT"
  ]
};
async function addColumns(db, table, columns) {
  let { rows } = await sql`SELECT name FROM pragma_table_info(${table})`.execute(db), present = new Set(rows.map((row) => row.name));
  for (let column of columns) {
    if (present.has(column.split(" ")[0]))
      continue;
    await sql`ALTER TABLE ${sql.table(table)} ADD COLUMN ${sql.raw(column)}`.execute(db);
  }
}
async function adoptLegacyTables(db) {
  for (let [table, columns] of Object.entries(LEGACY_COLUMNS))
    await sql`CREATE TABLE IF NOT EXISTS ${sql.table(table)} (${sql.raw(columns.join(", "))})`.execute(db), await addColumns(db, table, columns);
  await sql`CREATE INDEX IF NOT EXISTS hive_session_logs_by_session ON session_logs (session_id)`.execute(db), await sql`CREATE INDEX IF NOT EXISTS hive_instances_by_session ON instance_sessions (session_id)`.execute(db);
}
async function createOwnTables(db) {
  await sql`CREATE TABLE IF NOT EXISTS hive_ledger (
    entry_id TEXT PRIMARY KEY, seq TEXT NOT NULL, operation TEXT NOT NULL, applied_at_ms REAL NOT NULL
  ) WITHOUT ROWID`.execute(db), await sql`CREATE INDEX IF NOT EXISTS hive_ledger_by_time ON hive_ledger (applied_at_ms, seq)`.execute(db), await sql`CREATE TABLE IF NOT EXISTS hive_state (
    session_id TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, at_ms REAL NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (session_id, kind, key)
  ) WITHOUT ROWID`.execute(db), await sql`CREATE INDEX IF NOT EXISTS hive_state_by_time ON hive_state (session_id, kind, at_ms)`.execute(db), await sql`CREATE TABLE IF NOT EXISTS hive_checkpoints (
    id INTEGER PRIMARY KEY, session_id TEXT NOT NULL, created_at_ms REAL NOT NULL,
    type TEXT NOT NULL, trigger TEXT NOT NULL, data TEXT NOT NULL
  )`.execute(db), await sql`CREATE INDEX IF NOT EXISTS hive_checkpoints_by_session ON hive_checkpoints (session_id, id)`.execute(db);
}
async function countRawSql(db) {
  await sql`CREATE TABLE IF NOT EXISTS hive_raw_sql (id INTEGER PRIMARY KEY, grown_pages INTEGER NOT NULL)`.execute(db);
}
async function createInstances(db) {
  await sql`CREATE TABLE IF NOT EXISTS hive_instances (
    session_id TEXT NOT NULL, instance_id TEXT NOT NULL, pid INTEGER, last_seen_ms REAL NOT NULL,
    operations INTEGER NOT NULL, PRIMARY KEY (session_id, instance_id)
  ) WITHOUT ROWID`.execute(db), await sql`CREATE INDEX IF NOT EXISTS hive_instances_by_time ON hive_instances (last_seen_ms)`.execute(db);
}
async function distinguishAgents(db) {
  await addColumns(db, "hive_state", ["agent_id TEXT NOT NULL DEFAULT ''", "times TEXT"]), await addColumns(db, "hive_checkpoints", ["entry_id TEXT", "late TEXT"]), await addColumns(db, "hive_instances", ["observations INTEGER NOT NULL DEFAULT 0", "agent TEXT"]);
  let indexes = [
    "hive_state_of_main ON hive_state (session_id, kind, at_ms) WHERE agent_id = ''",
    "hive_state_of_agents ON hive_state (session_id, kind, at_ms) WHERE agent_id <> ''",
    "hive_checkpoints_by_time ON hive_checkpoints (session_id, created_at_ms)",
    "hive_checkpoints_by_entry ON hive_checkpoints (entry_id) WHERE entry_id IS NOT NULL"
  ];
  for (let index of indexes)
    await sql`CREATE INDEX IF NOT EXISTS ${sql.raw(index)}`.execute(db);
  await sql`DROP INDEX IF EXISTS hive_state_by_time`.execute(db);
}
async function createOutbox(db) {
  await sql`CREATE TABLE IF NOT EXISTS hive_outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, entry_id TEXT NOT NULL, session_id TEXT NOT NULL,
    is_untrusted INTEGER NOT NULL, body TEXT NOT NULL
  )`.execute(db), await sql`CREATE TABLE IF NOT EXISTS hive_source (id TEXT NOT NULL)`.execute(db), await sql`INSERT INTO hive_source SELECT lower(hex(randomblob(16)))
    WHERE NOT EXISTS (SELECT 1 FROM hive_source)`.execute(db);
}
async function createJournalNotes(db) {
  await sql`CREATE TABLE IF NOT EXISTS hive_journals (
    hour INTEGER PRIMARY KEY, bytes INTEGER NOT NULL, hash TEXT NOT NULL, ids INTEGER NOT NULL, rest BLOB NOT NULL,
    at_ms REAL NOT NULL
  )`.execute(db);
}
var REQUIRED = {
  "0001_adopt_legacy_tables": { up: adoptLegacyTables },
  "0002_create_own_tables": { up: createOwnTables },
  "0003_count_raw_sql": { up: countRawSql },
  "0004_create_instances": { up: createInstances }
}, ADDITIONS = {
  "0005_tell_apart": { up: distinguishAgents },
  [LATEST_MIGRATION]: { up: createOutbox },
  "0007_note_settled": { up: (db) => addColumns(db, "hive_instances", ["settled INTEGER"]) },
  "0008_create_journals": { up: createJournalNotes }
};
function schemaState2(db) {
  let record = readRecord(db);
  if (record === null)
    return "new";
  if (record.required.some((name) => !((name in REQUIRED) || (name in ADDITIONS))))
    return "newer";
  return record.required.length === Object.keys(REQUIRED).length && Object.keys(ADDITIONS).every((name) => record.additions.includes(name)) ? "current" : "older";
}
async function add(db, kysely) {
  db.run("CREATE TABLE IF NOT EXISTS hive_additions (name TEXT PRIMARY KEY) WITHOUT ROWID");
  for (let [name, migration] of Object.entries(ADDITIONS))
    await migration.up(kysely), db.run("INSERT OR IGNORE INTO hive_additions VALUES (?)", [name]);
}
function hideAdditions(db) {
  for (let name of Object.keys(ADDITIONS))
    db.run("DELETE FROM kysely_migration WHERE name = ?", [name]);
}
var unavailable = (cause) => new HiveError("HIVE_STORE_UNAVAILABLE", `the database cannot be migrated now: ${errorMessage(cause)}`, { cause }), cannotBeMigrated = (cause) => new HiveError("HIVE_MIGRATION", `the database cannot be migrated: ${errorMessage(cause)}`, {
  cause,
  hint: "a newer hive may have written it: update hive; nothing was changed"
}), LOCK_WAIT_MS = 1000, ATTEMPT_WAIT_MS = 100;
async function migrate2({ db, kysely, busyTimeoutMs }) {
  let lockEndMs = performance.now() + Math.max(LOCK_WAIT_MS, busyTimeoutMs);
  while (schemaState2(db) !== "current") {
    let error = await tryToMigrate(db, kysely);
    if (error === void 0)
      return;
    if (errorCode(error)?.startsWith("SQLITE_BUSY") === !0 && performance.now() < lockEndMs)
      await Bun.sleep(ATTEMPT_WAIT_MS);
    else if (isStoreUnavailable(error))
      throw unavailable(error);
    else
      throw cannotBeMigrated(error);
  }
}
async function migrateCopy2(db) {
  let error = await tryToMigrate(db, kyselyOf(db));
  if (error !== void 0)
    throw cannotBeMigrated(error);
}
async function tryToMigrate(db, kysely) {
  let provider = { getMigrations: () => Promise.resolve({ ...REQUIRED }) };
  try {
    if (db.run("BEGIN IMMEDIATE"), schemaState2(db) !== "new")
      hideAdditions(db);
    let { error } = await new Migrator({ db: kysely, provider }).migrateToLatest();
    if (error !== void 0)
      return error;
    await add(db, kysely), db.run("COMMIT");
    return;
  } catch (error) {
    return error;
  } finally {
    rollBack(db);
  }
}

export { schemaState2, migrate2, migrateCopy2 };
