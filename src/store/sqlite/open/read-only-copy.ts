import { Database } from "bun:sqlite";
import { accessSync, constants, copyFileSync, existsSync, lstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { errorCode, errorMessage, HiveError } from "../../../base/errors.ts";

/** Another user, or the other side of a mount, may write to the database during a copy. */
const ATTEMPTS = 5;

/**
 * Whether SQLite cannot read a database where it is: its log or the log's index is missing, and its directory cannot be written
 * to make them.
 */
export function needsCopy(path: string): boolean {
  return !isWritable(dirname(path)) && [`${path}-wal`, `${path}-shm`].some((file) => !existsSync(file));
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch (error) {
    if (["EACCES", "EPERM", "EROFS"].includes(errorCode(error) ?? "")) return false;
    throw error;
  }
}

/**
 * Opens a private copy of a database. The copy's names are gone once it is open.
 * @param hasLog whether the file beside it is its log: another program's would be played into what is read
 * @throws HIVE_STORE_UNAVAILABLE where there can be no copy, or the database changes all the time; SQLite's errors
 */
export function openCopy(path: string, hasLog: () => boolean): Database {
  const directory = orUnavailable(path, () => mkdtempSync(join(tmpdir(), "hive-read-")));
  try {
    const copy = join(directory, "hive.db");
    orUnavailable(path, () => copyWhole(path, copy, hasLog));
    const db = new Database(copy, { readonly: true, strict: true });
    try {
      // SQLite opens the log with the first read.
      db.query("SELECT count(*) FROM sqlite_schema").get();
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The temporary directory may be full, or not this user's to write. */
function orUnavailable<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof HiveError) throw cause;
    const why = `no copy of ${path} can be made in ${tmpdir()} to be read: ${errorMessage(cause)}`;
    throw new HiveError("HIVE_STORE_UNAVAILABLE", why, { cause, hint: "TMPDIR names another directory for it" });
  }
}

function copyWhole(path: string, copy: string, hasLog: () => boolean): void {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = stateOf(path);
    // A copy has the permissions of its original, and may not be written either.
    for (const file of [copy, `${copy}-wal`]) rmSync(file, { force: true });
    copyFileSync(path, copy);
    if (hasLog()) copyFileSync(`${path}-wal`, `${copy}-wal`);
    if (stateOf(path) === before) return;
  }
  throw new HiveError("HIVE_STORE_UNAVAILABLE", `${path} changes while it is copied to be read`, {
    hint: "its directory cannot be written by you: try again, or make it writable",
  });
}

/** Changes with each write to the database or its log. */
function stateOf(path: string): string {
  return [path, `${path}-wal`]
    .map((file) => lstatSync(file, { bigint: true, throwIfNoEntry: false }))
    .map((stat) => (stat === undefined ? "" : `${stat.ino} ${stat.size} ${stat.mtimeNs}`))
    .join();
}
