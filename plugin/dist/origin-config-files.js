// @bun
import {
  rootsIn,
  projectOf2,
  readSources,
  userConfigIn,
  resolveSources
} from "./base-config-sources.js";
import {
  ownDirectory2
} from "./origin-own-directory.js";
import {
  OTHERS_WRITE,
  isOwnFile
} from "./origin-own-file.js";
import {
  errorCode
} from "./base-errors.js";

// src/origin/config-files.ts
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "fs";
var MAX_BYTES = 65536;
function userConfigPath(env, root) {
  let directory = ownDirectory2("config", env, root);
  return directory === null ? null : userConfigIn(directory);
}
function readConfigFiles(root, overrides = {}, env = process.env) {
  let warnings = [], resolved = resolveSources(readSources({
    readOwn: (path) => readFile(path, warnings, 0),
    read: (path) => readFile(path, warnings, constants.O_NOFOLLOW)
  }, root, ownDirectory2("config", env, root)), overrides);
  return { ...resolved, warnings: [...warnings, ...resolved.warnings] };
}
function userRoots(env) {
  let directory = ownDirectory2("config", env);
  return directory === null ? {} : rootsIn(readFile(userConfigIn(directory), [], 0));
}
var projectDirectory = (root, env = process.env) => projectOf2(root, userRoots(env));
function readFile(path, warnings, flags) {
  let fd;
  try {
    if (lstatSync(path, { throwIfNoEntry: !1 }) === void 0)
      return null;
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
    let stat = fstatSync(fd), isOthers = flags === 0 && !isOwnFile(stat, OTHERS_WRITE);
    if (stat.isFile() && stat.size <= MAX_BYTES && !isOthers) {
      let bytes = Buffer.alloc(stat.size);
      return bytes.toString("utf8", 0, readSync(fd, bytes, 0, bytes.length, 0));
    }
    warnings.push(`${path} does not count: it is ${isOthers ? "another user's, or writable by others: chmod 600" : stat.isFile() ? `larger than ${MAX_BYTES} bytes` : "not a regular file"}`);
  } catch (error) {
    if (errorCode(error) !== "ENOENT")
      warnings.push(`${path} does not count: ${errorCode(error) ?? "unreadable"}`);
  } finally {
    if (fd !== void 0)
      closeSync(fd);
  }
  return null;
}

export { userConfigPath, readConfigFiles, userRoots, projectDirectory };
