// @bun
import {
  MAIN_PROGRAM
} from "./main-wyhg7xdr.js";
import {
  keepOutOfGit2
} from "./main-gda4m8rn.js";

// src/platform/bun-command.ts
var OWN_CONFIGURATION_ONLY = [
  "--no-env-file",
  "--config=/dev/null",
  "--tsconfig-override=/dev/null",
  "--no-install",
  "--cwd=/"
], bunCommand = (bun = process.execPath) => [
  bun,
  ...OWN_CONFIGURATION_ONLY
], bunEnvironment = () => ({ ...process.env, BUN_BE_BUN: "1" });

// src/supervisor/start-worker.ts
import { existsSync } from "fs";
function startWorker2(root) {
  if (existsSync(root))
    keepOutOfGit2(root);
  let child = Bun.spawn([...bunCommand(), MAIN_PROGRAM, "worker", "run", "--background", "--quiet", "--root", root], {
    cwd: root,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    detached: !0,
    env: bunEnvironment()
  });
  return child.unref(), child;
}

export { bunCommand, bunEnvironment, startWorker2 };
