// @bun
import {
  nodeFiles
} from "./base-files-files.js";
import {
  ownDirectory2
} from "./origin-own-directory.js";
import {
  callersDirectory
} from "./platform-bun-callers-directory.js";
import {
  printable
} from "./base-text-printable.js";
import {
  hashOf2
} from "./base-ids.js";
import {
  errorMessage
} from "./base-errors.js";

// src/capture/hook-log.ts
import { lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from "fs";
import { tmpdir } from "os";
import { basename, dirname, join } from "path";
var LOG_MAX_BYTES = 1048576, KEPT_MS = 2592000000, UNREADABLE2 = "unreadable payload";
function hookLogPaths2(root, env) {
  let name = logName(root), data = ownDirectory2("data", env, root), own = data === null ? [] : [join(data, "logs", name)], temporary = join(env.TMPDIR || tmpdir(), `hive-hook-${process.geteuid?.() ?? 0}-${name}`);
  return [join(root, "hook.log"), ...own, temporary];
}
function logName(root) {
  let project = real(dirname(root));
  return `${basename(project).replaceAll(/[^\w.-]/g, "_").slice(0, 40)}-${hashOf2(join(project, basename(root)))}.log`;
}
function real(path) {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
function presumedRoot2(env) {
  if (env.HIVE_ROOT)
    return env.HIVE_ROOT;
  return join(env.CLAUDE_PROJECT_DIR || callersDirectory(env), ".hive-mind");
}
function logFailure2(root, error, env = process.env, isRootUsable = !0) {
  let line = `${(/* @__PURE__ */ new Date()).toISOString()} ${printable(errorMessage(error).replaceAll(`
`, " "))}
`;
  for (let path of hookLogPaths2(root, env).slice(isRootUsable ? 0 : 1))
    try {
      let found = lstatSync(path, { throwIfNoEntry: !1 });
      if (found?.isFile() === !0 && found.size >= LOG_MAX_BYTES)
        renameSync(path, `${path}.1`);
      if (found === void 0 && basename(dirname(path)) === "logs")
        makeLogs(dirname(path));
      nodeFiles.append(path, Buffer.from(line));
      return;
    } catch {
      continue;
    }
}
function makeLogs(directory) {
  mkdirSync(directory, { recursive: !0, mode: 448 });
  let oldestMs = Date.now() - KEPT_MS;
  for (let name of readdirSync(directory)) {
    let path = join(directory, name);
    if ((lstatSync(path, { throwIfNoEntry: !1 })?.mtimeMs ?? oldestMs) < oldestMs)
      rmSync(path, { force: !0 });
  }
}

export { UNREADABLE2, hookLogPaths2, presumedRoot2, logFailure2 };
