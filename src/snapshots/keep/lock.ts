import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { errorMessage, HiveError } from "../../base/errors.ts";

const LOCK_TIMEOUT_MS = 60_000;

/** Keeps other processes from taking or undoing snapshots of the project meanwhile. The kernel frees it with the process. */
export function lockSnapshots(directory: string): Disposable {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const db = new Database(join(directory, "lock"), { create: true, readwrite: true });
  try {
    db.run(`PRAGMA busy_timeout = ${LOCK_TIMEOUT_MS}`);
    db.run("PRAGMA journal_mode = MEMORY");
    db.run("BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `the snapshots are in use: ${errorMessage(error)}`, {
      hint: "a snapshot of very many files may be under way: try again in a minute",
      cause: error,
    });
  }
  return { [Symbol.dispose]: () => db.close() };
}
