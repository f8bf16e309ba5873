// @bun
import {
  systemHome2
} from "./origin-own-directory.js";
import {
  errorCode
} from "./base-errors.js";

// src/platform/programs.ts
import { accessSync, constants, existsSync } from "fs";
import { dirname, join, resolve } from "path";

// src/base/files/real-path.ts
import { realpathSync } from "fs";
function realPathOrSame(path) {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
function realPathOf(path) {
  for (let at = path, rest = "";at !== "" && at !== "/"; at = at.slice(0, at.lastIndexOf("/")))
    try {
      return realpathSync(at) + rest;
    } catch {
      rest = at.slice(at.lastIndexOf("/")) + rest;
    }
  return path;
}

// src/platform/programs.ts
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
    let real = realPathOrSame(directory);
    if (/^\/(?:proc|dev)(?:\/|$)/.test(resolve(directory)))
      continue;
    if (!(avoided !== null && [directory, real].some((path) => isWithin(path, avoided))) && !`${real}/`.includes("/node_modules/"))
      yield directory;
  }
}
function outermostTree(project) {
  let home = systemHome2() && realPathOrSame(systemHome2()), real = realPathOrSame(project), avoided = null;
  for (let directory = real;directory !== "/"; directory = dirname(directory))
    if ((directory === real || existsSync(join(directory, ".git"))) && directory !== home)
      avoided = directory;
  return avoided;
}
var isWithin = (path, directory) => path === directory || path.startsWith(`${directory}/`);

export { realPathOrSame, realPathOf, programPath, systemProgram, canRun, safePath, outermostTree };
