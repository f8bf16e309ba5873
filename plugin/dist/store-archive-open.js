// @bun
import {
  ownDirectory2
} from "./origin-own-directory.js";
import {
  needsCopy,
  openCopy,
  assertRegular,
  OwnedDatabase,
  assertVersion2
} from "./store-sqlite-open-database.js";
import {
  isStoreUnavailable
} from "./platform-process-kernel-locks.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/store/archive/open.ts
import { chmodSync, existsSync, mkdirSync } from "fs";
import { dirname } from "path";

// src/store/archive/schema.ts
var STEPS = [
  [
    `CREATE TABLE projects (
      id INTEGER PRIMARY KEY, machine TEXT NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (machine, path)
    )`,
    `CREATE TABLE sessions (
      id INTEGER PRIMARY KEY, project INTEGER NOT NULL, session_id TEXT NOT NULL, agent TEXT, title TEXT,
      directory TEXT, worktree TEXT, branch TEXT, model TEXT, transcript_path TEXT,
      started_ms REAL NOT NULL, seen_ms REAL NOT NULL, ended_ms REAL, is_attended INTEGER,
      is_untrusted INTEGER NOT NULL DEFAULT 0, UNIQUE (project, session_id)
    )`,
    "CREATE INDEX sessions_by_time ON sessions (seen_ms)",
    "CREATE INDEX sessions_by_id ON sessions (session_id)",
    `CREATE TABLE facts (
      id INTEGER PRIMARY KEY, session INTEGER NOT NULL, agent_id TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
      at_ms REAL NOT NULL, data TEXT NOT NULL, times TEXT, text TEXT, is_failed INTEGER NOT NULL,
      UNIQUE (session, kind, agent_id, key)
    )`,
    "CREATE INDEX facts_by_time ON facts (session, at_ms)",
    `CREATE VIRTUAL TABLE search USING fts5 (
      text, content = 'facts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
    )`,
    "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)",
    "CREATE TABLE cursors (source TEXT PRIMARY KEY, project INTEGER NOT NULL, seq INTEGER NOT NULL, at_ms REAL NOT NULL)",
    `CREATE TABLE refused (
      source TEXT NOT NULL, seq INTEGER NOT NULL, entry_id TEXT NOT NULL, reason TEXT NOT NULL, at_ms REAL NOT NULL,
      PRIMARY KEY (source, seq)
    )`,
    "CREATE TABLE forgotten (mark TEXT PRIMARY KEY, at_ms REAL NOT NULL, is_erased INTEGER NOT NULL)"
  ],
  [
    `CREATE TABLE transcripts (
      session INTEGER PRIMARY KEY, path TEXT NOT NULL, ino INTEGER NOT NULL, bytes INTEGER NOT NULL,
      last_usage TEXT NOT NULL, malformed INTEGER NOT NULL
    )`,
    "CREATE TABLE pauses (project TEXT NOT NULL, from_ms REAL NOT NULL, to_ms REAL)"
  ]
], ARCHIVE_VERSION = STEPS.length, SAID = "kind IN ('prompt', 'message', 'reply')";
var LOOKUP = [
  "CREATE INDEX IF NOT EXISTS facts_by_start ON facts (session, start_hash) WHERE kind IN ('prompt', 'message', 'reply')",
  `CREATE TRIGGER IF NOT EXISTS facts_text AFTER UPDATE OF text ON facts WHEN new.text IS NOT old.text BEGIN
    UPDATE facts SET start_hash = NULL WHERE id = new.id;
  END`,
  "DROP INDEX IF EXISTS facts_by_head"
], versionOf = (db) => db.query("PRAGMA user_version").get().user_version;
function bringUpToDate(db) {
  if (versionOf(db) < ARCHIVE_VERSION)
    takeSteps(db);
  if (!hasHash(db))
    addHash(db);
  for (let sql of LOOKUP)
    db.run(sql);
}
var hasHash = (db) => db.query("SELECT 1 FROM pragma_table_info('facts') WHERE name = 'start_hash'").get() !== null;
function addHash(db) {
  db.transaction(() => {
    if (!hasHash(db))
      db.run("ALTER TABLE facts ADD COLUMN start_hash INTEGER");
  }).immediate();
}
function takeSteps(db) {
  db.transaction(() => {
    for (let step of STEPS.slice(versionOf(db)))
      for (let sql of step)
        db.run(sql);
    db.run(`PRAGMA user_version = ${ARCHIVE_VERSION}`);
  }).immediate();
}

// src/store/archive/open.ts
var NAME = "archive.db", LOG_PAGES = 1024;
function archivePath(env, root) {
  let directory = ownDirectory2("data", env, root);
  return directory === null ? null : archiveIn(directory);
}
var archiveIn = (data) => `${data}/${NAME}`;
function openArchive(path, busyTimeoutMs) {
  let db;
  try {
    if (mkdirSync(dirname(path), { recursive: !0, mode: 448 }), assertRegular(path), db = new OwnedDatabase(path, { create: !0, readwrite: !0, strict: !0 }), chmodSync(path, 384), db.run(`PRAGMA busy_timeout = ${Math.floor(busyTimeoutMs)}`), assertVersion2(db), versionOf(db) > ARCHIVE_VERSION)
      throw newer();
    if (versionOf(db) === 0)
      db.run("PRAGMA auto_vacuum = INCREMENTAL");
    let { journal_mode: mode } = db.query("PRAGMA journal_mode = WAL").get();
    if (mode !== "wal")
      throw away(`${dirname(path)} is on a file system without a write-ahead log`);
    return db.run("PRAGMA synchronous = NORMAL"), db.run(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`), db.run(`PRAGMA journal_size_limit = ${LOG_PAGES * 4096}`), db.run("PRAGMA secure_delete = ON"), db.run("PRAGMA trusted_schema = OFF"), bringUpToDate(db), db;
  } catch (error) {
    throw db?.close(), asAway2(error);
  }
}
function openArchiveForReading(path, busyTimeoutMs) {
  if (!existsSync(path))
    return null;
  let db;
  try {
    assertRegular(path), db = needsCopy(path) ? openCopy(path, () => existsSync(`${path}-wal`)) : new OwnedDatabase(path, { readonly: !0, strict: !0 }), db.run(`PRAGMA busy_timeout = ${Math.floor(busyTimeoutMs)}`), db.run("PRAGMA trusted_schema = OFF");
    let version = versionOf(db);
    if (version > ARCHIVE_VERSION)
      throw newer();
    if (version > 0)
      return db;
    return db.close(), null;
  } catch (error) {
    throw db?.close(), asAway2(error);
  }
}
var away = (why, cause) => new HiveError("HIVE_STORE_UNAVAILABLE", `the archive cannot be used: ${why}`, { cause }), newer = () => away("a newer hive has written it: update hive");
function asAway2(error) {
  if (error instanceof HiveError)
    return error;
  let isSystems = /^E[A-Z0-9]+$/.test(errorCode(error) ?? "");
  return isStoreUnavailable(error) || isSystems ? away(errorMessage(error), error) : error;
}

export { SAID, archivePath, archiveIn, openArchive, openArchiveForReading, asAway2 };
