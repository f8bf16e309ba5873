import { Database, type SQLQueryBindings, type Statement } from "bun:sqlite";
import { lstatSync, realpathSync, rmSync, statSync } from "node:fs";
import { errorCode, HiveError } from "../../../base/errors.ts";
import { needsCopy, openCopy } from "./read-only-copy.ts";
import { hasProof, secureSidecars } from "./sidecars.ts";
import { unavailable } from "./unavailable.ts";

const FIRST_PRUNE = 256;

/** WAL with two connections loses pages below this version (the WAL-reset bug). */
const MIN_SQLITE = [3, 51, 3] as const;

/**
 * Whether SQLite may open a database: a cloned repository can carry a link to another one, which entries would change.
 * @throws HIVE_STORE_UNAVAILABLE if it or a file beside it exists and is not a regular file
 */
export function assertRegular(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`]) {
    if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === false) {
      throw new HiveError("HIVE_STORE_UNAVAILABLE", `${file} is a link or not a regular file: hive does not open it`, {
        hint: "if you made it, put the file itself in its place, or the whole state directory elsewhere with HIVE_ROOT",
      });
    }
  }
}

/**
 * Opens a database for reading alone, with its sidecars secured. Its schema runs nothing. In a directory that cannot be
 * written SQLite needs both sidecars, and has no way to make them: a copy is read where one is missing.
 * @param path of a database that is proved: see {@link locateStore}
 * @throws SQLite's errors, and the system's
 */
export function openForReading(path: string, key: string, busyTimeoutMs: number): Database {
  if (needsCopy(path)) {
    assertRegular(path);
    const copy = openCopy(path, () => hasProof(path, key));
    return setUp(copy, busyTimeoutMs);
  }
  secureSidecars(path, key);
  assertRegular(path);
  return setUp(new Database(path, { readonly: true, strict: true }), busyTimeoutMs);
}

function setUp(db: Database, busyTimeoutMs: number): Database {
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
 * A database whose close takes effect at once. bun:sqlite keeps files and locks until the last statement is finalized.
 * {@link close} finalizes all, so that this process can open another file at the path.
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

/** The path of a database's log, which lies beside the file itself, even if a link leads there. */
function logOf(path: string): string {
  try {
    return `${realpathSync(path)}-wal`;
  } catch (error) {
    throw unavailable(path, error);
  }
}

/** Identifies the files that a connection has open: a file deleted or replaced since is another at the same path. */
export class OpenFiles {
  readonly #database: string;
  readonly #log: string;
  readonly #databaseIdentity: string | undefined;
  readonly #logIdentity: string | undefined;
  readonly #indexIdentity: string | undefined;

  /**
   * Call it after a first statement, which opens the log.
   * @throws HIVE_STORE_UNAVAILABLE where the database was deleted since it was opened
   */
  constructor(path: string) {
    this.#database = path;
    this.#log = logOf(path);
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

  /** Call it after the close. A deleted database's log must not be played into its successor. */
  removeOrphanedLog(): void {
    if (this.isDatabaseInPlace || this.#logIdentity === undefined || !this.isLogInPlace) return;
    rmSync(this.#log, { force: true });
    rmSync(this.#index, { force: true });
  }
}

/** Undefined without a file; an inaccessible one is not the opened file either. */
function identityOf(path: string): string | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat === undefined ? undefined : `${stat.dev}:${stat.ino}`;
  } catch (error) {
    return errorCode(error) ?? "unknown";
  }
}

/** @throws HIVE_STORE_UNAVAILABLE for a SQLite that can corrupt a database with a write-ahead log */
export function assertVersion(db: Database): void {
  const { version } = db.query<{ version: string }, []>("SELECT sqlite_version() AS version").get()!;
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  const [minMajor, minMinor, minPatch] = MIN_SQLITE;
  const number = major * 1e6 + minor * 1e3 + patch;
  if (number >= minMajor * 1e6 + minMinor * 1e3 + minPatch) return;
  throw new HiveError("HIVE_STORE_UNAVAILABLE", `SQLite ${version} can corrupt a database in WAL mode`, {
    hint: "update Bun: hive needs SQLite 3.51.3 or newer",
  });
}
