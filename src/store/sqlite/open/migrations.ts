import type { Database } from "bun:sqlite";
import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { errorCode, errorMessage, HiveError } from "../../../base/errors.ts";
import { type Connection, kyselyOf, rollBack } from "./connection.ts";
import { isStoreUnavailable } from "./unavailable.ts";
import { readRecord } from "./migration-record.ts";
import { LATEST_MIGRATION } from "./schema.ts";

/** The columns that hive writes, by table: added where an older database lacks them. */
const LEGACY_COLUMNS: Readonly<Record<string, readonly string[]>> = {
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
    "child_pids TEXT",
  ],
  session_logs: [
    "id INTEGER PRIMARY KEY AUTOINCREMENT",
    "session_id TEXT",
    "timestamp TEXT",
    "log_level TEXT",
    "message TEXT",
    "agent_id TEXT",
    "data TEXT",
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
    "status TEXT",
  ],
  agents: [
    "id TEXT PRIMARY KEY",
    "swarm_id TEXT",
    "name TEXT",
    "type TEXT",
    "role TEXT",
    "status TEXT",
    "created_at TEXT",
    "metadata TEXT",
  ],
};

/** Adds those of the columns that are not there. */
async function addColumns(db: Kysely<unknown>, table: string, columns: readonly string[]): Promise<void> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM pragma_table_info(${table})`.execute(db);
  const present = new Set(rows.map((row) => row.name));
  for (const column of columns) {
    if (present.has(column.split(" ")[0]!)) continue;
    await sql`ALTER TABLE ${sql.table(table)} ADD COLUMN ${sql.raw(column)}`.execute(db);
  }
}

async function adoptLegacyTables(db: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of Object.entries(LEGACY_COLUMNS)) {
    await sql`CREATE TABLE IF NOT EXISTS ${sql.table(table)} (${sql.raw(columns.join(", "))})`.execute(db);
    await addColumns(db, table, columns);
  }
  await sql`CREATE INDEX IF NOT EXISTS hive_session_logs_by_session ON session_logs (session_id)`.execute(db);
  await sql`CREATE INDEX IF NOT EXISTS hive_instances_by_session ON instance_sessions (session_id)`.execute(db);
}

/** Completes the work of a hive that used no transaction and was killed midway. */
async function createOwnTables(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE IF NOT EXISTS hive_ledger (
    entry_id TEXT PRIMARY KEY, seq TEXT NOT NULL, operation TEXT NOT NULL, applied_at_ms REAL NOT NULL
  ) WITHOUT ROWID`.execute(db);
  await sql`CREATE INDEX IF NOT EXISTS hive_ledger_by_time ON hive_ledger (applied_at_ms, seq)`.execute(db);
  await sql`CREATE TABLE IF NOT EXISTS hive_state (
    session_id TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, at_ms REAL NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (session_id, kind, key)
  ) WITHOUT ROWID`.execute(db);
  await sql`CREATE INDEX IF NOT EXISTS hive_state_by_time ON hive_state (session_id, kind, at_ms)`.execute(db);
  await sql`CREATE TABLE IF NOT EXISTS hive_checkpoints (
    id INTEGER PRIMARY KEY, session_id TEXT NOT NULL, created_at_ms REAL NOT NULL,
    type TEXT NOT NULL, trigger TEXT NOT NULL, data TEXT NOT NULL
  )`.execute(db);
  await sql`CREATE INDEX IF NOT EXISTS hive_checkpoints_by_session ON hive_checkpoints (session_id, id)`.execute(db);
}

