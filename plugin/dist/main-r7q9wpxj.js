// @bun
import {
  errorCode
} from "./main-whj5vxrd.js";

// src/base/foreign.ts
import { linkSync, lstatSync, renameSync, rmdirSync, unlinkSync } from "fs";
var isNoFile = (stat) => !stat.isFile(), isNoLock = (stat) => !stat.isFile() || stat.size > 0 || stat.nlink > 1;
function isLockFile(path) {
  let stat = lstatSync(path, { throwIfNoEntry: !1 });
  return stat !== void 0 && !isNoLock(stat);
}
function clearPath(path, isForeign = isNoFile) {
  let found = lstatSync(path, { throwIfNoEntry: !1 });
  if (found === void 0 || !isForeign(found))
    return null;
  let away = `${path}.foreign-${Bun.randomUUIDv7()}`;
  if (!isRenamed(path, away))
    return null;
  let moved = lstatSync(away);
  if (!isForeign(moved))
    return putBack(away, path), null;
  if (!moved.isDirectory())
    return unlinkSync(away), `removed what stood in the place of ${path}`;
  return isEmptied(away) ? `removed the directory in the place of ${path}` : `moved the directory in the place of ${path} to ${away}`;
}
function isRenamed(from, to) {
  try {
    return renameSync(from, to), !0;
  } catch (error) {
    if (errorCode(error) === "ENOENT")
      return !1;
    throw error;
  }
}
function putBack(away, path) {
  try {
    linkSync(away, path);
  } catch (error) {
    if (errorCode(error) !== "EEXIST")
      throw error;
  }
  unlinkSync(away);
}
function isEmptied(directory) {
  try {
    return rmdirSync(directory), !0;
  } catch (error) {
    if (errorCode(error) !== "ENOTEMPTY" && errorCode(error) !== "EEXIST")
      throw error;
    return !1;
  }
}

export { isNoFile, isNoLock, isLockFile, clearPath };
