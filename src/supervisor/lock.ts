import { Database } from "bun:sqlite";
import { existsSync, lstatSync, statSync } from "node:fs";
import { errorCode, errorMessage, HiveError } from "../base/errors.ts";
import { clearPath, isNoFile, isNoLock } from "../base/foreign.ts";
import { isStoreUnavailable } from "../store/connection.ts";
import { fileIdentity } from "../wake/source.ts";

/**
 * Of two that take a free lock at the same moment SQLite refuses both, each for the other: a second try settles it. Where
 * it is held, the answer comes so much later.
 */
const BUSY_TIMEOUT_MS = 5;
/** Where SQLite keeps its notes beside a database. Beside an empty one it deletes them, where it can. */
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

  /** False when the file was deleted or replaced: then nobody else sees the lock. */
  get isInPlace(): boolean {
    return fileIdentity(lstatSync(this.#path, { throwIfNoEntry: false })) === this.#identity;
  }

  /**
   * @param create whether the file is made when it is missing, and what is no lock is replaced
   * @returns null when another process holds the lock; without `create` also when there is none, or it is unreadable
   * @throws HIVE_QUEUE_UNAVAILABLE
   */
  static take(path: string, create: boolean): ProcessLock | null {
    let db: Database | undefined;
    try {
      if (create) clearPath(path, isNoLock);
      const found = lstatSync(path, { throwIfNoEntry: false });
      // SQLite is asked about an empty file alone: of another it would read the pages, and a clone's journal beside it.
      if (found === undefined ? !create : isNoLock(found)) return null;
      for (const suffix of SIDECARS) clearPath(path + suffix, isNoFile);
      db = new Database(path, { readwrite: true, create });
      db.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
      // No journal beside it: a link or a directory in its place would keep the lock from being taken.
      db.run("PRAGMA journal_mode = MEMORY");
      db.run("BEGIN EXCLUSIVE");
      // The holder before us may have removed the file between our opening it and our lock on it.
      if (existsSync(path)) return new ProcessLock(db, path);
      db.close();
      return null;
    } catch (error) {
      db?.close();
      const code = errorCode(error) ?? "";
      // Whoever cannot look must take the holder for alive.
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
