// @bun
import {
  bunCommand2,
  bunEnvironment2
} from "./platform-bun-bun-command.js";
import {
  MAIN_PROGRAM
} from "./platform-installation.js";
import {
  keepOutOfGit2
} from "./git-ignore-file.js";

// src/supervisor/spawn.ts
import { existsSync } from "fs";
function spawnWorker2(root) {
  if (existsSync(root))
    keepOutOfGit2(root);
  let child = Bun.spawn([...bunCommand2(), MAIN_PROGRAM, "worker", "run", "--background", "--quiet", "--root", root], {
    cwd: root,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    detached: !0,
    env: ownEnvironment()
  });
  return child.unref(), child;
}
function ownEnvironment() {
  let env = bunEnvironment2();
  return delete env.HIVE_FLEET_URL, env;
}

export { spawnWorker2 };
