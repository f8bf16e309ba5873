import type { Database } from "bun:sqlite";
import type { RawSqlPolicy as RawSqlSetting } from "../../base/config/config.ts";
import { errorCode } from "../../base/errors.ts";
import { isStoreUnavailable } from "../sqlite/open/unavailable.ts";
import { RawSqlPolicy, runRawSql } from "./policy.ts";
import { type GrowthLimits, RawSqlGrowth } from "./growth.ts";
import { refuse, switchedOff } from "./text.ts";

export interface RawSqlOptions {
  readonly rawSql: RawSqlSetting;
  readonly rawSqlGrowth: GrowthLimits;
  /** Memory limit of an entry's own process: running out is the entry's fault. 0 for the worker's process. */
  readonly memoryLimitBytes: number;
}

/** Time for a bounded entry on a busy machine; time beyond it is spent on a large row. */
const LONG_MS = 50;
/** Budget for such time in this process, renewed after a while. */
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
   * Whether raw SQL may be applied in this process: it provably ends soon, or is refused at once. False for SQL that
   * cannot be checked now.
   */
  isBounded(sql: string): boolean {
    if (this.#options.rawSql === "off") return true;
    try {
      return this.#policy.isBounded(sql) && !this.isSlow;
    } catch (error) {
      if (isStoreUnavailable(error)) return false;
      if (errorCode(error) === "HIVE_SQL_REFUSED") return true;
      throw error;
    }
  }

  /** Whether bounded SQL was slow lately: it writes rows that were made large. */
  get isSlow(): boolean {
    if (performance.now() - this.#lateSinceMs > LATE_AGAIN_MS) this.#lateMs = 0;
    return this.#lateMs > LATE_MS;
  }

  /** @throws HIVE_SQL_REFUSED; SQLite's own errors. Either may have ended the transaction */
  run(sql: string): void {
    if (this.#options.rawSql === "off") throw switchedOff();
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
  Number.isFinite(bytes) ? `than ${bytes} bytes of memory` : "memory than is available";
