import { callersDirectory } from "../platform/callers-directory.ts";
import { queueDirectories, type QueuePaths } from "../queue/layout.ts";
import type { HookIo } from "./io.ts";
import type { HookPayload } from "../agents/claude-code/payload.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * `HIVE_ROOT`; else the nearest state directory at or above the project that the agent was started in; else a new one
 * there. That of the home directory is for sessions that were started in it, not for every project below, and another
 * user's is for nobody else.
 * @throws where the project is gone: it is not made again; and for a link or a file, which a cloned repository can bring
 */
export function stateDirectory(env: Env, { fields }: HookPayload, io: HookIo): string {
  if (env["HIVE_ROOT"]) return absolute(env["HIVE_ROOT"], env);
  const cwd =
    typeof fields["cwd"] === "string" && fields["cwd"].startsWith("/") ? fields["cwd"] : callersDirectory(env);
  const project = absolute(env["CLAUDE_PROJECT_DIR"] || cwd, env);
  for (let directory = project; directory !== ""; directory = directory.slice(0, directory.lastIndexOf("/"))) {
    if (directory === env["HOME"] && directory !== project) continue;
    const root = `${directory}/.hive-mind`;
    const kind = io.kind(root);
    if (kind === "another's" && directory !== project) continue;
    if (kind === "other" || kind === "another's") {
      throw new Error(`nothing is saved: ${root} is ${kind === "other" ? "no directory" : "another user's"}`);
    }
    if (kind === "link") throw new Error(`nothing is saved: ${root} is a link; if you made it: HIVE_ROOT=${root}`);
    if (kind !== null) return root;
  }
  if (io.size(project) === null) throw new Error(`the project ${project} is gone: nothing is saved`);
  return `${project}/.hive-mind`;
}

/** A worker that is started from here is in another directory. `node:path` would cost a millisecond. */
function absolute(path: string, env: Env): string {
  return path.startsWith("/") ? path : `${callersDirectory(env)}/${path}`;
}

/**
 * What stands in the place of a queue's directory and is none, or none that its user can write in; null where there is no
 * such thing. What is saved must not go where a link of a cloned repository leads, nor wait for a worker that such a file
 * keeps from starting.
 */
export function intruder(io: HookIo, paths: QueuePaths): string | null {
  for (const path of queueDirectories(paths)) {
    const kind = io.kind(path);
    if (kind === null || kind === "directory") continue;
    // Its user may have named a link as the state directory.
    if (path !== paths.root || kind === "shut") return path;
  }
  return null;
}
