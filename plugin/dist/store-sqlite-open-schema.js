// @bun
import {
  errorCode
} from "./base-errors.js";

// src/store/sqlite/open/migration-record.ts
function readRecord(db) {
  let required = namesIn(db, "kysely_migration");
  return required === null ? null : { required, additions: namesIn(db, "hive_additions") ?? [] };
}
function namesIn(db, table) {
  try {
    return db.query(`SELECT name FROM ${table}`).all().map(({ name }) => name);
  } catch (error) {
    if (errorCode(error) === "SQLITE_ERROR")
      return null;
    throw error;
  }
}

// src/store/sqlite/open/schema.ts
var LATEST_MIGRATION = "0006_create_outbox";

export { readRecord, LATEST_MIGRATION };
