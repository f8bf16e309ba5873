import type { Database } from "bun:sqlite";
import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode } from "../../base/errors.ts";
import { refuse } from "./text.ts";

/** Limits for a database's growth by raw SQL. */
export interface GrowthLimits {
  /** Bytes by which one entry may make it larger. */
  readonly entryBytes: number;
  /** Bytes by which all raw SQL together may have enlarged it; freed pages are subtracted. */
  readonly totalBytes: number;
}

export const GROWTH_LIMITS: GrowthLimits = { entryBytes: 64 * 1024 ** 2, totalBytes: 512 * 1024 ** 2 };

/** SQLite's own limit, in pages. */
const MAX_PAGES = 4_294_967_294;
/**
 * Pages that a statement gets even if nothing is left of the total. Its growth is refused afterwards, since SQLITE_FULL
 * could end the transaction of the whole batch.
 */
const SLACK_PAGES = 64;

/** Limits the growth of a database by raw SQL. One of hive's own tables keeps the count. */
export class RawSqlGrowth {
  readonly #db: Database;
  readonly #limits: GrowthLimits;

  constructor(db: Database, limits: GrowthLimits = GROWTH_LIMITS) {
    this.#db = db;
    this.#limits = limits;
  }

  /**
   * Runs a writing function, within a savepoint of the caller's.
   * @throws HIVE_SQL_REFUSED when the database would grow beyond a limit; the errors of `write`
   */
  within(write: () => void): void {
    const db = this.#db;
    const pageBytes = this.#pragma("page_size");
    const pages = this.#pragma("page_count");
    const usedPages = this.#usedPages();
    const { entryBytes, totalBytes } = this.#limits;
    // Space freed otherwise, by hive or by hand, does not count against it.
    const grownPages = Math.min(this.#grownPages(), usedPages);
    // @mutant raw SQL: what all entries add is limited
    const leftPages = Math.floor(totalBytes / pageBytes) - grownPages;
    const entryPages = Math.ceil(entryBytes / pageBytes);
    // @mutant raw SQL: what one entry adds is limited
    db.run(`PRAGMA max_page_count = ${pages + Math.min(entryPages, Math.max(leftPages, SLACK_PAGES))}`);
    try {
      write();
    } catch (error) {
      if (errorCode(error) !== "SQLITE_FULL" || !this.#hasRoom()) throw error;
      this.#refuse(leftPages < entryPages, error);
    } finally {
      db.run(`PRAGMA max_page_count = ${MAX_PAGES}`);
    }
    const addedPages = this.#usedPages() - usedPages;
    if (addedPages === 0) return;
    if (addedPages > leftPages && addedPages > 0) this.#refuse(true);
    db.query("INSERT OR REPLACE INTO hive_raw_sql (id, grown_pages) VALUES (1, ?)").run(
      Math.max(0, grownPages + addedPages),
    );
  }

  #refuse(isOfAll: boolean, cause?: unknown): never {
    const { entryBytes, totalBytes } = this.#limits;
    if (!isOfAll) refuse(`SQL that makes the database grow by more than ${entryBytes} bytes`, cause);
    refuse(`SQL that makes the database grow: raw SQL has ${totalBytes} bytes of it at most, delete rows first`, cause);
  }

  #grownPages(): number {
    return this.#db.query<{ grown_pages: number }, []>("SELECT grown_pages FROM hive_raw_sql").get()?.grown_pages ?? 0;
  }

  #usedPages(): number {
    return this.#pragma("page_count") - this.#pragma("freelist_count");
  }

  #pragma(name: string): number {
    return this.#db.query<Record<string, number>, []>(`PRAGMA ${name}`).get()![name]!;
  }

  /** Whether the disk had space for the growth. A full database is then the entry's fault and not the store's. */
  #hasRoom(): boolean {
    const { bavail, bsize } = statfsSync(dirname(this.#db.filename));
    return bavail * bsize > this.#limits.entryBytes;
  }
}
