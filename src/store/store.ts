import type { Database, Statement } from "bun:sqlite";
import { existsSync } from "node:fs";
import type { RawSqlPolicy as RawSqlSetting } from "../config.ts";
import { errorCode, errorMessage, HiveError } from "../errors.ts";
import { Checkpoints } from "./checkpoint.ts";
import { type Connection, isStoreUnavailable, openConnection } from "./connection.ts";
import { migrate } from "./migrations.ts";
import { applyOperation, type BatchContext } from "./operations.ts";
import type { Fact } from "./payloads.ts";
import { RawSqlPolicy, runRawSql } from "./raw-sql.ts";
import { HIVE_SWARM, prepareStatements, type Statements } from "./statements.ts";

/** An entry as the store takes it. */
export interface StoreEntry {
  /** Under which the entry is remembered: a second one with the same id has no effect. */
  readonly id: string;
  /** The name that its producer knows it by. @default the id */
  readonly seq?: string;
  readonly operation: string;
  readonly payload?: unknown;
  readonly sql?: string;
}

export type Outcome =
  | { readonly kind: "applied" }
  /** It had been applied before. */
  | { readonly kind: "duplicate" }
  /** It cannot be applied; the rest of its batch was. */
  | { readonly kind: "rejected"; readonly error: { readonly code: string; readonly message: string } };

export interface StoreOptions {
  /** How long a statement waits for another process's lock, blocking this one. @default 200 */
  readonly busyTimeoutMs?: number;
  readonly durability?: "process" | "power";
  readonly rawSql?: RawSqlSetting;
  /** Checkpoints kept of a session. @default 20 */
  readonly checkpointHistory?: number;
  readonly onStep?: (step: StoreStep) => void;
}

export type StoreStep = "begun" | "entry-applied" | "applied" | "committed";

export function storePath(root: string): string {
  return `${root}/hive.db`;
}

/** The SQLite store of one project: applies entries, each once. */
export class Store {
  readonly connection: Connection;
  /** What was made to fit of an older database, a sentence each; empty for one that hive made. */
  readonly adaptations: readonly string[];
  readonly #statements: Statements;
  readonly #checkpoints: Checkpoints;
  readonly #rawSql: RawSqlPolicy;
  readonly #savepoint: { readonly [K in "begin" | "release" | "rollback"]: Statement };
  readonly #options: Required<Omit<StoreOptions, "onStep">>;
  readonly #onStep: ((step: StoreStep) => void) | undefined;
  private constructor(connection: Connection, options: StoreOptions) {
    const { onStep, ...given } = options;
    this.#options = { busyTimeoutMs: 200, durability: "process", rawSql: "dml", checkpointHistory: 20, ...given };
    this.#onStep = onStep;
    this.connection = connection;
    this.#statements = prepareStatements(connection);
    this.adaptations = addSwarm(connection.db, this.#statements);
    this.#checkpoints = new Checkpoints(connection, this.#options.checkpointHistory);
    this.#rawSql = new RawSqlPolicy(connection.db);
    this.#savepoint = {
      begin: connection.db.prepare("SAVEPOINT entry"),
      release: connection.db.prepare("RELEASE entry"),
      rollback: connection.db.prepare("ROLLBACK TO entry"),
    };
  }

  /**
   * Opens `hive.db` under `root`, creates it or brings it to this version's tables.
   * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
   */
  static async open(root: string, options: StoreOptions = {}): Promise<Store> {
    const { busyTimeoutMs = 200, durability = "process" } = options;
    const connection = openConnection(storePath(root), { busyTimeoutMs, durability });
    try {
      await migrate(connection);
      return new Store(connection, options);
    } catch (error) {
      connection.db.close();
      if (!isStoreUnavailable(error)) throw error;
      throw new HiveError("HIVE_STORE_UNAVAILABLE", errorMessage(error), { cause: error });
    }
  }

  static exists(root: string): boolean {
    return existsSync(storePath(root));
  }

  get db(): Database {
    return this.connection.db;
  }

