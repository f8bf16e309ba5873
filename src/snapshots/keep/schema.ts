import { Database } from "bun:sqlite";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { errorCode, errorMessage, HiveError } from "../../base/errors.ts";
import { ObjectStore } from "../objects/objects.ts";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS worktrees (
  id INTEGER PRIMARY KEY, top TEXT NOT NULL UNIQUE, base TEXT, last_snapshot INTEGER,
  plain_mode INTEGER NOT NULL DEFAULT 420, exec_mode INTEGER NOT NULL DEFAULT 493
);
CREATE TABLE IF NOT EXISTS snapshots (
  id INTEGER PRIMARY KEY AUTOINCREMENT, worktree INTEGER NOT NULL, session TEXT NOT NULL, at_ms INTEGER NOT NULL,
  trigger TEXT NOT NULL, calls TEXT NOT NULL, base TEXT, source TEXT NOT NULL, complete INTEGER NOT NULL,
  notes TEXT NOT NULL, undone_by INTEGER
);
CREATE INDEX IF NOT EXISTS snapshots_of_session ON snapshots (session, id);
CREATE TABLE IF NOT EXISTS changes (
  snapshot INTEGER NOT NULL, path TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
  PRIMARY KEY (snapshot, path)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS overlay (
  worktree INTEGER NOT NULL, path TEXT NOT NULL, state TEXT NOT NULL, sig TEXT NOT NULL,
  PRIMARY KEY (worktree, path)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS undos (
  id INTEGER PRIMARY KEY AUTOINCREMENT, worktree INTEGER NOT NULL, at_ms INTEGER NOT NULL, session TEXT NOT NULL,
  status TEXT NOT NULL, scope TEXT NOT NULL, redo_of INTEGER
);
CREATE TABLE IF NOT EXISTS undo_steps (
  undo INTEGER NOT NULL, n INTEGER NOT NULL, path TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
  PRIMARY KEY (undo, n)
) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS undo_goes AFTER DELETE ON undos BEGIN DELETE FROM undo_steps WHERE undo = OLD.id; END;
CREATE TABLE IF NOT EXISTS totals (object_bytes INTEGER NOT NULL);`;

const VERSION = 3;
const BUSY_TIMEOUT_MS = 10_000;

export const CATALOGUE = "catalogue.db";

const pathIn = (directory: string): string => join(directory, CATALOGUE);

/** Whether a snapshot was ever taken. */
export const isThere = (directory: string): boolean => existsSync(pathIn(directory));

/** Opens the catalogue of a project and writes nothing; null where there is none, or one of an older hive. */
export function openToRead(directory: string): Database | null {
  if (!isThere(directory)) return null;
  const db = new Database(pathIn(directory), { readonly: true });
  db.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  if (versionOf(db) === VERSION) return db;
  db.close();
  return null;
}

const versionOf = (db: Database): number =>
  db.query<{ user_version: number }, []>("PRAGMA user_version").get()?.user_version ?? 0;

/**
 * Whether any connection has the catalogue open. Each holds a lock on it as long as it lives, since the log is SQLite's
 * write-ahead log.
 */
export function isInUse(directory: string): boolean {
  if (!isThere(directory)) return false;
  const db = new Database(pathIn(directory), { readwrite: true });
  try {
    db.run("PRAGMA locking_mode = EXCLUSIVE");
    db.run("BEGIN EXCLUSIVE");
    return false;
  } catch (error) {
    if (!errorCode(error)?.startsWith("SQLITE_BUSY")) throw error;
    return true;
  } finally {
    db.close();
  }
}

/**
 * Opens the catalogue of a project, which is made where it is missing.
 * @throws HIVE_STORE_UNAVAILABLE, as on a disk that is full or read-only
 */
export function openFile(directory: string): Database {
  const path = pathIn(directory);
  let db: Database | undefined;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    db = new Database(path, { create: true, readwrite: true });
    prepare(db, path, directory);
    return db;
  } catch (error) {
    db?.close();
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `${path} cannot be used: ${errorMessage(error)}`, {
      hint: "see that its disk has room and can be written; hive doctor --fix sets a damaged one aside",
      cause: error,
    });
  }
}

function prepare(db: Database, path: string, directory: string): void {
  db.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = NORMAL");
  // What was forgotten is overwritten.
  db.run("PRAGMA secure_delete = ON");
  if (versionOf(db) !== VERSION) {
    db.transaction(() => upgrade(db, directory)).immediate();
  }
  // Not a version of its own: earlier versions read the rest.
  if (!columnsOf(db, "worktrees").has("last_look")) db.transaction(() => addLastLook(db)).immediate();
  for (const suffix of ["", "-wal", "-shm"]) if (existsSync(path + suffix)) chmodSync(path + suffix, 0o600);
}

/** Another process may have been first. */
function addLastLook(db: Database): void {
  if (!columnsOf(db, "worktrees").has("last_look")) db.run("ALTER TABLE worktrees ADD COLUMN last_look TEXT");
}

function columnsOf(db: Database, table: string): Set<string> {
  const rows = db.query<{ name: string }, [string]>("SELECT name FROM pragma_table_info(?)").all(table);
  return new Set(rows.map(({ name }) => name));
}

function upgrade(db: Database, directory: string): void {
  db.run(SCHEMA);
  db.run("DELETE FROM totals");
  const bytes = new ObjectStore(join(directory, "objects")).totalBytes();
  db.query("INSERT INTO totals (object_bytes) VALUES (?)").run(bytes);
  if (columnsOf(db, "undos").has("steps")) {
    // Version 2 had all steps of an undo as one text.
    db.run(
      `INSERT INTO undo_steps (undo, n, path, before, after)
       SELECT undos.id, step.key, json_extract(step.value, '$[0]'), json_extract(step.value, '$[1]'),
              json_extract(step.value, '$[2]') FROM undos, json_each(undos.steps) AS step`,
    );
    db.run("ALTER TABLE undos DROP COLUMN steps");
  }
  // Version 1 did not say what was full.
  for (const [table, column] of [
    ["overlay", "state"],
    ["changes", "before"],
    ["changes", "after"],
  ]) {
    db.run(`UPDATE ${table} SET ${column} = replace(${column}, '"lack":"full"', '"lack":"store"')`);
  }
  db.run(`PRAGMA user_version = ${VERSION}`);
}
