import type { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { errorMessage, HiveError } from "../../base/errors.ts";
import { KINDS } from "../../model/kinds.ts";
import type { Fact } from "../../model/observation.ts";
import type { Outcome, StoreEntry, StorePort } from "../port.ts";
import { GROWTH_LIMITS } from "../raw-sql/growth.ts";
import type { RawSqlOptions } from "../raw-sql/runner.ts";
import { EntryBatch } from "./apply/batch.ts";
import { StateRows } from "./apply/state-rows.ts";
import { rollBack } from "./open/connection.ts";
import { forgottenIn } from "./forgotten.ts";
import { locateStore } from "./open/location.ts";
import { closeParts, isInPlace, moveLog, type OpenOptions, openParts, type Parts } from "./open/open.ts";
import { pruneSessions } from "./prune.ts";
import { isStoreUnavailable, mayNeedReopening, unavailable } from "./open/unavailable.ts";

export interface StoreOptions extends Partial<RawSqlOptions> {
  /** Time for which a statement waits for another process's lock, blocking this one. @default 200 */
  readonly busyTimeoutMs?: number;
  readonly durability?: "process" | "power";
  /** Checkpoints kept of a session. @default 20 */
  readonly checkpointHistory?: number;
  /** Whether applied observations are kept for the forwarder. @default false */
  readonly hasOutbox?: boolean;
  readonly onStep?: (step: StoreStep) => void;
}

/** Rows that all targets have, at which a batch deletes them. */
const DROP_AT_ROWS = 2048;

export type StoreStep = "begun" | "entry-applied" | "applied" | "committed";

/** The SQLite store of one project: applies entries, each once. */
export class Store implements StorePort {
  readonly #root: string;
  #path: string;
  readonly #options: OpenOptions;
  readonly #onStep: ((step: StoreStep) => void) | undefined;
  /** Null when it could not be opened again. */
  #parts: Parts | null;
  #needsReopening = false;
  #version: number | undefined;
  /** The last outbox seqs that all targets have, and that were deleted. */
  #forwardedSeq = 0;
  #droppedSeq = 0;

  private constructor(root: string, parts: Parts, options: OpenOptions, onStep: StoreOptions["onStep"]) {
    this.#root = root;
    this.#path = parts.path;
    this.#parts = parts;
    this.#options = options;
    this.#onStep = onStep;
  }

  /**
   * Opens the database under `root` that this user's hive has made, or creates it, and migrates it. It is `hive.db`, or
   * has another name beside a foreign one.
   * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
   */
  static async open(root: string, { onStep, ...given }: StoreOptions = {}): Promise<Store> {
    const options: OpenOptions = {
      busyTimeoutMs: 200,
      durability: "process",
      rawSql: "dml",
      rawSqlGrowth: GROWTH_LIMITS,
      memoryLimitBytes: 0,
      checkpointHistory: 20,
      hasOutbox: false,
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

  /** The connection itself. Its holder may write. */
  get db(): Database {
    this.#open.documents.forget();
    return this.#open.connection.db;
  }

  /** Notes for a person about the open, a sentence each: files beside it that are not hive's own. */
  get notes(): readonly string[] {
    return this.#open.notes;
  }

  /**
   * Reopens the database if another file is now at its path, or if the last batch failed and the open connection may
   * not recover. Data written to a deleted database is lost. @param mayCreate whether to recreate a deleted database:
   * the deletion may still be running
   * @returns whether it was opened again
   * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
   */
  async reopenIfLost(mayCreate: boolean): Promise<boolean> {
    if (this.#parts !== null && !this.#needsReopening && isInPlace(this.#parts)) return false;
    this.close();
    if (!mayCreate && this.isDeleted) throw new HiveError("HIVE_STORE_UNAVAILABLE", `${this.#path} was deleted`);
    this.#parts = await openParts(this.#root, this.#options);
    this.#path = this.#parts.path;
    // Another database has seqs of its own.
    this.#forwardedSeq = 0;
    this.#droppedSeq = 0;
    this.#needsReopening = false;
    return true;
  }

  /**
   * Applies a batch in one transaction, a savepoint per entry: a rejected entry takes nothing with it.
   * @returns an outcome per entry, in their order
   * @throws HIVE_STORE_UNAVAILABLE when the store is locked, full, unreadable, deleted or replaced; the batch then has
   * no effect. Call {@link reopenIfLost} before the next try
   */
  applyBatch(entries: readonly StoreEntry[], nowMs: number): Outcome[] {
    const parts = this.#open;
    const { db } = parts.connection;
    try {
      // @mutant a batch is one transaction, not one for each entry
      db.run("BEGIN IMMEDIATE");
      this.#onStep?.("begun");
      this.#forgetIfWritten(parts);
      const batch = new EntryBatch(parts, nowMs);
      const outcomes = entries.map((entry, place) => this.#reported(batch.apply(entry, place)));
      // @mutant ledger and effect are one transaction
      batch.flush();
      this.#dropForwarded(db, DROP_AT_ROWS);
      this.#onStep?.("applied");
      // @mutant a batch is one transaction, not one for each entry
      db.run("COMMIT");
      this.#onStep?.("committed");
      // @mutant a commit into a database that was replaced does not count
      if (isInPlace(parts)) return outcomes;
    } catch (error) {
      this.#needsReopening = mayNeedReopening(error);
      parts.documents.forget();
      rollBack(db);
      if (!isStoreUnavailable(error)) throw error;
      throw new HiveError("HIVE_STORE_UNAVAILABLE", errorMessage(error), { cause: error });
    }
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `${this.#path} was deleted or replaced`);
  }

  /**
   * Notes that all targets have the rows of the outbox up to a seq. They are deleted later: in a batch once they are
   * many, or by {@link dropForwarded}. @param source the id of their outbox: the database may have been replaced since
   */
  noteForwarded(source: string, seq: number): void {
    // @mutant a row is deleted only where the targets have it from this database
    if (this.#parts?.sourceId === source) this.#forwardedSeq = Math.max(this.#forwardedSeq, seq);
  }

  /**
   * Gives the outbox another id, under which targets take its rows for new. @param source the id that it has had
   * @throws HIVE_STORE_UNAVAILABLE
   */
  renewSource(source: string): void {
    const parts = this.#open;
    if (parts.sourceId !== source) return;
    const id = crypto.randomUUID().replaceAll("-", "");
    try {
      parts.connection.db.query("UPDATE hive_source SET id = ?").run(id);
    } catch (error) {
      throw isStoreUnavailable(error) ? unavailable(this.#path, error) : error;
    }
    parts.sourceId = id;
    this.#forwardedSeq = 0;
    this.#droppedSeq = 0;
  }

  /** Whether rows wait for the forwarder. */
  get hasWaiting(): boolean {
    return this.#open.connection.db.query("SELECT 1 FROM hive_outbox LIMIT 1").get() !== null;
  }

  /** Deletes the rows of the outbox: nobody wants them any more. */
  emptyOutbox(): void {
    if (this.hasWaiting) this.#open.connection.db.run("DELETE FROM hive_outbox");
  }

  /** Deletes the rows of the outbox that all targets have. */
  dropForwarded(): void {
    this.#dropForwarded(this.#open.connection.db, 1);
  }

  #dropForwarded(db: Database, leastRows: number): void {
    if (this.#forwardedSeq - this.#droppedSeq < leastRows) return;
    db.query("DELETE FROM hive_outbox WHERE seq <= ?").run(this.#forwardedSeq);
    this.#droppedSeq = this.#forwardedSeq;
  }

  #reported(outcome: Outcome): Outcome {
    if (outcome.kind === "applied") this.#onStep?.("entry-applied");
    return outcome;
  }

  /** Forgets the documents if another process has written since the last batch. */
  #forgetIfWritten({ version, documents }: Parts): void {
    const now = version.get()?.data_version;
    // @mutant what another process wrote is in the next checkpoint
    if (now !== this.#version) documents.forget();
    this.#version = now;
  }

  /** Whether raw SQL may be applied in this process: {@link RawSqlRunner.isBounded}. */
  isBounded(sql: string): boolean {
    // A store that is away is the next try's to open.
    return this.#parts !== null && this.#parts.rawSql.isBounded(sql);
  }

  /** Whether bounded raw SQL took long of late: the rest of a batch is then checked again. */
  get isRawSqlSlow(): boolean {
    return this.#parts?.rawSql.isSlow === true;
  }

  /** Whether an entry has been applied, by any process. @throws an error of SQLite's when the store cannot be read */
  hasApplied(id: string): boolean {
    return this.db.query("SELECT 1 FROM hive_ledger WHERE entry_id = ?").get(id) !== null;
  }

  addLate(entryId: string, sessionId: string, fact: Fact, nowMs: number): void {
    const parts = this.#open;
    const state = new StateRows(parts.statements.state, nowMs);
    const add = parts.connection.db.transaction(() => {
      // @mutant what is found out late does not bring a forgotten session back
      if (forgottenIn(parts.forgotten)(sessionId, fact.atMs)) return;
      state.merge(sessionId, { ...fact, atMs: Math.min(fact.atMs, nowMs) });
      state.flush();
      parts.documents.forget();
      // A row of a list is the session's alone: a checkpoint has one late field of each kind.
      if (KINDS[fact.kind].limit === 1) parts.checkpoints.addLate(entryId, fact.kind, fact.data);
    });
    // It waits for another writer before it has read anything.
    add.immediate();
  }

  /**
   * Copies committed data from the log to the database file, as far as open readers allow. SQLite would do it within a
   * commit, which then takes milliseconds. So the worker does it between two drains.
   */
  checkpointLog(): void {
    moveLog(this.db);
  }

  sweepLedger(beforeMs: number, keptSeqs: () => readonly string[]): number {
    const { db } = this;
    if (db.query("SELECT 1 FROM hive_ledger WHERE applied_at_ms < ? LIMIT 1").get(beforeMs) === null) return 0;
    const sql = "DELETE FROM hive_ledger WHERE applied_at_ms < ? AND seq NOT IN (SELECT value FROM json_each(?))";
    return db.query(sql).run(beforeMs, JSON.stringify(keptSeqs())).changes;
  }

  pruneSessions(beforeMs: number): number {
    return pruneSessions(this.db, beforeMs);
  }

  close(): void {
    const parts = this.#parts;
    this.#parts = null;
    if (parts !== null) closeParts(parts);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
