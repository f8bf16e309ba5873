// @bun
import {
  systemHome2
} from "./origin-own-directory.js";
import {
  errorCode
} from "./base-errors.js";

// src/platform/programs.ts
import { accessSync, constants, existsSync, realpathSync } from "fs";
import { dirname, join, resolve } from "path";
var SYSTEM = ["/usr/bin", "/bin", "/run/current-system/sw/bin"];
function programPath(name, env, project) {
  for (let directory of safeDirectories(env, project)) {
    let found = Bun.which(name, { PATH: directory });
    if (found !== null)
      return found;
  }
  return null;
}
function systemProgram(name, env) {
  let directories = [...safeDirectories(env, void 0)], first = SYSTEM.filter((directory) => directories.includes(directory)), found = Bun.which(name, { PATH: [...first, ...directories].join(":") });
  if (found === null)
    throw Error(`there is no ${name} on the PATH`);
  return found;
}
function canRun({ command, args }) {
  if (!command.startsWith("/"))
    return !1;
  try {
    return accessSync(command, constants.X_OK), args.every((word) => !word.startsWith("/") || existsSync(word));
  } catch (error) {
    if (["ENOENT", "EACCES", "ENOTDIR"].includes(errorCode(error) ?? ""))
      return !1;
    throw error;
  }
}
var safePath = (env, project) => [...safeDirectories(env, project)].join(":");
function* safeDirectories(env, project) {
  let avoided = project === void 0 ? null : outermostTree(project);
  for (let directory of env.PATH?.split(":") ?? SYSTEM) {
    if (!directory.startsWith("/"))
      continue;
    let real = realPath(directory);
    if (/^\/(?:proc|dev)(?:\/|$)/.test(resolve(directory)))
      continue;
    if (!(avoided !== null && [directory, real].some((path) => isWithin(path, avoided))) && !`${real}/`.includes("/node_modules/"))
      yield directory;
  }
}
function outermostTree(project) {
  let home = systemHome2() && realPath(systemHome2()), real = realPath(project), avoided = null;
  for (let directory = real;directory !== "/"; directory = dirname(directory))
    if ((directory === real || existsSync(join(directory, ".git"))) && directory !== home)
      avoided = directory;
  return avoided;
}
var isWithin = (path, directory) => path === directory || path.startsWith(`${directory}/`);
function realPath(path) {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

export { programPath, systemProgram, canRun, safePath, outermostTree };
