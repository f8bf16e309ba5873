import type { Database, Statement } from "bun:sqlite";
import { errorCode, errorMessage } from "../../../base/errors.ts";
import { userKey } from "../../../origin/key.ts";
import { type RawSqlOptions, RawSqlRunner } from "../../raw-sql/runner.ts";
import { Checkpoints } from "../apply/checkpoint.ts";
import { SessionDocuments } from "../apply/session-document.ts";
import { type Connection, openConnection } from "./connection.ts";
import { OpenFiles } from "./database.ts";
import { type ForgottenMarks, prepareForgotten } from "../forgotten.ts";
import { locateStore, otherStoreNote, otherStores, type StoreLocation } from "./location.ts";
import { migrate } from "./migrations.ts";
import { makeProvedDatabase } from "./proof.ts";
import { sweepProofs } from "./sidecars.ts";
import { HIVE_SWARM, prepareStatements, type Statements } from "../statements.ts";
import { isStoreUnavailable, unavailable } from "./unavailable.ts";

/** Options for opening a database. */
export interface OpenOptions extends RawSqlOptions {
  /** Time for which a statement waits for another process's lock, blocking this one. */
  readonly busyTimeoutMs: number;
  readonly durability: "process" | "power";
  /** Checkpoints kept of a session. */
  readonly checkpointHistory: number;
  /** Whether applied observations are kept for the forwarder: see {@link Outbox}. */
  readonly hasOutbox: boolean;
}

/** The parts of one open connection. */
export interface Parts {
  readonly path: string;
  readonly connection: Connection;
  readonly files: OpenFiles;
  readonly statements: Statements;
  readonly checkpoints: Checkpoints;
  readonly documents: SessionDocuments;
  readonly forgotten: ForgottenMarks;
  /** Changes when another connection has committed. */
  readonly version: Statement<{ data_version: number }, []>;
  readonly rawSql: RawSqlRunner;
  readonly hasOutbox: boolean;
  /** The id of its outbox. */
  sourceId: string;
  readonly savepoint: { readonly [K in "begin" | "release" | "rollback"]: Statement };
  readonly notes: readonly string[];
}

/** Finds the database, or makes it if there is none. */
function findOrMake(root: string, key: string, durability: OpenOptions["durability"]): StoreLocation {
  for (;;) {
    const location = locateStore(root, key);
    if (location.isThere) return location;
    try {
      // If several processes make one at once, the losers find it made.
      makeProvedDatabase(location.path, key, durability);
    } catch (error) {
      throw unavailable(location.path, error);
    }
  }
}

/**
 * Opens the database of a state directory with all that works on it, and brings it to this version's tables.
 * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
 */
export async function openParts(root: string, options: OpenOptions): Promise<Parts> {
  const key = userKey(root);
  const { path } = findOrMake(root, key, options.durability);
  // Do this before the open: reading its header closes the file, which releases every lock of this process on it.
  const others = otherStores(root, key, path).map(otherStoreNote);
  const connection = openConnection(path, { ...options, key });
  const { db, setAside } = connection;
  try {
    await migrate(connection);
    // An unflushed commit in the log, after a failed flush or a kill, counts as applied from here on. It must be on the
    // disk, and moving the log flushes it first.
    // @mutant with power durability a commit found in the log is flushed before it counts
    if (options.durability === "power") moveLog(db);
    const statements = prepareStatements(connection);
    sweepProofs(path, key);
    return {
      path,
      connection,
      statements,
      notes: [...others, ...setAside.map(asideNote), ...addSwarm(db, statements)],
      files: new OpenFiles(path),
      checkpoints: new Checkpoints(connection, options.checkpointHistory),
      documents: new SessionDocuments(),
      forgotten: prepareForgotten(db, key),
      version: db.prepare("PRAGMA data_version"),
      rawSql: new RawSqlRunner(db, options),
      hasOutbox: options.hasOutbox,
      sourceId: db.query<{ id: string }, []>("SELECT id FROM hive_source").get()!.id,
      savepoint: {
        begin: db.prepare("SAVEPOINT entry"),
        release: db.prepare("RELEASE entry"),
        rollback: db.prepare("ROLLBACK TO entry"),
      },
    };
  } catch (error) {
    db.close();
    throw isStoreUnavailable(error) ? unavailable(path, error) : error;
  }
}

const asideNote = (path: string): string => `a log that hive did not write was beside the database: it is now ${path}`;

/** Copies the log into the database file, as far as open readers allow. */
export function moveLog(db: Database): void {
  db.run("PRAGMA wal_checkpoint(PASSIVE)");
}

/** Whether the files that are open are those at the path. */
export function isInPlace({ files }: Parts): boolean {
  return files.isDatabaseInPlace && files.isLogInPlace;
}

function saveLog(db: Database): void {
  try {
    moveLog(db);
  } catch (error) {
    // Its file is damaged too: nothing is left to save.
    if (!isStoreUnavailable(error)) throw error;
  }
}

/** Sessions refer to a swarm. An older table may have its own constraints; then hive adds no swarm. */
function addSwarm(db: Database, statements: Statements): string[] {
  if (db.query("SELECT 1 FROM swarms WHERE id = ?").get(HIVE_SWARM) !== null) return [];
  try {
    statements.swarm.run({ at: new Date().toISOString() });
    return [];
  } catch (error) {
    if (errorCode(error)?.startsWith("SQLITE_CONSTRAINT") !== true) throw error;
    return [`no row for hive in swarms: ${errorMessage(error)}`];
  }
}

export function closeParts({ connection: { db }, files }: Parts): void {
  // A deleted log is still open here: move its content into the database, if that is in place.
  if (!files.isLogInPlace) saveLog(db);
  // The last close leaves an empty log, not one that is read again at the next open.
  db.run("PRAGMA journal_size_limit = 0");
  db.close();
  files.removeOrphanedLog();
}
