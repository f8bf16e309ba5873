import { Database } from "bun:sqlite";
import { existsSync, lstatSync, statSync } from "node:fs";
import { errorCode, errorMessage, HiveError } from "../errors.ts";
import { isStoreUnavailable } from "../store/connection.ts";
import { fileIdentity } from "../wake/source.ts";

/**
 * Of two that take a free lock at the same moment SQLite refuses both, each for the other: a second try settles it. Where
 * it is held, the answer comes so much later.
 */
const BUSY_TIMEOUT_MS = 5;

/**
 * A lock that the kernel holds for the life of this process: a SQLite file under `BEGIN EXCLUSIVE`. A dead process's
 * lock is free at once, however it died, and no PID can lie. SQLite keeps it free of the traps of POSIX locks.
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
    return fileIdentity(statSync(this.#path, { throwIfNoEntry: false })) === this.#identity;
  }

  /**
   * @param create whether the file is made when it is missing
   * @returns null when another process holds the lock, or the file is missing or unreadable and is not to be made
   * @throws HIVE_QUEUE_UNAVAILABLE
   */
  static take(path: string, create: boolean): ProcessLock | null {
    let db: Database | undefined;
    try {
      // A cloned repository can carry a link to a database of somebody else's.
      if (lstatSync(path, { throwIfNoEntry: false })?.isFile() === false) throw new Error("no regular file");
      db = new Database(path, { readwrite: true, create });
      db.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
      db.run("BEGIN EXCLUSIVE");
      // The holder before us may have removed the file between our opening it and our lock on it.
      if (existsSync(path)) return new ProcessLock(db, path);
      db.close();
      return null;
    } catch (error) {
      db?.close();
      const code = errorCode(error) ?? "";
      // Whoever cannot look must take the holder for alive.
      const isUnreadable = isStoreUnavailable(error) || code === "";
      if (code.startsWith("SQLITE_BUSY") || (isUnreadable && !create)) return null;
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
