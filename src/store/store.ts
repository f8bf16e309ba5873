import type { Database, Statement } from "bun:sqlite";
import { existsSync } from "node:fs";
import { userKey } from "../origin/key.ts";
import { errorCode, errorMessage, HiveError } from "../errors.ts";
import { Checkpoints, RAW_SQL_ROWS } from "./checkpoint.ts";
import {
  type Connection,
  isConnectionSuspect,
  isStoreUnavailable,
  openConnection,
  rollBack,
  unavailable,
} from "./connection.ts";
import { OpenFiles } from "./database.ts";
import { locateStore, type StoreLocation, otherStoreNote, otherStores } from "./location.ts";
import { makeProvedDatabase } from "./proof.ts";
import { sweepProofs } from "./sidecars.ts";
import { migrate } from "./migrations.ts";
import { applyOperation, type BatchContext, markUntrusted } from "./operations.ts";
import type { Fact } from "./payloads.ts";
import { GROWTH_LIMITS } from "./raw-sql-growth.ts";
import { type RawSqlOptions, RawSqlRunner } from "./raw-sql-runner.ts";
import { HIVE_SWARM, prepareStatements, type Statements } from "./statements.ts";
import type { StoreEntry } from "./store-entry.ts";

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

  get db(): Database {
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
      const context: BatchContext = { statements: parts.statements, checkpoints: new Map(), nowMs };
      const outcomes = entries.map((entry) => this.#applyEntry(parts, context, entry, nowMs));
      for (const payload of context.checkpoints.values()) parts.checkpoints.write(payload);
      this.#onStep?.("applied");
      db.run("COMMIT");
      this.#onStep?.("committed");
      if (isInPlace(parts)) return outcomes;
    } catch (error) {
      this.#isSuspect = isConnectionSuspect(error);
      rollBack(db);
      if (!isStoreUnavailable(error)) throw error;
      throw new HiveError("HIVE_STORE_UNAVAILABLE", errorMessage(error), { cause: error });
    }
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `${this.#path} was deleted or replaced`);
  }

  #applyEntry(parts: Parts, context: BatchContext, entry: StoreEntry, nowMs: number): Outcome {
    const { statements, savepoint } = parts;
    savepoint.begin.run();
    try {
      const { id, operation, seq = id } = entry;
      const values = { entryId: id, seq, operation, atMs: nowMs };
      if (statements.remember.run(values) === 0) {
        if (seq !== id) statements.remember.run({ ...values, entryId: seq });
        savepoint.release.run();
        return { kind: "duplicate" };
      }
      if (entry.sql === undefined) applyOperation(context, entry);
      else {
        parts.rawSql.run(entry.sql);
        if (entry.isUntrusted === true) markUntrusted(context, RAW_SQL_ROWS);
      }
      savepoint.release.run();
      this.#onStep?.("entry-applied");
      return { kind: "applied" };
    } catch (error) {
      // SQLite ends the transaction of a whole batch where it has no room or no memory.
      if (isStoreUnavailable(error) || !parts.connection.db.inTransaction) throw error;
      savepoint.rollback.run();
      savepoint.release.run();
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

  /** Adds what the worker found out about a session after its checkpoint, such as the state of its git tree. */
  addFact(sessionId: string, fact: Fact): void {
    const { kind, key, atMs, data } = fact;
    const { connection, statements } = this.#open;
    connection.db.transaction(() => {
      statements.fact.run({ sessionId, kind, key, atMs, data: JSON.stringify(data) });
      const cell = JSON.stringify({ ...data, key, atMs });
      connection.db
        .query(
          "UPDATE sessions SET checkpoint_data = json_set(checkpoint_data, '$.' || ?, json(?)) WHERE id = ? AND json_valid(checkpoint_data)",
        )
        .run(kind, cell, sessionId);
    })();
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
