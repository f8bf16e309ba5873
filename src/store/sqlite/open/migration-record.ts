import type { Database } from "bun:sqlite";
import { errorCode } from "../../../base/errors.ts";

/** The names of the migrations that a database has had. */
export interface MigrationRecord {
  /** A hive that does not know one of these must not use the database. Kysely keeps them. */
  readonly required: readonly string[];
  /** A hive that does not know these runs on. */
  readonly additions: readonly string[];
}

/** @returns null for a database without any table of hive's */
export function readRecord(db: Database): MigrationRecord | null {
  const required = namesIn(db, "kysely_migration");
  return required === null ? null : { required, additions: namesIn(db, "hive_additions") ?? [] };
}

/** @returns null without the table */
function namesIn(db: Database, table: string): string[] | null {
  try {
    const rows = db.query<{ name: string }, []>(`SELECT name FROM ${table}`).all();
    return rows.map(({ name }) => name);
  } catch (error) {
    if (errorCode(error) === "SQLITE_ERROR") return null;
    throw error;
  }
}
