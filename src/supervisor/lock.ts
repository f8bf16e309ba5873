import { Database } from "bun:sqlite";
import { existsSync, lstatSync, statSync } from "node:fs";
import { errorCode, errorMessage, HiveError } from "../base/errors.ts";
import { clearPath, isNoFile, isNoLock } from "../base/files/foreign.ts";
import { isStoreUnavailable } from "../store/sqlite/open/unavailable.ts";
import { fileIdentity } from "../wake/source.ts";

/**
 * Two simultaneous takers can both get SQLITE_BUSY; a second try resolves it. For a held lock this delays the answer.
 */
// @mutant of two that take a free lock at once one gets it
const BUSY_TIMEOUT_MS = 5;
/**
 * Suffixes of SQLite's companion files beside a database. It deletes them beside an empty one, if it can.
 */
const SIDECARS = ["-journal", "-wal", "-shm"];

/**
 * A lock that the kernel holds for the life of this process: an empty SQLite file under `BEGIN EXCLUSIVE`. A dead
 * process's lock is free at once, however it died, and no PID can lie. SQLite keeps it free of the traps of POSIX locks.
 */
export class ProcessLock {
  readonly #db: Database;
  readonly #path: string;
  readonly #identity: string | undefined;

  private constructor(db: Database, path: string) {
    this.#db = db;
    this.#path = path;
    this.#identity = fileIdentity(statSync(path, { throwIfNoEntry: false }));
  }

  /** False when the file was deleted or replaced: no other process sees the lock then. */
  get isInPlace(): boolean {
    return fileIdentity(lstatSync(this.#path, { throwIfNoEntry: false })) === this.#identity;
  }

  /**
   * @param create whether a missing file is made, and a file that is not a lock is replaced
   * @returns null when another process holds the lock; without `create` also when there is none, or it is unreadable
   * @throws HIVE_QUEUE_UNAVAILABLE
   */
  static take(path: string, create: boolean): ProcessLock | null {
    let db: Database | undefined;
    try {
      // @mutant what is no lock is replaced
      if (create) clearPath(path, isNoLock);
      const found = lstatSync(path, { throwIfNoEntry: false });
      // Ask SQLite only about an empty file: in another it would read pages, and a cloned repository's journal beside
      // it.
      if (found === undefined ? !create : isNoLock(found)) return null;
      for (const suffix of SIDECARS) clearPath(path + suffix, isNoFile);
      db = new Database(path, { readwrite: true, create });
      db.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
      // No journal file: a link or a directory of that name would prevent the lock.
      db.run("PRAGMA journal_mode = MEMORY");
      // @mutant a worker holds its lock
      db.run("BEGIN EXCLUSIVE");
      // The holder before us may have removed the file between our opening it and our lock on it.
      if (existsSync(path)) return new ProcessLock(db, path);
      db.close();
      return null;
    } catch (error) {
      db?.close();
      const code = errorCode(error) ?? "";
      // If the lock cannot be inspected, assume that its holder is alive.
      if (code.startsWith("SQLITE_BUSY") || (isStoreUnavailable(error) && !create)) return null;
      throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `cannot lock ${path}: ${errorMessage(error)}`, {
        cause: error,
        hint: "check that the directory can be written, and that the disk is not full",
      });
    }
  }

  release(): void {
    this.#db.close();
  }
}
