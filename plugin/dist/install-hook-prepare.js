// @bun
import {
  KIND
} from "./platform-installation.js";
import {
  bunCommand2,
  bunEnvironment2
} from "./platform-bun-bun-command.js";
import {
  compiledHook,
  interpretedHook
} from "./install-adopt-shell-system.js";
import {
  hookState2
} from "./install-hook-stamp.js";
import {
  canRun
} from "./platform-programs.js";

// src/install/hook/prepare.ts
import { existsSync } from "fs";
import { join, resolve } from "path";
var TOP = resolve(import.meta.dir, "../../.."), MAX_REASON_CHARS = 300;
async function prepareHook2(top = TOP) {
  let command = compiledHook(top), script = join(top, "scripts/build-hook.ts");
  if (KIND === "copy" || !existsSync(script)) {
    if (canRun(command) && hookState2(top, !1).stale === null)
      return { command, failure: null };
    return { command: interpretedHook(), failure: "this installation came without the script that compiles it" };
  }
  if (canRun(command) && hookState2(top).stale === null)
    return { command, failure: null };
  let build = Bun.spawn([...bunCommand2(), script], {
    cwd: top,
    env: bunEnvironment2(),
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe"
  }), [complaint, exitCode] = await Promise.all([new Response(build.stderr).text(), build.exited]);
  if (exitCode === 0 && canRun(command))
    return { command, failure: null };
  let failure = `${reasonIn(complaint) ?? `exit code ${exitCode}`} (bun ${script})`;
  return { command: interpretedHook(), failure };
}
function reasonIn(complaint) {
  let lines = complaint.split(`
`).map((line) => line.trim());
  return (lines.find((line) => /^\w*error\b/i.test(line)) ?? lines.find((line) => line !== ""))?.slice(0, MAX_REASON_CHARS) ?? null;
}

export { prepareHook2 };
