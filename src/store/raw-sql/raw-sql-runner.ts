import type { Database } from "bun:sqlite";
import type { RawSqlPolicy as RawSqlSetting } from "../../base/config.ts";
import { errorCode, HiveError } from "../../base/errors.ts";
import { isStoreUnavailable } from "../connection.ts";
import { RawSqlPolicy, runRawSql } from "./raw-sql.ts";
import { type GrowthLimits, RawSqlGrowth } from "./raw-sql-growth.ts";
import { refuse } from "./raw-sql-text.ts";

export interface RawSqlOptions {
  readonly rawSql: RawSqlSetting;
  readonly rawSqlGrowth: GrowthLimits;
  /** What a process of an entry's own may take of memory: it is at fault when that runs out. 0 for the worker's process. */
  readonly memoryLimitBytes: number;
}

/** Time that an entry which plainly ends soon may take on a busy machine: what is above it goes on a row that is large. */
const LONG_MS = 50;
/** Of such time in this process there is so much, and as much again after a while. */
const LATE_MS = 250;
const LATE_AGAIN_MS = 10_000;

/** Runs the raw SQL of entries on one connection. */
export class RawSqlRunner {
  readonly #db: Database;
  readonly #options: RawSqlOptions;
  readonly #policy: RawSqlPolicy;
  readonly #growth: RawSqlGrowth;
  #lateMs = 0;
  #lateSinceMs = 0;

  constructor(db: Database, options: RawSqlOptions) {
    this.#db = db;
    this.#options = options;
    this.#policy = new RawSqlPolicy(db);
    this.#growth = new RawSqlGrowth(db, options.rawSqlGrowth);
  }

  /**
   * Whether raw SQL may be applied in this process: it plainly ends soon, or is refused at once. Of what cannot be looked
   * at now the answer is no.
   */
  isShort(sql: string): boolean {
    if (this.#options.rawSql === "off") return true;
    try {
      return this.#policy.isShort(sql) && !this.isSlow;
    } catch (error) {
      if (isStoreUnavailable(error)) return false;
      if (errorCode(error) === "HIVE_SQL_REFUSED") return true;
      throw error;
    }
  }

  /** Whether short texts took long of late: they write rows that somebody has made large. */
  get isSlow(): boolean {
    if (performance.now() - this.#lateSinceMs > LATE_AGAIN_MS) this.#lateMs = 0;
    return this.#lateMs > LATE_MS;
  }

  /** @throws HIVE_SQL_REFUSED; SQLite's own errors. Either may have ended the transaction */
  run(sql: string): void {
    if (this.#options.rawSql === "off") {
      throw new HiveError("HIVE_SQL_REFUSED", "raw SQL is switched off", {
        hint: 'set rawSql to "dml" in config.json',
      });
    }
    const startMs = performance.now();
    try {
      runRawSql(this.#db, this.#policy, this.#growth, sql);
    } catch (error) {
      const { memoryLimitBytes } = this.#options;
      const isOutOfMemory = errorCode(error)?.startsWith("SQLITE_NOMEM") === true;
      if (isOutOfMemory && memoryLimitBytes > 0) refuse(`SQL that takes more ${memoryText(memoryLimitBytes)}`, error);
      throw error;
    } finally {
      this.#count(startMs);
    }
  }

  #count(startMs: number): void {
    const lateMs = performance.now() - startMs - LONG_MS;
    if (lateMs <= 0) return;
    if (!this.isSlow) this.#lateSinceMs = startMs;
    this.#lateMs += lateMs;
  }
}

const memoryText = (bytes: number): string =>
  Number.isFinite(bytes) ? `than ${bytes} bytes of memory` : "memory than there is";
