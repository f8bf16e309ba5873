// @bun
import {
  directoryByEnvironment,
  isBelievable,
  projectsOf
} from "./main-whj5vxrd.js";

// src/origin/own-directory.ts
import { userInfo } from "os";
import { dirname } from "path";
var systemHome2 = () => userInfo().homedir;
function ownDirectory2(which, env, state) {
  let believed = directoryByEnvironment(which, env, state);
  if (believed !== null)
    return believed;
  let home = systemHome2();
  return (state !== void 0 && dirname(state) === home ? directoryByEnvironment(which, { ...env, CLAUDE_PROJECT_DIR: void 0 }) : null) ?? directoryByEnvironment(which, { HOME: home });
}
function homeOf2(env, state) {
  let home = env.HOME ?? "";
  return isBelievable(home, projectsOf(env, state)) ? home : systemHome2();
}

export { systemHome2, ownDirectory2, homeOf2 };
