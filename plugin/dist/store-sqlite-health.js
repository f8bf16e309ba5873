// @bun
import"./origin-own-file.js";
import"./origin-own-directory.js";
import"./base-files-files.js";
import {
  openForReading
} from "./store-sqlite-open-database.js";
import {
  schemaState2
} from "./store-sqlite-open-migrations.js";
import"./store-sqlite-open-connection.js";
import {
  locateStore
} from "./store-sqlite-open-location.js";
import {
  isStoreUnavailable
} from "./platform-process-kernel-locks.js";
import {
  userKey
} from "./origin-key.js";
import"./git-git-tree.js";
import {
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/store/sqlite/health.ts
import { statSync } from "fs";
var BUSY_TIMEOUT_MS = 2000;
function readStoreHealth(root) {
  try {
    let key = userKey(root), { path, isThere } = locateStore(root, key), stat = statSync(path, { throwIfNoEntry: !1 });
    if (!isThere || stat === void 0)
      return { kind: "missing" };
    using db = openForReading(path, key, BUSY_TIMEOUT_MS);
    let [first] = db.query("PRAGMA quick_check(1)").all();
    if (first?.quick_check !== "ok")
      return { kind: "malformed", reason: first?.quick_check ?? "no answer" };
    let { version } = db.query("SELECT sqlite_version() AS version").get(), logBytes = statSync(`${path}-wal`, { throwIfNoEntry: !1 })?.size ?? 0;
    return { kind: "sound", schema: schemaState2(db), sqliteVersion: version, bytes: stat.size, logBytes };
  } catch (error) {
    let code = errorCode(error) ?? "", reason = errorMessage(error);
    if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB"))
      return { kind: "malformed", reason };
    if (isStoreUnavailable(error))
      return { kind: "unreadable", reason };
    throw error;
  }
}
export {
  readStoreHealth
};
