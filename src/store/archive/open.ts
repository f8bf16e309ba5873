import { Database } from "bun:sqlite";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode, errorMessage, HiveError } from "../../base/errors.ts";
import { ownDirectory } from "../../origin/own-directory.ts";
import { assertRegular, assertVersion, OwnedDatabase } from "../sqlite/open/database.ts";
import { needsCopy, openCopy } from "../sqlite/open/read-only-copy.ts";
import { isStoreUnavailable } from "../sqlite/open/unavailable.ts";
import { ARCHIVE_VERSION, bringUpToDate, versionOf } from "./schema.ts";

const NAME = "archive.db";
/** Pages of 4 KiB in the log above which a commit moves them to the database: 4 MiB. */
const LOG_PAGES = 1024;

/** The path of this user's archive; null where no home directory is known. */
export function archivePath(env: Readonly<Record<string, string | undefined>>, root?: string): string | null {
  const directory = ownDirectory("data", env, root);
  return directory === null ? null : archiveIn(directory);
}

/** @param data the user's data directory */
export const archiveIn = (data: string): string => `${data}/${NAME}`;

/**
 * Opens the archive for writing; creates a missing one. SQLite overwrites deleted rows.
 * @param busyTimeoutMs the longest wait for a lock, which blocks this process
 * @throws HIVE_STORE_UNAVAILABLE when it is locked, full, of a newer hive, or on a file system without a write-ahead log
 */
export function openArchive(path: string, busyTimeoutMs: number): Database {
  let db: OwnedDatabase | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    assertRegular(path);
    db = new OwnedDatabase(path, { create: true, readwrite: true, strict: true });
    chmodSync(path, 0o600);
    db.run(`PRAGMA busy_timeout = ${Math.floor(busyTimeoutMs)}`);
    assertVersion(db);
    if (versionOf(db) > ARCHIVE_VERSION) throw newer();
    // Pages that are free are given back. In a file with tables it changes nothing, and waits for the write lock.
    if (versionOf(db) === 0) db.run("PRAGMA auto_vacuum = INCREMENTAL");
    const { journal_mode: mode } = db.query<{ journal_mode: string }, []>("PRAGMA journal_mode = WAL").get()!;
    if (mode !== "wal") throw away(`${dirname(path)} is on a file system without a write-ahead log`);
    // A power cut takes the last commits, and their rows are still in the outbox or are sent again.
    db.run("PRAGMA synchronous = NORMAL");
    db.run(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
    db.run(`PRAGMA journal_size_limit = ${LOG_PAGES * 4096}`);
    // @mutant what is deleted in the archive is overwritten
    db.run("PRAGMA secure_delete = ON");
    db.run("PRAGMA trusted_schema = OFF");
    bringUpToDate(db);
    return db;
  } catch (error) {
    db?.close();
    throw asAway(error);
  }
}

/**
 * Opens the archive for reading alone.
 * @returns null if there is none yet
 * @throws HIVE_STORE_UNAVAILABLE, also for one of a newer hive
 */
export function openArchiveForReading(path: string, busyTimeoutMs: number): Database | null {
  if (!existsSync(path)) return null;
  let db: Database | undefined;
  try {
    assertRegular(path);
    db = needsCopy(path)
      ? openCopy(path, () => existsSync(`${path}-wal`))
      : new OwnedDatabase(path, { readonly: true, strict: true });
    db.run(`PRAGMA busy_timeout = ${Math.floor(busyTimeoutMs)}`);
    db.run("PRAGMA trusted_schema = OFF");
    const version = versionOf(db);
    if (version > ARCHIVE_VERSION) throw newer();
    // Steps add tables that no reader needs.
    if (version > 0) return db;
    // One that is being made.
    db.close();
    return null;
  } catch (error) {
    db?.close();
    throw asAway(error);
  }
}

const away = (why: string, cause?: unknown): HiveError =>
  new HiveError("HIVE_STORE_UNAVAILABLE", `the archive cannot be used: ${why}`, { cause });

const newer = (): HiveError => away("a newer hive has written it: update hive");

/** An error as the forwarder and the commands expect it. */
export function asAway(error: unknown): unknown {
  if (error instanceof HiveError) return error;
  const isSystems = /^E[A-Z0-9]+$/.test(errorCode(error) ?? "");
  return isStoreUnavailable(error) || isSystems ? away(errorMessage(error), error) : error;
}
