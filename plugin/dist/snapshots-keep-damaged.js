// @bun
import {
  lockSnapshots,
  CATALOGUE,
  isThere,
  isInUse
} from "./snapshots-keep-catalogue.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/snapshots/keep/damaged.ts
import { Database } from "bun:sqlite";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "fs";
import { join } from "path";
var NAME = /^catalogue\.db\.malformed-(\d+)$/, REASON = ".reason";
function isDamage(error) {
  let code = errorCode(error) ?? "";
  if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB") || error instanceof SyntaxError)
    return !0;
  return error instanceof HiveError && error.cause !== void 0 && isDamage(error.cause);
}
function damageOf(directory) {
  if (!isThere(directory))
    return null;
  try {
    using db = new Database(join(directory, CATALOGUE), { readwrite: !0 });
    let [first] = db.query("PRAGMA integrity_check(1)").all();
    if (first?.integrity_check !== "ok")
      return first?.integrity_check ?? "no answer";
    return damagedStates(db) > 0 ? "some rows are no JSON" : null;
  } catch (error) {
    if (isDamage(error))
      return errorMessage(error);
    throw error;
  }
}
var isBad = (text) => `substr(${text}, 1, 1) = '{' AND NOT json_valid(${text})`;
function damagedStates(db) {
  let sql = `SELECT (SELECT count(*) FROM changes WHERE ${isBad("before")} OR ${isBad("after")})
    + (SELECT count(*) FROM overlay WHERE ${isBad("state")})
    + (SELECT count(*) FROM snapshots WHERE NOT json_valid(calls) OR NOT json_valid(notes)) AS bad`;
  return db.query(sql).get()?.bad ?? 0;
}
function setAsideDamaged(directory, nowMs) {
  using _lock = lockSnapshots(directory);
  let reason = damageOf(directory);
  if (reason === null)
    return null;
  if (isHeld(directory))
    throw new HiveError("HIVE_STORE_UNAVAILABLE", "the damaged catalogue is in use: nothing was changed", {
      hint: "end the processes that read it: hive worker stop"
    });
  let catalogue = join(directory, CATALOGUE), path = `${catalogue}.malformed-${Math.round(nowMs)}`;
  writeFileSync(path + REASON, reason, { mode: 384 });
  for (let suffix of ["-wal", "-shm", ""])
    if (existsSync(catalogue + suffix))
      renameSync(catalogue + suffix, path + suffix);
  return { path, atMs: Math.round(nowMs), reason };
}
function isHeld(directory) {
  try {
    return isInUse(directory);
  } catch (error) {
    if (isDamage(error))
      return !1;
    throw error;
  }
}
function setAsideIn(directory) {
  return (existsSync(directory) ? readdirSync(directory).toSorted() : []).flatMap((name) => {
    let [, time] = NAME.exec(name) ?? [];
    if (time === void 0)
      return [];
    let path = join(directory, name), reason = existsSync(path + REASON) ? readFileSync(path + REASON, "utf8") : "unknown";
    return [{ path, atMs: Number(time), reason }];
  });
}
function removeSetAside({ path }) {
  for (let suffix of ["-wal", "-shm", "", REASON])
    rmSync(path + suffix, { force: !0 });
}
var namedUntilMs = (asides) => asides.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;

export { isDamage, damageOf, setAsideDamaged, setAsideIn, removeSetAside, namedUntilMs };
