import { Database } from "bun:sqlite";
import type { RawSqlPolicy as Policy } from "../../base/config/config.ts";
import { isStoreUnavailable } from "../sqlite/open/unavailable.ts";
import { migrateCopy } from "../sqlite/open/migrations.ts";
import { openSaved } from "../sqlite/read/reader.ts";
import { RawSqlPolicy } from "./policy.ts";
import { switchedOff } from "./text.ts";

const BUSY_TIMEOUT_MS = 500;

/**
 * Refuses at once any SQL that a worker would refuse later. Nothing is run, and no byte changes. A store that cannot be
 * read is no reason to refuse.
 * @throws HIVE_SQL_REFUSED
 */
export async function checkRawSql(root: string, sql: string, setting: Policy): Promise<void> {
  if (setting === "off") throw switchedOff();
  try {
    using db = (await openSaved(root, BUSY_TIMEOUT_MS)) ?? (await emptyTables());
    new RawSqlPolicy(db).check(sql);
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
  }
}

/** The tables as they are where nothing has been saved yet. */
async function emptyTables(): Promise<Database> {
  const db = new Database(":memory:", { strict: true });
  await migrateCopy(db);
  return db;
}
