import { lstatSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { errorCode } from "../base/errors.ts";
import { directoryByEnvironment, type Env, isBelievable, type OwnDirectory, projectsOf } from "./user-directories.ts";

/** The user's home according to the system, not the environment; empty for a user without one, as in containers. */
export function systemHome(): string {
  try {
    return userInfo().homedir;
  } catch (error) {
    if (!["ENOENT", "ERR_SYSTEM_ERROR"].includes(errorCode(error) ?? "")) throw error;
    return "";
  }
}

/** Whether a directory holds `.git` and the user's home is not in it, as it is in a repository of settings. */
function holdsGit(directory: string): boolean {
  try {
    if (lstatSync(`${directory}/.git`, { throwIfNoEntry: false }) === undefined) return false;
  } catch (error) {
    // A user who cannot look there has no repository there.
    if (!["ENOTDIR", "EACCES", "ENAMETOOLONG", "ELOOP"].includes(errorCode(error) ?? "")) throw error;
    return false;
  }
  return !`${systemHome()}/`.startsWith(`${directory}/`);
}

/**
 * A user's own directory, by a trustworthy environment, else by the system's record of the user.
 * @param state a project's state directory
 * @returns null where the user has no home
 */
export function ownDirectory(which: OwnDirectory, env: Env, state?: string): string | null {
  const believed = directoryByEnvironment(which, env, state, holdsGit);
  if (believed !== null) return believed;
  const home = systemHome();
  // A project that is the home directory is the user's own throughout.
  const isHome = state !== undefined && dirname(state) === home;
  return (
    (isHome ? directoryByEnvironment(which, { ...env, CLAUDE_PROJECT_DIR: undefined }, undefined, holdsGit) : null) ??
    directoryByEnvironment(which, { HOME: home }, undefined, () => false)
  );
}

/** The home directory, by the environment where that is to be believed. See {@link ownDirectory}. */
export function homeOf(env: Env, state?: string): string {
  const home = env["HOME"] ?? "";
  return isBelievable(home, projectsOf(env, state), holdsGit) ? home : systemHome();
}
