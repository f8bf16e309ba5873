import { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { errorCode } from "../errors.ts";

/**
 * A lock that the kernel holds for the life of this process: a SQLite file under `BEGIN EXCLUSIVE`. A dead process's
 * lock is free at once, however it died, and no PID can lie. SQLite keeps it free of the traps of POSIX locks.
 */
export class ProcessLock {
  readonly #db: Database;

  private constructor(db: Database) {
    this.#db = db;
  }

  /**
   * @param create whether the file is made when it is missing
   * @returns null when another process holds the lock, or the file is missing and is not to be made
   */
  static take(path: string, create: boolean): ProcessLock | null {
    let db: Database | undefined;
    try {
      db = new Database(path, { readwrite: true, create });
      db.run("PRAGMA busy_timeout = 0");
      db.run("BEGIN EXCLUSIVE");
      // The holder before us may have removed the file between our opening it and our lock on it.
      if (existsSync(path)) return new ProcessLock(db);
      db.close();
      return null;
    } catch (error) {
      db?.close();
      const code = errorCode(error) ?? "";
      if (code.startsWith("SQLITE_BUSY") || (code === "SQLITE_CANTOPEN" && !create)) return null;
      throw error;
    }
  }

  release(): void {
    this.#db.close();
  }
}
