// @bun
import {
  findProjectPaths
} from "./install-paths.js";
import {
  STATE_NAME
} from "./platform-bun-callers-directory.js";

// src/cli/project-paths.ts
import { existsSync } from "fs";
import { basename, dirname } from "path";
function projectOf({ cwd, env }, root) {
  let around = dirname(root), isAround = basename(root) === STATE_NAME && !`${cwd}/`.startsWith(`${around}/`);
  return { ...findProjectPaths(isAround && existsSync(around) ? around : cwd, env), root };
}

export { projectOf };
