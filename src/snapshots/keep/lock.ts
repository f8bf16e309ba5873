import { Database } from "bun:sqlite";
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorMessage, HiveError } from "../../base/errors.ts";

const LOCK_TIMEOUT_MS = 60_000;

/** Keeps other processes from taking or undoing snapshots of a project meanwhile. The kernel frees it with the process. */
export class SnapshotsLock implements Disposable {
  readonly #directory: string;
  /** Opening the file takes ten times as long as locking it, and a snapshot is taken after each call. */
  #open: { readonly db: Database; readonly inode: number } | null = null;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** @returns what ends it */
  hold(): Disposable {
    try {
      const db = this.#opened();
      db.run("BEGIN EXCLUSIVE");
      return { [Symbol.dispose]: () => this.#end(db) };
    } catch (error) {
      throw new HiveError("HIVE_STORE_UNAVAILABLE", `the snapshots are in use: ${errorMessage(error)}`, {
        hint: "a snapshot of very many files may be under way: try again in a minute",
        cause: error,
      });
    }
  }

  #end(db: Database): void {
    // A file that was closed meanwhile is not locked any more.
    if (this.#open?.db === db) db.run("ROLLBACK");
  }

  #opened(): Database {
    const path = join(this.#directory, "lock");
    const open = this.#open;
    // @mutant a process whose lock file was deleted locks the one that others lock
    if (open !== null && open.inode === inodeOf(path)) return open.db;
    this[Symbol.dispose]();
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    // SQLite would let others read it. One that is there is not opened: its end would free this process's lock.
    if (!existsSync(path)) writeFileSync(path, "", { mode: 0o600, flag: "a" });
    const db = new Database(path, { readwrite: true });
    try {
      db.run(`PRAGMA busy_timeout = ${LOCK_TIMEOUT_MS}`);
      db.run("PRAGMA journal_mode = MEMORY");
      this.#open = { db, inode: inodeOf(path) ?? -1 };
    } catch (error) {
      db.close();
      throw error;
    }
    return db;
  }

  [Symbol.dispose](): void {
    this.#open?.db.close();
    this.#open = null;
  }
}

const inodeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino;

/** Holds a project's lock once: see {@link SnapshotsLock}. */
export function lockSnapshots(directory: string): Disposable {
  const lock = new SnapshotsLock(directory);
  try {
    lock.hold();
    return lock;
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}