async function countRawSql(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE IF NOT EXISTS hive_raw_sql (id INTEGER PRIMARY KEY, grown_pages INTEGER NOT NULL)`.execute(db);
}

/** Times for restore, candidates and retention, separate from rows that raw SQL may write. */
async function createInstances(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE IF NOT EXISTS hive_instances (
    session_id TEXT NOT NULL, instance_id TEXT NOT NULL, pid INTEGER, last_seen_ms REAL NOT NULL,
    operations INTEGER NOT NULL, PRIMARY KEY (session_id, instance_id)
  ) WITHOUT ROWID`.execute(db);
  await sql`CREATE INDEX IF NOT EXISTS hive_instances_by_time ON hive_instances (last_seen_ms)`.execute(db);
}

/** Rows of subagents, times of fields, late findings of a checkpoint, and the calling agent. */
async function distinguishAgents(db: Kysely<unknown>): Promise<void> {
  await addColumns(db, "hive_state", ["agent_id TEXT NOT NULL DEFAULT ''", "times TEXT"]);
  await addColumns(db, "hive_checkpoints", ["entry_id TEXT", "late TEXT"]);
  await addColumns(db, "hive_instances", ["observations INTEGER NOT NULL DEFAULT 0", "agent TEXT"]);
  const indexes = [
    // Each row is in one of the two: subagents' rows push none of the main agent's out.
    "hive_state_of_main ON hive_state (session_id, kind, at_ms) WHERE agent_id = ''",
    "hive_state_of_agents ON hive_state (session_id, kind, at_ms) WHERE agent_id <> ''",
    "hive_checkpoints_by_time ON hive_checkpoints (session_id, created_at_ms)",
    "hive_checkpoints_by_entry ON hive_checkpoints (entry_id) WHERE entry_id IS NOT NULL",
  ];
  for (const index of indexes) await sql`CREATE INDEX IF NOT EXISTS ${sql.raw(index)}`.execute(db);
  await sql`DROP INDEX IF EXISTS hive_state_by_time`.execute(db);
}

async function createOutbox(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE IF NOT EXISTS hive_outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, entry_id TEXT NOT NULL, session_id TEXT NOT NULL,
    is_untrusted INTEGER NOT NULL, body TEXT NOT NULL
  )`.execute(db);
  await sql`CREATE TABLE IF NOT EXISTS hive_source (id TEXT NOT NULL)`.execute(db);
  await sql`INSERT INTO hive_source SELECT lower(hex(randomblob(16)))
    WHERE NOT EXISTS (SELECT 1 FROM hive_source)`.execute(db);
}

/** What `hive status` need not find again of the journals. */
async function createJournalNotes(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE IF NOT EXISTS hive_journals (
    hour INTEGER PRIMARY KEY, bytes INTEGER NOT NULL, hash TEXT NOT NULL, ids INTEGER NOT NULL, rest BLOB NOT NULL,
    at_ms REAL NOT NULL
  )`.execute(db);
}

type Migrations = Readonly<Record<string, Migration>>;

/**
 * In the order of their names. Kysely's own table names these alone: hive 0.2.0 and each later one refuse a database where
 * it names one that they do not know. A migration takes no data away; none is ever changed after a release.
 */
const REQUIRED: Migrations = {
  "0001_adopt_legacy_tables": { up: adoptLegacyTables },
  "0002_create_own_tables": { up: createOwnTables },
  "0003_count_raw_sql": { up: countRawSql },
  "0004_create_instances": { up: createInstances },
};

/**
 * Tables, columns and indexes that an older hive can leave as they are, so that it runs on this database. Their names are in a
 * table that it does not read. It may repeat those that it knows: a second time changes nothing.
 */
const ADDITIONS: Migrations = {
  "0005_tell_apart": { up: distinguishAgents },
  [LATEST_MIGRATION]: { up: createOutbox },
  "0007_note_settled": { up: (db) => addColumns(db, "hive_instances", ["settled INTEGER"]) },
  "0008_create_journals": { up: createJournalNotes },
};

/** A database's tables compared with this version's; `new` means that it has none of hive's. */
export type SchemaState = "current" | "new" | "older" | "newer";

