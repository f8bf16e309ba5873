import { Database, type SQLQueryBindings, type Statement } from "bun:sqlite";
import { lstatSync, realpathSync, rmSync, statSync } from "node:fs";
import { errorCode, HiveError } from "../base/errors.ts";
import { secureSidecars } from "./sidecars.ts";

const FIRST_PRUNE = 256;

/**
 * Whether SQLite may open a database: a cloned repository can carry a link to another one, which entries would change.
 * @throws HIVE_STORE_UNAVAILABLE where it or a file beside it is there and no regular file
 */
export function assertRegular(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`]) {
    if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === false) {
      throw new HiveError("HIVE_STORE_UNAVAILABLE", `${file} is a link, or no file at all: it is not opened`, {
        hint: "if you made it, put the file itself in its place, or the whole state directory elsewhere with HIVE_ROOT",
      });
    }
  }
}

/**
 * Opens a database for reading alone, with its sidecars secured. What is in its schema runs nothing.
 * @param path of a database that is proved: see {@link locateStore}
 * @throws SQLite's errors, and the system's
 */
export function openForReading(path: string, key: string, busyTimeoutMs: number): Database {
  secureSidecars(path, key);
  assertRegular(path);
  const db = new Database(path, { readonly: true, strict: true });
  try {
    db.run(`PRAGMA busy_timeout = ${Math.floor(busyTimeoutMs)}`);
    db.run("PRAGMA trusted_schema = OFF");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

type Finalizable = Pick<Statement, "finalize">;

/**
 * A database that closes when it is told to. bun:sqlite keeps the files open, and their locks, until the last statement
 * is finalized: here that is done by {@link close}, so that the same process can open another file in its place.
 */
export class OwnedDatabase extends Database {
  readonly #statements = new Set<WeakRef<Finalizable>>();
  #pruneAt = FIRST_PRUNE;

  // The declared type's own `any`: nothing else is assignable to it.
  override prepare<Row, Values extends SQLQueryBindings | SQLQueryBindings[]>(
    text: string,
    values?: Values,
    // oxlint-disable-next-line no-explicit-any
  ): Statement<Row, Values extends any[] ? Values : [Values]> {
    const statement =
      values === undefined ? super.prepare<Row, Values>(text) : super.prepare<Row, Values>(text, values);
    this.#statements.add(new WeakRef<Finalizable>(statement));
    if (this.#statements.size >= this.#pruneAt) this.#prune();
    return statement;
  }

  #prune(): void {
    for (const reference of this.#statements) if (reference.deref() === undefined) this.#statements.delete(reference);
    this.#pruneAt = Math.max(FIRST_PRUNE, this.#statements.size * 2);
  }

  override close(throwOnError?: boolean): void {
    for (const reference of this.#statements) reference.deref()?.finalize();
    this.#statements.clear();
    super.close(throwOnError);
  }
}

/** Which files a connection has open: one that was deleted or replaced since is another file at the same path. */
export class OpenFiles {
  readonly #database: string;
  readonly #log: string;
  readonly #databaseIdentity: string | undefined;
  readonly #logIdentity: string | undefined;
  readonly #indexIdentity: string | undefined;

  /** Call it after a first statement, which opens the log. */
  constructor(path: string) {
    // The log lies beside the file itself, wherever a link leads from.
    this.#database = path;
    this.#log = `${realpathSync(path)}-wal`;
    this.#databaseIdentity = identityOf(this.#database);
    this.#logIdentity = identityOf(this.#log);
    this.#indexIdentity = identityOf(this.#index);
  }

  get #index(): string {
    return this.#log.replace(/wal$/, "shm");
  }

  get isDatabaseInPlace(): boolean {
    return identityOf(this.#database) === this.#databaseIdentity;
  }

  get isLogInPlace(): boolean {
    return identityOf(this.#log) === this.#logIdentity && identityOf(this.#index) === this.#indexIdentity;
  }

  /** After the close: the log of a database that is gone must not be played into the one that came in its place. */
  removeOrphanedLog(): void {
    if (this.isDatabaseInPlace || this.#logIdentity === undefined || !this.isLogInPlace) return;
    rmSync(this.#log, { force: true });
    rmSync(this.#index, { force: true });
  }
}

/** Undefined where nothing is; what cannot be looked at is not the file that was opened either. */
function identityOf(path: string): string | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat === undefined ? undefined : `${stat.dev}:${stat.ino}`;
  } catch (error) {
    return errorCode(error) ?? "unknown";
  }
}
