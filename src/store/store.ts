import type { Database, Statement } from "bun:sqlite";
import { existsSync } from "node:fs";
import { userKey } from "../origin/key.ts";
import { errorCode, errorMessage, HiveError } from "../base/errors.ts";
import { Checkpoints } from "./checkpoint.ts";
import {
  type Connection,
  isConnectionSuspect,
  isStoreUnavailable,
  openConnection,
  rollBack,
  unavailable,
} from "./connection.ts";
import { OpenFiles } from "./database.ts";
import type { Fact } from "../model/observation.ts";
import { locateStore, type StoreLocation, otherStoreNote, otherStores } from "./location.ts";
import { makeProvedDatabase } from "./proof.ts";
import { sweepProofs } from "./sidecars.ts";
import { migrate } from "./migrations.ts";
import { type BatchContext, checkEntry } from "./operations.ts";
import { GROWTH_LIMITS } from "./raw-sql/raw-sql-growth.ts";
import { type RawSqlOptions, RawSqlRunner } from "./raw-sql/raw-sql-runner.ts";
import { SessionBatch } from "./session-batch.ts";
import { SessionDocuments } from "./session-document.ts";
import { StateRows } from "./state-rows.ts";
import { HIVE_SWARM, prepareStatements, type Statements } from "./statements.ts";
import type { StoreEntry } from "./store-entry.ts";
import { RAW_SQL_ROWS } from "./untrusted.ts";

export type Outcome =
  | { readonly kind: "applied" }
  /** It had been applied before. */
  | { readonly kind: "duplicate" }
  /** It cannot be applied; the rest of its batch was. */
  | { readonly kind: "rejected"; readonly error: { readonly code: string; readonly message: string } };

export interface StoreOptions extends Partial<RawSqlOptions> {
  /** How long a statement waits for another process's lock, blocking this one. @default 200 */
  readonly busyTimeoutMs?: number;
  readonly durability?: "process" | "power";
  /** Checkpoints kept of a session. @default 20 */
  readonly checkpointHistory?: number;
  readonly onStep?: (step: StoreStep) => void;
}

export type StoreStep = "begun" | "entry-applied" | "applied" | "committed";

/** What belongs to one open connection. */
interface Parts {
  readonly path: string;
  readonly connection: Connection;
  readonly files: OpenFiles;
  readonly statements: Statements;
  readonly checkpoints: Checkpoints;
  readonly documents: SessionDocuments;
  /** Changes when another connection has committed. */
  readonly version: Statement<{ data_version: number }, []>;
  readonly rawSql: RawSqlRunner;
  readonly savepoint: { readonly [K in "begin" | "release" | "rollback"]: Statement };
  readonly notes: readonly string[];
}

type Settings = Required<Omit<StoreOptions, "onStep">>;

/** The SQLite store of one project: applies entries, each once. */
export class Store {
  readonly #root: string;
  #path: string;
  readonly #options: Settings;
  readonly #onStep: ((step: StoreStep) => void) | undefined;
  /** Null when it could not be opened again. */
  #parts: Parts | null;
  #isSuspect = false;
  #version: number | undefined;

  private constructor(root: string, parts: Parts, options: Settings, onStep: StoreOptions["onStep"]) {
    this.#root = root;
    this.#path = parts.path;
    this.#parts = parts;
    this.#options = options;
    this.#onStep = onStep;
  }

  /**
   * Opens the database under `root` that this user's hive has made, creates it or brings it to this version's tables:
   * `hive.db`, or another name beside one of somebody else's.
   * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
   */
  static async open(root: string, { onStep, ...given }: StoreOptions = {}): Promise<Store> {
    const options: Settings = {
      busyTimeoutMs: 200,
      durability: "process",
      rawSql: "dml",
      rawSqlGrowth: GROWTH_LIMITS,
      memoryLimitBytes: 0,
      checkpointHistory: 20,
      ...given,
    };
    return new Store(root, await openParts(root, options), options, onStep);
  }

  static exists(root: string): boolean {
    return locateStore(root).isThere;
  }

