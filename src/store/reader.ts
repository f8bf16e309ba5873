import { Database } from "bun:sqlite";
import { errorCode, HiveError } from "../base/errors.ts";
import { userKey } from "../origin/key.ts";
import { isStoreUnavailable, unavailable } from "./connection.ts";
import { openForReading } from "./database.ts";
import { locateStore } from "./location.ts";
import { LATEST_MIGRATION } from "./schema.ts";

/** Where a database's header says whether it has a log: the two bytes are 1 where it has none. */
const LOG_VERSIONS_AT = 18;

/**
 * Opens what hive has saved, for reading alone: no byte of the database and its log changes, whoever reads. What is read belongs together,
 * whatever is committed meanwhile. Tables of an older hive are read from a copy in memory that has this version's.
 * @param root a state directory
 * @param busyTimeoutMs how long to wait for a lock
 * @returns null where this user's hive has saved nothing yet
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
    const names = migrations(db);
    if (names?.some((name) => name > LATEST_MIGRATION) === true) throw ofNewerHive();
    if (names?.includes(LATEST_MIGRATION) === true) return db;
    const copy = names === null ? null : await migratedCopy(db);
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

/** Null for a database in which hive has made no table yet. */
function migrations(db: Database): string[] | null {
  try {
    return db
      .query<{ name: string }, []>("SELECT name FROM kysely_migration")
      .all()
      .map(({ name }) => name);
  } catch (error) {
    if (errorCode(error) === "SQLITE_ERROR") return null;
    throw error;
  }
}

async function migratedCopy(db: Database): Promise<Database> {
  const bytes = db.serialize();
  bytes.fill(1, LOG_VERSIONS_AT, LOG_VERSIONS_AT + 2);
  const copy = Database.deserialize(bytes, { strict: true });
  try {
    await (await import("./migrations.ts")).migrateCopy(copy);
    return copy;
  } catch (error) {
    copy.close();
    throw error;
  }
}
