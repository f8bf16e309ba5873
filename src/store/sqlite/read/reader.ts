import { Database } from "bun:sqlite";
import { HiveError } from "../../../base/errors.ts";
import { userKey } from "../../../origin/key.ts";
import { isStoreUnavailable, unavailable } from "../open/unavailable.ts";
import { openForReading } from "../open/database.ts";
import { locateStore } from "../open/location.ts";
import { readRecord } from "../open/migration-record.ts";
import { LATEST_MIGRATION } from "../open/schema.ts";

/** The offset in a database's header of two bytes that are 1 if the database has no log. */
const LOG_VERSIONS_AT = 18;

/**
 * Opens hive's saved data read-only: no byte of the database and its log changes.
 * All reads see one moment, whatever is committed meanwhile. An older hive's tables are read from a migrated copy in
 * memory.
 * @param root a state directory
 * @param busyTimeoutMs the longest wait for a lock
 * @returns null if this user's hive has saved nothing yet
 * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
 */
export async function openSaved(root: string, busyTimeoutMs: number): Promise<Database | null> {
  const key = userKey(root);
  const { path, isThere } = locateStore(root, key);
  if (!isThere) return null;
  let db: Database | undefined;
  try {
    db = openForReading(path, key, busyTimeoutMs);
    db.run("BEGIN");
    const record = readRecord(db);
    if (record?.required.some((name) => name > LATEST_MIGRATION) === true) throw ofNewerHive();
    if (record !== null && [...record.required, ...record.additions].includes(LATEST_MIGRATION)) return db;
    const copy = record === null ? null : await migratedCopy(db);
    db.close();
    return copy;
  } catch (error) {
    db?.close();
    throw isStoreUnavailable(error) ? unavailable(path, error) : error;
  }
}

const ofNewerHive = (): HiveError =>
  new HiveError("HIVE_MIGRATION", "the database cannot be migrated: a newer hive has written it", {
    hint: "update hive; nothing was changed",
  });

async function migratedCopy(db: Database): Promise<Database> {
  const bytes = db.serialize();
  bytes.fill(1, LOG_VERSIONS_AT, LOG_VERSIONS_AT + 2);
  const copy = Database.deserialize(bytes, { strict: true });
  try {
    await (await import("../open/migrations.ts")).migrateCopy(copy);
    return copy;
  } catch (error) {
    copy.close();
    throw error;
  }
}
