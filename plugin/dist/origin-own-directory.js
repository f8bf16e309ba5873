// @bun
import {
  directoryByEnvironment,
  isBelievable,
  projectsOf
} from "./git-git-refs.js";
import {
  errorCode
} from "./base-errors.js";

// src/origin/own-directory.ts
import { lstatSync } from "fs";
import { userInfo } from "os";
import { dirname } from "path";
function systemHome2() {
  try {
    return userInfo().homedir;
  } catch (error) {
    if (!["ENOENT", "ERR_SYSTEM_ERROR"].includes(errorCode(error) ?? ""))
      throw error;
    return "";
  }
}
function holdsGit(directory) {
  try {
    if (lstatSync(`${directory}/.git`, { throwIfNoEntry: !1 }) === void 0)
      return !1;
  } catch (error) {
    if (!["ENOTDIR", "EACCES", "ENAMETOOLONG", "ELOOP"].includes(errorCode(error) ?? ""))
      throw error;
    return !1;
  }
  return !`${systemHome2()}/`.startsWith(`${directory}/`);
}
function ownDirectory2(which, env, state) {
  let believed = directoryByEnvironment(which, env, state, holdsGit);
  if (believed !== null)
    return believed;
  let home = systemHome2();
  return (state !== void 0 && dirname(state) === home ? directoryByEnvironment(which, { ...env, CLAUDE_PROJECT_DIR: void 0 }, void 0, holdsGit) : null) ?? directoryByEnvironment(which, { HOME: home }, void 0, () => !1);
}
function homeOf2(env, state) {
  let home = env.HOME ?? "";
  return isBelievable(home, projectsOf(env, state), holdsGit) ? home : systemHome2();
}

export { systemHome2, ownDirectory2, homeOf2 };
