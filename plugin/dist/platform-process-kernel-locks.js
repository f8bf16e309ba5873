// @bun
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/store/sqlite/open/unavailable.ts
function unavailable(path, cause) {
  let hint = isUnsound({ cause }) ? "hive worker stop --force && hive doctor --fix: sets it aside as it is; hive never replaces it" : `check that ${path} can be written and that the disk is not full`;
  return new HiveError("HIVE_STORE_UNAVAILABLE", `cannot open the store: ${errorMessage(cause)}`, { cause, hint });
}
function isUnsound({ cause }) {
  return ["SQLITE_CORRUPT", "SQLITE_NOTADB"].includes(primaryCode(errorCode(cause) ?? ""));
}
var UNAVAILABLE = /* @__PURE__ */ new Set([
  "SQLITE_BUSY",
  "SQLITE_LOCKED",
  "SQLITE_FULL",
  "SQLITE_IOERR",
  "SQLITE_NOMEM",
  "SQLITE_READONLY",
  "SQLITE_CANTOPEN",
  "SQLITE_CORRUPT",
  "SQLITE_NOTADB",
  "SQLITE_PROTOCOL",
  "SQLITE_INTERRUPT"
]), PASSING = /* @__PURE__ */ new Set(["SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_NOMEM", "SQLITE_INTERRUPT"]), primaryCode = (code) => code.split("_").slice(0, 2).join("_");
function mayNeedReopening(error) {
  return isStoreUnavailable(error) && !PASSING.has(primaryCode(errorCode(error) ?? ""));
}
function isStoreUnavailable(error) {
  let code = errorCode(error);
  if (code === void 0)
    return !1;
  if (code === "HIVE_STORE_UNAVAILABLE")
    return !0;
  return UNAVAILABLE.has(primaryCode(code));
}

// src/platform/process/kernel-locks.ts
import { lstatSync, readdirSync, readFileSync, statSync } from "fs";
var NOT_SHOWN = ["ENOENT", "ESRCH", "EACCES", "EPERM"], HELD = /^\d+: POSIX +\S+ +(READ|WRITE) +(\d+) ([0-9a-f]+:[0-9a-f]+):(\d+) /gm;
function lockHolders() {
  let holders = /* @__PURE__ */ new Map;
  for (let [, mode, pid, device, inode] of locksText().matchAll(HELD)) {
    if (mode !== "WRITE")
      continue;
    let key = `${device} ${inode}`;
    holders.set(key, (holders.get(key) ?? /* @__PURE__ */ new Set).add(Number(pid)));
  }
  return holders;
}
function lockersOf(path) {
  let inode = lstatSync(path, { bigint: !0, throwIfNoEntry: !1 })?.ino;
  if (inode === void 0)
    return [];
  return [...locksText().matchAll(HELD)].filter(([, , , , found]) => found === String(inode)).map(([, , pid]) => Number(pid));
}
function hasOpen(file, pid) {
  let directory = `/proc/${pid}/fd`;
  try {
    return readdirSync(directory).some((fd) => isSame(file, `${directory}/${fd}`));
  } catch (error) {
    if (NOT_SHOWN.includes(errorCode(error)))
      return !1;
    throw error;
  }
}
function isSame(file, path) {
  let other = statSync(path, { bigint: !0, throwIfNoEntry: !1 });
  return other !== void 0 && other.dev === file.dev && other.ino === file.ino;
}
function locksText() {
  try {
    return readFileSync("/proc/locks", "utf8");
  } catch (error) {
    if (NOT_SHOWN.includes(errorCode(error)))
      return "";
    throw error;
  }
}
var hex = (value) => value.toString(16).padStart(2, "0");
function lockKey({ dev, ino }) {
  let major = dev >> 8n & 0xfffn | dev >> 32n & ~0xfffn, minor = dev & 0xffn | dev >> 12n & ~0xffn & 0xffffffffn;
  return `${hex(major)}:${hex(minor)} ${ino}`;
}

export { unavailable, isUnsound, mayNeedReopening, isStoreUnavailable, lockHolders, lockersOf, hasOpen, lockKey };