export function schemaState(db: Database): SchemaState {
  const record = readRecord(db);
  if (record === null) return "new";
  if (record.required.some((name) => !(name in REQUIRED || name in ADDITIONS))) return "newer";
  // An older hive that has run since has named the additions that it knows among the required ones.
  const isWhole = record.required.length === Object.keys(REQUIRED).length;
  return isWhole && Object.keys(ADDITIONS).every((name) => record.additions.includes(name)) ? "current" : "older";
}

/** Makes the additions, also those that are there: a table that was lost, and is made anew, lacks their columns. */
async function add(db: Database, kysely: Connection["kysely"]): Promise<void> {
  db.run("CREATE TABLE IF NOT EXISTS hive_additions (name TEXT PRIMARY KEY) WITHOUT ROWID");
  for (const [name, migration] of Object.entries(ADDITIONS)) {
    await migration.up(kysely);
    db.run("INSERT OR IGNORE INTO hive_additions VALUES (?)", [name]);
  }
}

/** Takes the names of additions, as hive 0.3.0 to 0.5.0 note them, from where older ones look. */
function hideAdditions(db: Database): void {
  // @mutant an older hive runs on the database of a newer one
  for (const name of Object.keys(ADDITIONS)) db.run("DELETE FROM kysely_migration WHERE name = ?", [name]);
}

const unavailable = (cause: unknown): HiveError =>
  new HiveError("HIVE_STORE_UNAVAILABLE", `the database cannot be migrated now: ${errorMessage(cause)}`, { cause });

const cannotBeMigrated = (cause: unknown): HiveError =>
  new HiveError("HIVE_MIGRATION", `the database cannot be migrated: ${errorMessage(cause)}`, {
    cause,
    hint: "a newer hive may have written it: update hive; nothing was changed",
  });

/** A migration never holds the lock this long, beyond the busy timeout: give up. */
const LOCK_WAIT_MS = 1000;
const ATTEMPT_WAIT_MS = 100;

/**
 * Brings the database to this version's tables, wholly or not at all. One transaction covers it, since Kysely makes
 * none for SQLite. If several processes migrate at once, one does it, and the others find it done.
 * @throws HIVE_MIGRATION, for example for a database of a newer hive; HIVE_STORE_UNAVAILABLE where the file cannot be read or written
 */
export async function migrate({ db, kysely, busyTimeoutMs }: Connection): Promise<void> {
  const lockEndMs = performance.now() + Math.max(LOCK_WAIT_MS, busyTimeoutMs);
  while (schemaState(db) !== "current") {
    const error = await tryToMigrate(db, kysely);
    if (error === undefined) return;
    const isLocked = errorCode(error)?.startsWith("SQLITE_BUSY") === true;
    if (isLocked && performance.now() < lockEndMs) await Bun.sleep(ATTEMPT_WAIT_MS);
    else if (isStoreUnavailable(error)) throw unavailable(error);
    else throw cannotBeMigrated(error);
  }
}

/** Brings a private copy to this version's tables. @throws HIVE_MIGRATION */
export async function migrateCopy(db: Database): Promise<void> {
  const error = await tryToMigrate(db, kyselyOf(db));
  if (error !== undefined) throw cannotBeMigrated(error);
}

/** @returns its error; nothing is changed then */
async function tryToMigrate(db: Database, kysely: Connection["kysely"]): Promise<unknown> {
  const provider = { getMigrations: () => Promise.resolve({ ...REQUIRED }) };
  try {
    // @mutant a migration is one transaction
    db.run("BEGIN IMMEDIATE");
    if (schemaState(db) !== "new") hideAdditions(db);
    // On the same connection, Kysely's only one.
    const { error } = await new Migrator({ db: kysely, provider }).migrateToLatest();
    if (error !== undefined) return error;
    await add(db, kysely);
    db.run("COMMIT");
    return undefined;
  } catch (error) {
    return error;
  } finally {
    rollBack(db);
  }
}