  /** @throws HIVE_STORE_UNAVAILABLE when it could not be opened again */
  get #open(): Parts {
    if (this.#parts !== null) return this.#parts;
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `${this.#path} is closed`);
  }

  get isDeleted(): boolean {
    return !existsSync(this.#path);
  }

  /** The connection itself. Whoever has it may write. */
  get db(): Database {
    this.#open.documents.forget();
    return this.#open.connection.db;
  }

  /** What a person should know of how it was opened, a sentence each: what beside it is not hive's own. */
  get notes(): readonly string[] {
    return this.#open.notes;
  }

  /**
   * Opens the file that is at the path now, where that is not the one that is open any more, or where the last batch
   * failed in a way that an open connection may not recover from. What went into a deleted database is gone with it.
   * @param mayCreate whether a database that was deleted is made anew: whoever deletes it may not be done yet
   * @returns whether it was opened again
   * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
   */
  async reopenIfLost(mayCreate: boolean): Promise<boolean> {
    if (this.#parts !== null && !this.#isSuspect && isInPlace(this.#parts)) return false;
    this.close();
    if (!mayCreate && this.isDeleted) throw new HiveError("HIVE_STORE_UNAVAILABLE", `${this.#path} was deleted`);
    this.#parts = await openParts(this.#root, this.#options);
    this.#path = this.#parts.path;
    this.#isSuspect = false;
    return true;
  }

  /**
   * Applies a batch in one transaction, a savepoint per entry: a rejected entry takes nothing with it.
   * @returns an outcome per entry, in their order
   * @throws HIVE_STORE_UNAVAILABLE when the store is locked, full or unreadable, or was deleted or replaced meanwhile:
   * nothing of the batch is in the database at the path. Call {@link reopenIfLost} before the next try
   */
  applyBatch(entries: readonly StoreEntry[], nowMs: number): Outcome[] {
    const parts = this.#open;
    const { db } = parts.connection;
    try {
      db.run("BEGIN IMMEDIATE");
      this.#onStep?.("begun");
      this.#forgetIfWritten(parts);
      const context = newContext(parts, nowMs);
      const outcomes = entries.map((entry, place) => this.#applyEntry(parts, context, entry, place));
      context.sessions.flush();
      this.#onStep?.("applied");
      db.run("COMMIT");
      this.#onStep?.("committed");
      if (isInPlace(parts)) return outcomes;
    } catch (error) {
      this.#isSuspect = isConnectionSuspect(error);
      parts.documents.forget();
      rollBack(db);
      if (!isStoreUnavailable(error)) throw error;
      throw new HiveError("HIVE_STORE_UNAVAILABLE", errorMessage(error), { cause: error });
    }
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `${this.#path} was deleted or replaced`);
  }

  /** Where another process has written since the last batch. */
  #forgetIfWritten({ version, documents }: Parts): void {
    const now = version.get()?.data_version;
    if (now !== this.#version) documents.forget();
    this.#version = now;
  }

  #applyEntry(parts: Parts, context: BatchContext, entry: StoreEntry, place: number): Outcome {
    try {
      const outcome =
        entry.sql === undefined ? applyTyped(context, entry, place) : applySql(parts, context, entry, entry.sql);
      if (outcome.kind === "applied") this.#onStep?.("entry-applied");
      return outcome;
    } catch (error) {
      // SQLite ends the transaction of a whole batch where it has no room or no memory.
      if (isStoreUnavailable(error) || !parts.connection.db.inTransaction) throw error;
      return { kind: "rejected", error: { code: errorCode(error) ?? "HIVE_BUG", message: errorMessage(error) } };
    }
  }

  /** Whether raw SQL may be applied in this process: {@link RawSqlRunner.isShort}. */
  isShort(sql: string): boolean {
    // A store that is away is the next try's to open.
    return this.#parts !== null && this.#parts.rawSql.isShort(sql);
  }

  /** Whether raw SQL that was taken for short took long of late: what is left of a batch is looked at again. */
  get isRawSqlSlow(): boolean {
    return this.#parts?.rawSql.isSlow === true;
  }

  /** Whether an entry has been applied, by any process. @throws an error of SQLite's when the store cannot be read */
  hasApplied(id: string): boolean {
    return this.db.query("SELECT 1 FROM hive_ledger WHERE entry_id = ?").get(id) !== null;
  }

  /**
   * Adds what the worker found out after a checkpoint's commit, such as which files its git tree has changed: to the
   * checkpoint that it belongs to, and to the session's state as of that checkpoint's time.
   * @param entryId the entry that asked for the checkpoint
   */
  addLate(entryId: string, sessionId: string, fact: Fact, nowMs: number): void {
    const parts = this.#open;
    const state = new StateRows(parts.statements.state, nowMs);
    const add = parts.connection.db.transaction(() => {
      state.merge(sessionId, { ...fact, atMs: Math.min(fact.atMs, nowMs) });
      state.flush();
      parts.documents.forget();
      parts.checkpoints.addLate(entryId, fact.kind, fact.data);
    });
    // It waits for another writer before it has read anything.
    add.immediate();
  }

  /**
   * Moves what was committed from the log to the database file, as far as no reader is in the way. SQLite would do it
   * within a commit, which then takes milliseconds: the worker does it between two drains instead.
   */
  checkpointLog(): void {
    moveLog(this.db);
  }

  /**
   * Forgets the entries applied before a time.
   * @param keptSeqs of entries whose files are there still: a crash may have come between commit and unlink
   * @returns how many
   */
  sweepLedger(beforeMs: number, keptSeqs: readonly string[]): number {
    const sql = "DELETE FROM hive_ledger WHERE applied_at_ms < ? AND seq NOT IN (SELECT value FROM json_each(?))";
    return this.db.query(sql).run(beforeMs, JSON.stringify(keptSeqs)).changes;
  }

  close(): void {
    const parts = this.#parts;
    this.#parts = null;
    if (parts === null) return;
    // A log that was deleted is still open here: what it holds goes into the database, where that is in place.
    if (!parts.files.isLogInPlace) saveLog(parts.connection.db);
    // The last one leaves an empty log, not one that is read again at the next open.
    parts.connection.db.run("PRAGMA journal_size_limit = 0");
    parts.connection.db.close();
    parts.files.removeOrphanedLog();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function newContext({ statements, checkpoints, documents }: Parts, nowMs: number): BatchContext {
  const state = new StateRows(statements.state, nowMs);
  return { statements, sessions: new SessionBatch({ statements, checkpoints, documents, state, nowMs }), nowMs };
}

/** Nothing of it can fail once it was checked, so it needs no savepoint. */
function applyTyped(context: BatchContext, entry: StoreEntry, place: number): Outcome {
  const checked = checkEntry(entry, context.nowMs, place);
  if (!isRemembered(context, entry)) return { kind: "duplicate" };
  checked.apply(context);
  if (entry.isUntrusted === true) context.statements.untrusted.run({ sessionId: checked.sessionId });
  return { kind: "applied" };
}

/** What fails takes nothing with it. */
function applySql(parts: Parts, context: BatchContext, entry: StoreEntry, sql: string): Outcome {
  // It reads and writes the rows as they are once what came before it is applied.
  context.sessions.flush();
  return withinSavepoint(parts, () => {
    if (!isRemembered(context, entry)) return { kind: "duplicate" };
    parts.rawSql.run(sql);
    if (entry.isUntrusted === true) context.statements.untrusted.run({ sessionId: RAW_SQL_ROWS });
    return { kind: "applied" };
  });
}

/** @returns false where it was applied before: then a second name of it is remembered */
function isRemembered({ statements, nowMs }: BatchContext, { id, seq = id, operation }: StoreEntry): boolean {
  const values = { entryId: id, seq, operation, atMs: nowMs };
  if (statements.remember.run(values) > 0) return true;
  // A foreign file's name may be another entry's id, and names none that is accounted for.
  if (seq !== id && !id.startsWith("file:")) statements.remember.run({ ...values, entryId: seq });
  return false;
}

function withinSavepoint({ savepoint, connection }: Parts, apply: () => Outcome): Outcome {
  savepoint.begin.run();
  try {
    const outcome = apply();
    savepoint.release.run();
    return outcome;
  } catch (error) {
    if (!isStoreUnavailable(error) && connection.db.inTransaction) {
      savepoint.rollback.run();
      savepoint.release.run();
    }
    throw error;
  }
}

/** Finds the database, or makes it where there is none. */
function findOrMake(root: string, key: string, durability: Settings["durability"]): StoreLocation {
  for (;;) {
    const location = locateStore(root, key);
    if (location.isThere) return location;
    try {
      // Of several that make one at once the others find it made.
      makeProvedDatabase(location.path, key, durability);
    } catch (error) {
      throw unavailable(location.path, error);
    }
  }
}

async function openParts(root: string, options: Settings): Promise<Parts> {
  const key = userKey(root);
  const { path } = findOrMake(root, key, options.durability);
  // Before it is opened: to look at its header closes the file, and with that releases every lock of this process on it.
  const others = otherStores(root, key, path).map(otherStoreNote);
  const connection = openConnection(path, { ...options, key });
  const { db, setAside } = connection;
  try {
    await migrate(connection);
    // A commit whose flush failed, or whose process was killed before it, is in the log and counts as applied from here
    // on, so it has to be on the disk. Moving the log flushes it first.
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
      version: db.prepare("PRAGMA data_version"),
      rawSql: new RawSqlRunner(db, options),
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

const asideNote = (path: string): string => `a log that hive did not write lay beside the database: it is ${path} now`;

/** Moves what the log holds to the database file, as far as no reader is in the way. */
function moveLog(db: Database): void {
  db.run("PRAGMA wal_checkpoint(PASSIVE)");
}

function isInPlace({ files }: Parts): boolean {
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

/** Sessions refer to a swarm; an older table may have rules of its own for swarms, and does without hive's then. */
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