  /**
   * Applies a batch in one transaction, a savepoint per entry: a rejected entry takes nothing with it.
   * @returns an outcome per entry, in their order
   * @throws HIVE_STORE_UNAVAILABLE when the store is locked, full or unreadable: nothing of the batch was applied
   */
  applyBatch(entries: readonly StoreEntry[], nowMs: number): Outcome[] {
    const { db } = this;
    try {
      db.run("BEGIN IMMEDIATE");
      this.#onStep?.("begun");
      const context: BatchContext = { statements: this.#statements, checkpoints: new Map() };
      const outcomes = entries.map((entry) => this.#applyEntry(context, entry, nowMs));
      for (const payload of context.checkpoints.values()) this.#checkpoints.write(payload);
      this.#onStep?.("applied");
      db.run("COMMIT");
      this.#onStep?.("committed");
      return outcomes;
    } catch (error) {
      if (db.inTransaction) db.run("ROLLBACK");
      if (!isStoreUnavailable(error)) throw error;
      throw new HiveError("HIVE_STORE_UNAVAILABLE", errorMessage(error), { cause: error });
    }
  }

  #applyEntry(context: BatchContext, entry: StoreEntry, nowMs: number): Outcome {
    this.#savepoint.begin.run();
    // A checkpoint that a rejected entry asked for is not due.
    const due = context.checkpoints.get(sessionOf(entry));
    try {
      const { id, operation, seq = id } = entry;
      const values = { entryId: id, seq, operation, atMs: nowMs };
      if (this.#statements.remember.run(values) === 0) {
        if (seq !== id) this.#statements.remember.run({ ...values, entryId: seq });
        this.#savepoint.release.run();
        return { kind: "duplicate" };
      }
      if (entry.sql === undefined) applyOperation(context, operation, entry.payload);
      else this.#runRawSql(entry.sql);
      this.#savepoint.release.run();
      this.#onStep?.("entry-applied");
      return { kind: "applied" };
    } catch (error) {
      if (isStoreUnavailable(error)) throw error;
      this.#savepoint.rollback.run();
      this.#savepoint.release.run();
      if (due === undefined) context.checkpoints.delete(sessionOf(entry));
      else context.checkpoints.set(due.sessionId, due);
      return { kind: "rejected", error: { code: errorCode(error) ?? "HIVE_BUG", message: errorMessage(error) } };
    }
  }

  #runRawSql(sql: string): void {
    if (this.#options.rawSql === "off") {
      throw new HiveError("HIVE_SQL_REFUSED", "raw SQL is switched off", {
        hint: 'set rawSql to "dml" in config.json',
      });
    }
    runRawSql(this.db, this.#rawSql, sql);
  }

  /** Adds what the worker found out about a session after its checkpoint, such as the state of its git tree. */
  addFact(sessionId: string, fact: Fact): void {
    const { kind, key, atMs, data } = fact;
    this.db.transaction(() => {
      this.#statements.fact.run({ sessionId, kind, key, atMs, data: JSON.stringify(data) });
      const cell = JSON.stringify({ ...data, key, atMs });
      this.db
        .query(
          "UPDATE sessions SET checkpoint_data = json_set(checkpoint_data, '$.' || ?, json(?)) WHERE id = ? AND checkpoint_data IS NOT NULL",
        )
        .run(kind, cell, sessionId);
    })();
  }

  /**
   * Moves what was committed from the log to the database file, as far as no reader is in the way. SQLite would do it
   * within a commit, which then takes milliseconds: the worker does it between two drains instead.
   */
  checkpointLog(): void {
    this.db.run("PRAGMA wal_checkpoint(PASSIVE)");
  }

  /** Forgets the entries applied before a time. @returns how many */
  sweepLedger(beforeMs: number): number {
    return this.db.query("DELETE FROM hive_ledger WHERE applied_at_ms < ?").run(beforeMs).changes;
  }

  close(): void {
    this.db.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function sessionOf(entry: StoreEntry): string {
  const { payload } = entry;
  const isObject = typeof payload === "object" && payload !== null && "sessionId" in payload;
  return isObject && typeof payload.sessionId === "string" ? payload.sessionId : "";
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
