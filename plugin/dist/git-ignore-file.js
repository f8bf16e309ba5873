// @bun
import {
  readRegular
} from "./base-files-files.js";
import {
  IGNORE_ALL,
  ignoresAll,
  patternsOf
} from "./platform-bun-callers-directory.js";
import {
  findGitTree
} from "./git-git-tree.js";
import {
  errorCode
} from "./base-errors.js";

// src/git/ignore-file.ts
import { chmodSync, lstatSync as lstatSync2, renameSync as renameSync2, rmSync, writeFileSync } from "fs";
import { basename, join } from "path";

// src/base/files/foreign.ts
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
    return unlinkSync(away), `removed a foreign file from ${path}`;
  return isEmptied(away) ? `removed a foreign directory from ${path}` : `moved a foreign directory from ${path} to ${away}`;
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

// src/git/ignore-file.ts
var OWN_NAMES = ["hive.db*", "hive-*.db*", "hook.log*", "exports.jsonl", "queue/", "instances/", "logs/", "setup/"], MAX_BYTES = 65536;
function keepOutOfGit2(root, isNew = !1) {
  let path = join(root, ".gitignore"), text = readIgnoreFile(path);
  if (isNew || isStateDirectory(root)) {
    if (!ignoresAll(text))
      replace(path, IGNORE_ALL);
  } else if (!ignoresOwn(text) && findGitTree(root) !== null)
    addOwn(path, text ?? "");
}
function addOwn(path, text) {
  let stat = lstatSync2(path, { throwIfNoEntry: !1 });
  if (stat !== void 0 && (!stat.isFile() || stat.size > MAX_BYTES))
    return;
  let end = text === "" || text.endsWith(`
`) ? "" : `
`, names = OWN_NAMES.map((name) => `/${name}
`).join("");
  replace(path, `${text}${end}# hive's state
${names}`, stat?.mode);
}
var isKeptOutOfGit2 = (root) => mayStay2(readIgnoreFile(join(root, ".gitignore")), root), mayStay2 = (text, root) => isStateDirectory(root) ? ignoresAll(text) : text !== null, isStateDirectory = (root) => basename(root) === ".hive-mind" && lstatSync2(root, { throwIfNoEntry: !1 })?.isSymbolicLink() !== !0;
function ignoresOwn(text) {
  let patterns = patternsOf(text), from = Math.max(...OWN_NAMES.map((name) => patterns.lastIndexOf(`/${name}`))), isWhole = OWN_NAMES.every((name) => patterns.includes(`/${name}`));
  return ignoresAll(text) || isWhole && !patterns.slice(from).some((pattern) => pattern.startsWith("!"));
}
function readIgnoreFile(path) {
  return readRegular(path, MAX_BYTES);
}
function replace(path, text, mode = 384) {
  let temporary = `${path}.${Bun.randomUUIDv7()}.tmp`;
  try {
    clearPath(path, (stat) => stat.isDirectory()), writeFileSync(temporary, text, { mode: mode & 511, flag: "wx" }), chmodSync(temporary, mode & 511), renameSync2(temporary, path);
  } finally {
    rmSync(temporary, { force: !0 });
  }
}

export { isNoFile, isNoLock, isLockFile, clearPath, keepOutOfGit2, isKeptOutOfGit2, mayStay2 };
