import { Database } from "bun:sqlite";
import { copyFileSync, lstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HiveError } from "../../../base/errors.ts";
import { hasProof } from "./sidecars.ts";

/** Another user, or the other side of a mount, may write to the database during a copy. */
const ATTEMPTS = 5;

/**
 * Opens a private copy of a database and of its log, if that is hive's. The copy's names are gone once it is open.
 * @throws HIVE_STORE_UNAVAILABLE where the database changes all the time; SQLite's errors, and the system's
 */
export function openCopy(path: string, key: string): Database {
  const directory = mkdtempSync(join(tmpdir(), "hive-read-"));
  try {
    const copy = join(directory, "hive.db");
    copyWhole(path, copy, key);
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

function copyWhole(path: string, copy: string, key: string): void {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = stateOf(path);
    rmSync(`${copy}-wal`, { force: true });
    copyFileSync(path, copy);
    // Another program's log would be played into what is read.
    if (hasProof(path, key)) copyFileSync(`${path}-wal`, `${copy}-wal`);
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
