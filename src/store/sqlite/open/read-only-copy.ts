import { Database } from "bun:sqlite";
import { accessSync, constants, copyFileSync, existsSync, lstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { errorCode, HiveError } from "../../../base/errors.ts";

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
 * @throws HIVE_STORE_UNAVAILABLE where the database changes all the time; SQLite's errors, and the system's
 */
export function openCopy(path: string, hasLog: () => boolean): Database {
  const directory = mkdtempSync(join(tmpdir(), "hive-read-"));
  try {
    const copy = join(directory, "hive.db");
    copyWhole(path, copy, hasLog);
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

function copyWhole(path: string, copy: string, hasLog: () => boolean): void {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = stateOf(path);
    rmSync(`${copy}-wal`, { force: true });
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
