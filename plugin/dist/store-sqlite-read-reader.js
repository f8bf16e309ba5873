// @bun
import {
  openForReading
} from "./store-sqlite-open-database.js";
import {
  locateStore
} from "./store-sqlite-open-location.js";
import {
  readRecord,
  LATEST_MIGRATION
} from "./store-sqlite-open-schema.js";
import {
  unavailable,
  isStoreUnavailable
} from "./platform-process-kernel-locks.js";
import {
  userKey
} from "./origin-key.js";
import {
  HiveError
} from "./base-errors.js";

// src/store/sqlite/read/reader.ts
import { Database } from "bun:sqlite";
var LOG_VERSIONS_AT = 18;
async function openSaved(root, busyTimeoutMs) {
  let key = userKey(root), { path, isThere } = locateStore(root, key);
  if (!isThere)
    return null;
  let db;
  try {
    db = openForReading(path, key, busyTimeoutMs), db.run("BEGIN");
    let record = readRecord(db);
    if (record?.required.some((name) => name > LATEST_MIGRATION) === !0)
      throw ofNewerHive();
    if (record !== null && [...record.required, ...record.additions].includes(LATEST_MIGRATION))
      return db;
    let copy = record === null ? null : await migratedCopy(db);
    return db.close(), copy;
  } catch (error) {
    throw db?.close(), isStoreUnavailable(error) ? unavailable(path, error) : error;
  }
}
var ofNewerHive = () => new HiveError("HIVE_MIGRATION", "the database cannot be migrated: a newer hive has written it", {
  hint: "update hive; nothing was changed"
});
async function migratedCopy(db) {
  let bytes = db.serialize();
  bytes.fill(1, LOG_VERSIONS_AT, LOG_VERSIONS_AT + 2);
  let copy = Database.deserialize(bytes, { strict: !0 });
  try {
    return await (await import("./import-migrations.js")).migrateCopy(copy), copy;
  } catch (error) {
    throw copy.close(), error;
  }
}

export { openSaved };
