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
  treeAt
} from "./git-git-tree.js";
import {
  lstatIfAny
} from "./base-files-lstat-if-any.js";
import {
  errorCode
} from "./base-errors.js";

// src/platform/own-command.ts
import { readFileSync, realpathSync } from "fs";
import { resolve } from "path";
var COMMAND = /(?<![\w/.-])hive(?= (?:setup|worker|status|sessions|search|projects|mcp|import|dashboard|resume|show|changes|diff|undo|redo|export|forget|pause|unpause|enqueue|fleet|failed|doctor|bug-report|completion|adopt|bench|uninstall|--help)\b)/g, shellWord = (word) => /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
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

// src/recall/choose/place.ts
import { realpathSync as realpathSync2 } from "fs";
import { dirname, join } from "path";
class Places {
  #own;
  #project;
  #repository;
  #real = /* @__PURE__ */ new Map;
  #common = /* @__PURE__ */ new Map;
  constructor(directory, project) {
    this.#own = { directory: this.#realOf(directory), worktree: treeAt(directory)?.worktree ?? null }, this.#project = this.#realOf(project);
  }
  isHere({ worktree, directory }) {
    if (worktree !== null && this.#own.worktree !== null)
      return this.#realOf(worktree) === this.#own.worktree;
    if (directory === null || this.#own.directory === null)
      return !1;
    let real = this.#realOf(directory);
    if (real === this.#own.directory)
      return !0;
    if (!this.#isInProject(real) || !this.#isInProject(this.#own.directory))
      return !1;
    return this.#own.worktree === null || isInside(real, this.#own.worktree);
  }
  distanceOf(place) {
    if (!this.isHere(place))
      return 2;
    let { directory: own, worktree } = this.#own, directory = place.directory === null ? null : this.#realOf(place.directory);
    if (own === null || own === worktree || directory === null)
      return 0;
    return directory !== worktree && isInside(own, directory) ? 0 : 1;
  }
  isOfProject(place) {
    let directory = place.worktree ?? place.directory;
    if (this.isHere(place))
      return !0;
    return directory !== null && (this.#isInProject(this.#realOf(directory)) || this.#isOfRepository(directory));
  }
  #isOfRepository(directory) {
    if (this.#own.worktree === null)
      return !1;
    return this.#repository ??= this.#commonOf(this.#own.worktree), this.#repository !== null && this.#commonOf(directory) === this.#repository;
  }
  #commonOf(directory) {
    let common = this.#common.get(directory);
    if (common === void 0) {
      let tree = treeAt(directory);
      common = tree === null ? null : commonIn(tree), this.#common.set(directory, common);
    }
    return common;
  }
  isShared(directory) {
    return this.#own.worktree !== null && !isInside(this.#realOf(directory), this.#own.worktree);
  }
  #isInProject(real) {
    return isInside(real, this.#project);
  }
  #realOf(path) {
    let known = this.#real.get(path);
    if (known !== void 0)
      return known;
    let real = realOf(path);
    return this.#real.set(path, real), real;
  }
}
function commonIn({ worktree, gitDirectory, commonDirectory }) {
  return dirname(gitDirectory) === join(commonDirectory, "worktrees") && lstatIfAny(join(worktree, ".git"))?.isFile() === !0 ? commonDirectory : gitDirectory;
}
var isInside = (path, directory) => path === directory || path.startsWith(`${directory}/`);
function realOf(path) {
  let plain = path.replace(/(?<=.)\/+$/, "");
  try {
    return realpathSync2(plain);
  } catch {
    let end = plain.lastIndexOf("/");
    if (end <= 0)
      return plain;
    let above = realOf(plain.slice(0, end));
    return `${above === "/" ? "" : above}${plain.slice(end)}`;
  }
}

export { shellWord, ownCommand, packagedVersion, pasteable, Places };
