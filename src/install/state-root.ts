import { resolve } from "node:path";
import { stateDirectoryOf } from "../base/state-directory.ts";
import { nodeHookIo } from "../capture/node-io.ts";
import { userRoots } from "../origin/config-files.ts";

/** The state directory of a working directory: `HIVE_ROOT`, else the project's. It loads none of the agents. */
export function stateRootOf(cwd: string, env: Readonly<Record<string, string | undefined>>): string {
  if (env["HIVE_ROOT"]) return resolve(cwd, env["HIVE_ROOT"]);
  return stateDirectoryOf(nodeHookIo, env, cwd, userRoots(env)).root;
}
