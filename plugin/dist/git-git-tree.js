// @bun
import {
  readRegular
} from "./base-files-files.js";
import {
  lstatIfAny
} from "./base-files-lstat-if-any.js";
import {
  headIn
} from "./git-git-refs.js";
import {
  errorCode
} from "./base-errors.js";

// src/git/git-tree.ts
import { realpathSync, statSync } from "fs";
import { dirname, join, resolve } from "path";

// src/git/git-settings.ts
var SECTION = /^\[\s*([\w-]+)\s*\]\s*/, SETTING = /^([\w-]+)\s*(?:=\s*("[^"]*"|[^#;]*)|$)/;
function gitSetting(config, name) {
  let section = "", value;
  for (let line of config.split(`
`)) {
    let trimmed = line.trim(), [header = "", opened = ""] = SECTION.exec(trimmed) ?? [];
    if (trimmed.startsWith("["))
      section = opened.toLowerCase();
    let [, key, given = "true"] = SETTING.exec(trimmed.slice(header.length)) ?? [];
    if (key !== void 0 && `${section}.${key.toLowerCase()}` === name)
      value = given.trimEnd().replace(/^"(.*)"$/, "$1");
  }
  return value;
}
var COMPARING = {
  "core.filemode": /^(?:true|false)$/i,
  "core.ignorecase": /^(?:true|false)$/i,
  "core.symlinks": /^(?:true|false)$/i,
  "core.trustctime": /^(?:true|false)$/i,
  "core.precomposeunicode": /^(?:true|false)$/i,
  "core.checkstat": /^(?:default|minimal)$/i,
  "core.autocrlf": /^(?:true|false|input)$/i,
  "core.eol": /^(?:lf|crlf|native)$/i,
  "extensions.objectformat": /^(?:sha1|sha256)$/i
};
function comparingFlags(config) {
  return Object.entries(COMPARING).flatMap(([name, allowed]) => {
    let value = gitSetting(config, name);
    return value !== void 0 && allowed.test(value) ? ["-c", `${name}=${value.toLowerCase()}`] : [];
  });
}

// src/git/git-tree.ts
var MAX_BYTES = 4194304;
function findGitTree(cwd, mayBeAnothers = !1) {
  for (let directory = cwd;; directory = dirname(directory)) {
    let path = join(directory, ".git");
    if (isThere(path)) {
      let gitDirectory = isDirectory(path) ? path : namedBy(path);
      if (gitDirectory === null)
        return null;
      let parts = [directory, path, gitDirectory];
      return mayBeAnothers && parts.every((part) => isOf(part, statIfAny(cwd)?.uid)) || parts.every((part) => isOf(part, process.geteuid?.())) ? treeOf(directory, gitDirectory) : null;
    }
    if (directory === dirname(directory))
      return null;
  }
}
function treeAt(cwd) {
  try {
    return findGitTree(realpathSync(cwd), !0);
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return null;
  }
}
function rawHeadOf({ gitDirectory, commonDirectory }) {
  return headIn((path) => readGitFile(path) ?? null, gitDirectory, commonDirectory);
}
function treeOf(worktree, gitDirectory) {
  let path = join(gitDirectory, "commondir"), shared = isThere(path) ? readGitFile(path)?.trim() : void 0;
  return {
    worktree,
    gitDirectory,
    commonDirectory: shared === void 0 ? gitDirectory : resolve(gitDirectory, shared)
  };
}
function namedBy(path) {
  let target = /^gitdir: (.+)$/m.exec(readGitFile(path) ?? "")?.[1];
  if (target === void 0)
    return null;
  let directory = resolve(dirname(path), target), back = readGitFile(join(directory, "gitdir"))?.trim(), worktree = gitSetting(readGitFile(join(directory, "config")) ?? "", "core.worktree");
  return back !== void 0 && isSamePath(resolve(directory, back), path) || worktree !== void 0 && isSamePath(resolve(directory, worktree), dirname(path)) ? directory : null;
}
function isSamePath(a, b) {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return !1;
  }
}
var isOf = (path, uid) => uid !== void 0 && lstatIfAny(path)?.uid === uid && statIfAny(path)?.uid === uid, isThere = (path) => lstatIfAny(path) !== void 0, isDirectory = (path) => statIfAny(path)?.isDirectory() === !0;
function statIfAny(path) {
  try {
    return statSync(path);
  } catch {
    return;
  }
}
function readGitFile(path) {
  try {
    return readRegular(path, MAX_BYTES, !0) ?? void 0;
  } catch {
    return;
  }
}

export { gitSetting, comparingFlags, findGitTree, treeAt, rawHeadOf, isSamePath, readGitFile };
