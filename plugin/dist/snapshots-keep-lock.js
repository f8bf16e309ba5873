// @bun
import {
  HiveError,
  errorMessage
} from "./base-errors.js";

// src/snapshots/keep/lock.ts
import { Database } from "bun:sqlite";
import { mkdirSync } from "fs";
import { join } from "path";
var LOCK_TIMEOUT_MS = 60000;
function lockSnapshots(directory) {
  mkdirSync(directory, { recursive: !0, mode: 448 });
  let db = new Database(join(directory, "lock"), { create: !0, readwrite: !0 });
  try {
    db.run(`PRAGMA busy_timeout = ${LOCK_TIMEOUT_MS}`), db.run("PRAGMA journal_mode = MEMORY"), db.run("BEGIN EXCLUSIVE");
  } catch (error) {
    throw db.close(), new HiveError("HIVE_STORE_UNAVAILABLE", `the snapshots are in use: ${errorMessage(error)}`, {
      hint: "a snapshot of very many files may be under way: try again in a minute",
      cause: error
    });
  }
  return { [Symbol.dispose]: () => db.close() };
}

export { lockSnapshots };
