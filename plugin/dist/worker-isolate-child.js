// @bun
import"./model-merge.js";
import"./store-raw-sql-policy.js";
import"./store-sqlite-apply-payloads.js";
import"./base-files-files.js";
import"./store-sqlite-open-database.js";
import"./origin-own-file.js";
import"./origin-own-directory.js";
import"./store-sqlite-settled.js";
import"./store-sqlite-open-migrations.js";
import {
  Store2
} from "./store-sqlite-store.js";
import {
  limitProcess
} from "./platform-process-process-limits.js";
import"./store-sqlite-prepared.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-open-location.js";
import"./origin-key.js";
import"./git-git-tree.js";
import {
  EXIT_CODES,
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/worker/isolate/child.ts
import { writeSync } from "fs";
async function runChild() {
  let request = JSON.parse(await Bun.stdin.text()), memoryLimitBytes = limitProcess(request.limitMs);
  try {
    return writeSync(1, JSON.stringify(await apply(request, memoryLimitBytes))), 0;
  } catch (error) {
    if (error instanceof HiveError && errorCode(error.cause)?.startsWith("SQLITE_NOMEM") === !0 || !(error instanceof HiveError))
      throw error;
    return writeSync(2, error.message), EXIT_CODES[error.code];
  }
}
async function apply({ root, entries, nowMs, options }, memoryLimitBytes) {
  if (!Store2.exists(root))
    throw new HiveError("HIVE_STORE_UNAVAILABLE", "the store was deleted");
  using store = await Store2.open(root, { ...options, memoryLimitBytes });
  store.db.run("PRAGMA temp_store = MEMORY");
  try {
    return store.applyBatch(entries, nowMs);
  } catch (error) {
    if (!(entries.length === 1 && errorCode(error) !== "HIVE_STORE_UNAVAILABLE"))
      throw error;
    return [{ kind: "rejected", error: { code: errorCode(error) ?? "HIVE_BUG", message: errorMessage(error) } }];
  }
}
export {
  runChild
};
