import { constants, type Database, type SQLQueryBindings } from "bun:sqlite";
import { Kysely, type SqliteDatabase, SqliteDialect } from "kysely";
import { errorCode, errorMessage, HiveError } from "../base/errors.ts";
import { assertRegular, OwnedDatabase } from "./database.ts";
import { isProvedLog, secureSidecars } from "./sidecars.ts";
import type { HiveTables } from "./schema.ts";

/** WAL with two connections loses pages below this version (the WAL-reset bug). */
const MIN_SQLITE = [3, 51, 3] as const;

const bindings = (parameters: ReadonlyArray<unknown>): SQLQueryBindings[] => parameters as SQLQueryBindings[];

/** Kysely's own SQLite dialect takes bun:sqlite through this; `query` caches what it compiles. */
function toKyselyDatabase(db: Database): SqliteDatabase {
  return {
    close: () => db.close(),
    prepare(text) {
      const statement = db.query<unknown, SQLQueryBindings[]>(text);
      return {
        reader: statement.columnNames.length > 0,
        all: (parameters) => statement.all(...bindings(parameters)),
        run: (parameters) => statement.run(...bindings(parameters)),
        iterate: (parameters) => statement.iterate(...bindings(parameters)),
      };
    },
  };
}

/** Pages of 4 KiB in the log above which a commit moves them to the database: 64 MiB. */
const LOG_PAGES = 16_384;

export interface Connection {
  readonly db: Database;
  readonly kysely: Kysely<HiveTables>;
  /** How long a statement waits for a lock. */
  readonly busyTimeoutMs: number;
  /** What lay beside the database and was not hive's, by its new name. */
  readonly setAside: readonly string[];
}

export interface ConnectionOptions {
  /** Proves that the log beside the database is hive's. */
  readonly key: string;
  /** How long a statement waits for a lock. It blocks the process meanwhile. */
  readonly busyTimeoutMs: number;
  /** `power` flushes the log at every commit. */
  readonly durability: "process" | "power";
}

const WAL_RETRY_MS = 5;

/** Of several processes that switch a new database at once, SQLite turns all but one away without the busy timeout. */
function switchToWal(db: Database, busyTimeoutMs: number): void {
  const endMs = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      return void db.run("PRAGMA journal_mode = WAL");
    } catch (error) {
      if (errorCode(error)?.startsWith("SQLITE_BUSY") !== true || performance.now() > endMs) throw error;
    }
    Bun.sleepSync(WAL_RETRY_MS);
  }
}

const OPEN_ATTEMPTS = 20;

/**
 * Opens a proved database: see {@link locateStore}.
 * @throws HIVE_STORE_UNAVAILABLE
 */
export function openConnection(path: string, options: ConnectionOptions): Connection {
  const setAside: string[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const connection = open(path, options, setAside);
    // A process that ended in between took its log with it, and SQLite made one.
    if (attempt === OPEN_ATTEMPTS || isProvedLog(path, options.key)) return connection;
    connection.db.close();
  }
}

function open(path: string, options: ConnectionOptions, setAside: string[]): Connection {
  let db: OwnedDatabase | undefined;
  try {
    setAside.push(...secureSidecars(path, options.key, options.durability));
    assertRegular(path);
    db = new OwnedDatabase(path, { create: false, readwrite: true, strict: true });
    // The log stays when the last process closes it, and with it its proof.
    db.fileControl(constants.SQLITE_FCNTL_PERSIST_WAL, 1);
    db.run(`PRAGMA busy_timeout = ${Math.floor(options.busyTimeoutMs)}`);
    assertVersion(db);
    switchToWal(db, options.busyTimeoutMs);
    db.run(`PRAGMA synchronous = ${options.durability === "power" ? "FULL" : "NORMAL"}`);
    // The worker moves the log into the database when it has time; this is for a worker that has none.
    db.run(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
    // A log that one large transaction has made large is cut back to that size when it begins anew.
    db.run(`PRAGMA journal_size_limit = ${LOG_PAGES * 4096}`);
    // claude-flow declares foreign keys that its own rows do not keep.
    db.run("PRAGMA foreign_keys = OFF");
    // A function in a schema that somebody else wrote is not run.
    db.run("PRAGMA trusted_schema = OFF");
  } catch (cause) {
    db?.close();
    if (cause instanceof HiveError) throw cause;
    throw unavailable(path, cause);
  }
  return { db, kysely: kyselyOf(db), busyTimeoutMs: options.busyTimeoutMs, setAside };
}

export const kyselyOf = (db: Database): Kysely<HiveTables> =>
  new Kysely<HiveTables>({ dialect: new SqliteDialect({ database: toKyselyDatabase(db) }) });

/** A transaction that cannot even be rolled back ends with its connection, which is suspect then. */
export function rollBack(db: Database): void {
  try {
    if (db.inTransaction) db.run("ROLLBACK");
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
  }
}

function assertVersion(db: Database): void {
  const { version } = db.query<{ version: string }, []>("SELECT sqlite_version() AS version").get()!;
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  const [minMajor, minMinor, minPatch] = MIN_SQLITE;
  const number = major * 1e6 + minor * 1e3 + patch;
  if (number >= minMajor * 1e6 + minMinor * 1e3 + minPatch) return;
  throw new HiveError("HIVE_STORE_UNAVAILABLE", `SQLite ${version} can corrupt a database in WAL mode`, {
    hint: "update Bun: hive needs SQLite 3.51.3 or newer",
  });
}

/** What cannot be opened, with what to do about it. */
export function unavailable(path: string, cause: unknown): HiveError {
  const hint = isUnsound({ cause })
    ? "hive worker stop --force && hive doctor --fix: sets it aside as it is; hive never replaces it"
    : `check that ${path} can be written and that the disk is not full`;
  return new HiveError("HIVE_STORE_UNAVAILABLE", `cannot open the store: ${errorMessage(cause)}`, { cause, hint });
}

/** Whether it could not be opened because it is no sound database: time alone does not mend that. */
export function isUnsound({ cause }: { readonly cause?: unknown }): boolean {
  return ["SQLITE_CORRUPT", "SQLITE_NOTADB"].includes(primaryCode(errorCode(cause) ?? ""));
}

const UNAVAILABLE = new Set([
  "SQLITE_BUSY",
  "SQLITE_LOCKED",
  "SQLITE_FULL",
  "SQLITE_IOERR",
  "SQLITE_NOMEM",
  "SQLITE_READONLY",
  "SQLITE_CANTOPEN",
  "SQLITE_CORRUPT",
  "SQLITE_NOTADB",
  "SQLITE_PROTOCOL",
  "SQLITE_INTERRUPT",
]);

/** Of these an open connection recovers by itself; after any other it is opened anew. */
const PASSING = new Set(["SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_NOMEM", "SQLITE_INTERRUPT"]);

const primaryCode = (code: string): string => code.split("_").slice(0, 2).join("_");

/** Whether a connection may be at fault for an error, such as one to a damaged file or a read-only one. */
export function isConnectionSuspect(error: unknown): boolean {
  return isStoreUnavailable(error) && !PASSING.has(primaryCode(errorCode(error) ?? ""));
}

/** Whether an error is the store's and no entry's: locked, full, unreadable. */
export function isStoreUnavailable(error: unknown): boolean {
  const code = errorCode(error);
  if (code === undefined) return false;
  if (code === "HIVE_STORE_UNAVAILABLE") return true;
  // Extended codes, such as SQLITE_IOERR_WRITE, begin with the primary one.
  return UNAVAILABLE.has(primaryCode(code));
}
