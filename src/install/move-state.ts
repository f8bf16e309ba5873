import { existsSync, mkdirSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { errorCode, HiveError } from "../base/errors.ts";
import { STATE_NAME } from "../base/state-directory.ts";
import { hashOf } from "../base/ids.ts";
import { keepOutOfGit } from "../git/ignore-file.ts";
import { userConfigPath, userRoots } from "../origin/config-files.ts";
import { ownDirectory } from "../origin/own-directory.ts";
import { queuePaths } from "../queue/layout.ts";
import { isQueueMade, makeQueue } from "../queue/make.ts";
import { applyChange, MAX_CONFIG_BYTES, readTextFile } from "./edit/files.ts";
import type { ProjectPaths } from "./paths.ts";
import { holdQueue } from "./uninstall/stop-workers.ts";
import { setSetting } from "./user-config.ts";

/** A move of a state directory out of its project's tree, or back. */
export interface StateMove {
  /** The project's directory, as the user's settings name it. */
  readonly project: string;
  readonly from: string;
  readonly to: string;
  /** The user's own settings, which name the new directory; those of a state in the tree name none. */
  readonly config: string;
  readonly isOut: boolean;
}

/**
 * Plans to move a project's state to the user's data directory, out of reach of git's commands.
 * @returns null if it is outside of the tree already
 * @throws HIVE_INVALID_OPTION if HIVE_ROOT names the state directory, no home is known, or the new path is taken
 */
export function planMoveOut({ root, env }: ProjectPaths): StateMove | null {
  assertOwnChoice(root, env);
  if (Object.values(userRoots(env)).includes(root)) return null;
  const project = dirname(root);
  const data = ownDirectory("data", env, root);
  const config = userConfigPath(env, root);
  if (data === null || config === null) {
    throw new HiveError(
      "HIVE_INVALID_OPTION",
      "no home directory is known, so there is no directory outside of the tree",
      {
        hint: "HOME names a directory of yours",
      },
    );
  }
  const readable = basename(project)
    .replaceAll(/[^\w.-]/g, "_")
    .slice(0, 40);
  const to = join(data, "state", `${readable}-${hashOf(project)}`);
  assertFree(to, root);
  return { project, from: root, to, config, isOut: true };
}

/**
 * Plans to move a project's state back into its tree.
 * @returns null if it is there already
 * @throws HIVE_INVALID_OPTION if HIVE_ROOT names the state directory, the project is gone, or its tree holds another state
 */
export function planMoveBack({ root, env }: ProjectPaths): StateMove | null {
  assertOwnChoice(root, env);
  const project = Object.entries(userRoots(env)).find(([, outside]) => outside === root)?.[0];
  const config = userConfigPath(env, root);
  if (project === undefined || config === null) return null;
  if (!existsSync(project)) {
    throw new HiveError("HIVE_INVALID_OPTION", `${project} is gone: there is no tree to move the state to`);
  }
  const to = join(project, STATE_NAME);
  assertFree(to, root);
  return { project, from: root, to, config, isOut: false };
}

function assertOwnChoice(root: string, env: ProjectPaths["env"]): void {
  if (!env["HIVE_ROOT"]) return;
  throw new HiveError("HIVE_INVALID_OPTION", `HIVE_ROOT names ${root}: your settings are ignored`, {
    hint: "unset HIVE_ROOT, then run this again",
  });
}

/** One of the two may be missing: a move that was killed is finished. */
function assertFree(to: string, from: string): void {
  if (!existsSync(to) || !existsSync(from)) return;
  throw new HiveError("HIVE_INVALID_OPTION", `${to} is there already, and so is ${from}`, {
    hint: "move one of the two away, then run this again",
  });
}

/**
 * Ends the workers, renames the state directory, then changes the user's settings. A call of an agent meanwhile leaves
 * its entry in the old or the new directory. hive reads the one in the tree beside the one outside, so a kill in between
 * hides nothing.
 * @returns true if there was a state to rename: a copy on another file system would prove nothing
 * @throws HIVE_UNHEALTHY if a worker does not end; HIVE_INVALID_OPTION for a move back from another file system
 */
export async function moveState({ project, from, to, config, isOut }: StateMove): Promise<boolean> {
  const isMoved = existsSync(from) && (await renamed(from, to));
  if (isOut && !isMoved) makeQueue(queuePaths(to));
  if (!isOut && existsSync(from)) {
    throw new HiveError(
      "HIVE_INVALID_OPTION",
      `${from} is on another file system than ${project}: nothing was changed`,
      {
        hint: "a copy would prove nothing: leave the state where it is",
      },
    );
  }
  // A state that was made outside of a tree is not kept out of git.
  if (!isOut && existsSync(to)) keepOutOfGit(to);
  const file = readTextFile(config, MAX_CONFIG_BYTES);
  const after = setSetting(file.text, ["projects", project, "root"], isOut ? to : undefined);
  if (after !== null && after !== file.text) applyChange({ file, after });
  return isMoved;
}

async function renamed(from: string, to: string): Promise<boolean> {
  const paths = queuePaths(from);
  const lock = isQueueMade(paths) ? await holdQueue(paths) : null;
  try {
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    renameSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) !== "EXDEV") throw error;
    return false;
  } finally {
    lock?.release();
  }
}
