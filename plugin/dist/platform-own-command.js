// @bun
import {
  ownDirectory2
} from "./origin-own-directory.js";
import {
  KIND,
  LAUNCHER
} from "./platform-installation.js";
import {
  programPath
} from "./platform-programs.js";
import {
  isOlder
} from "./base-version.js";
import {
  callersDirectory
} from "./platform-bun-callers-directory.js";
import {
  errorCode
} from "./base-errors.js";

// src/platform/own-command.ts
import { readFileSync, realpathSync } from "fs";
import { resolve } from "path";
var COMMAND = /(?<![\w/.-])hive(?= (?:setup|worker|status|sessions|search|projects|mcp|import|dashboard|resume|show|export|forget|pause|unpause|enqueue|fleet|failed|doctor|bug-report|completion|adopt|bench|uninstall|--help)\b)/g, shellWord = (word) => /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
function ownCommand(env) {
  let named = programPath("hive", env, callersDirectory(env)), real = named === null ? null : realPath(named), data = KIND === "package" ? ownDirectory2("data", env) : null, copy = data === null ? LAUNCHER : `${data}/hook/hive`, version = real === null || !(KIND === "package" || KIND === "copy") ? null : packagedVersion(real);
  return real !== null && (real === realPath(LAUNCHER) || version !== null && !isOlder(version)) ? "hive" : shellWord(realPath(copy) === null ? LAUNCHER : copy);
}
var PACKAGED = /\/node_modules\/hivekeep\/bin\/hive$/;
function packagedVersion(launcher) {
  if (!PACKAGED.test(launcher))
    return null;
  try {
    let { version } = JSON.parse(readFileSync(resolve(launcher, "../../package.json"), "utf8"));
    return typeof version === "string" ? version : null;
  } catch {
    return null;
  }
}
function realPath(path) {
  try {
    return realpathSync(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT")
      return null;
    throw error;
  }
}
function pasteable(text, env) {
  let command = ownCommand(env);
  return text.replace(COMMAND, () => command);
}

export { shellWord, ownCommand, packagedVersion, pasteable };
