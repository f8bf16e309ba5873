import { constants, type Database, type SQLQueryBindings } from "bun:sqlite";
import { Kysely, type SqliteDatabase, SqliteDialect } from "kysely";
import { errorCode, HiveError } from "../../../base/errors.ts";
import { assertRegular, assertVersion, OwnedDatabase } from "./database.ts";
import { isProvedLog, secureSidecars } from "./sidecars.ts";
import type { HiveTables } from "./schema.ts";
import { isStoreUnavailable, unavailable } from "./unavailable.ts";

const bindings = (parameters: ReadonlyArray<unknown>): SQLQueryBindings[] => parameters as SQLQueryBindings[];

/** Kysely's own SQLite dialect uses bun:sqlite through this; `query` caches compiled statements. */
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

/**
 * The page cache. A batch changes 2,000 pages, more than SQLite's own 2 MiB hold: they went to the log and came back
 * within the transaction. 16 MiB do not fit into a worker's 100 MiB beside the largest entries.
 */
const CACHE_KIB = 8192;

export interface Connection {
  readonly db: Database;
  readonly kysely: Kysely<HiveTables>;
  /** Time for which a statement waits for a lock. */
  readonly busyTimeoutMs: number;
  /** Foreign companion files that lay beside the database, by their new names. */
  readonly setAside: readonly string[];
}

export interface ConnectionOptions {
  /** Proves that the log beside the database is hive's. */
  readonly key: string;
  /** Time for which a statement waits for a lock. It blocks the process meanwhile. */
  readonly busyTimeoutMs: number;
  /** `power` flushes the log at every commit. */
  readonly durability: "process" | "power";
}

const WAL_RETRY_MS = 5;

/** If several processes switch a new database at once, SQLite rejects all but one without the busy timeout. */
export function switchToWal(db: Database, busyTimeoutMs: number): void {
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
    // @mutant power durability flushes each commit (synchronous=FULL)
    db.run(`PRAGMA synchronous = ${options.durability === "power" ? "FULL" : "NORMAL"}`);
    // Only on macOS does SQLite distinguish the two kinds of flush.
    if (options.durability === "power") db.run("PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON");
    // The worker moves the log into the database when it has time; this is for a worker that has none.
    db.run(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
    // After a large transaction, the log is cut back to this size at its next restart.
    db.run(`PRAGMA journal_size_limit = ${LOG_PAGES * 4096}; PRAGMA cache_size = -${CACHE_KIB}`);
    // claude-flow declares foreign keys that its own rows do not keep.
    db.run("PRAGMA foreign_keys = OFF");
    // A function in a foreign schema is not run.
    db.run("PRAGMA trusted_schema = OFF");
  } catch (cause) {
    db?.close();
    if (cause instanceof HiveError) throw cause;
    throw unavailable(path, cause);
  }
  return { db, kysely: kyselyOf(db), busyTimeoutMs: options.busyTimeoutMs, setAside };
}

export const kyselyOf = <Tables = HiveTables>(db: Database): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: new SqliteDialect({ database: toKyselyDatabase(db) }) });

/** A transaction that cannot even be rolled back ends with its connection, which must be reopened then. */
export function rollBack(db: Database): void {
  try {
    // @mutant a batch that fails is rolled back
    if (db.inTransaction) db.run("ROLLBACK");
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
  }
}
