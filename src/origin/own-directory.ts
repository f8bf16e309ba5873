import { userInfo } from "node:os";
import { dirname } from "node:path";
import { directoryByEnvironment, type Env, isBelievable, type OwnDirectory, projectsOf } from "./directories.ts";

/** The user's home as the system knows it, whatever the environment says. */
export const systemHome = (): string => userInfo().homedir;

/**
 * A user's own directory, by the environment where it is to be believed, else by what the system knows of the user.
 * @param state a project's state directory
 * @returns null where the user has no home
 */
export function ownDirectory(which: OwnDirectory, env: Env, state?: string): string | null {
  const believed = directoryByEnvironment(which, env, state);
  if (believed !== null) return believed;
  const home = systemHome();
  // A project that is the home directory is the user's own throughout.
  const isHome = state !== undefined && dirname(state) === home;
  return (
    (isHome ? directoryByEnvironment(which, { ...env, CLAUDE_PROJECT_DIR: undefined }) : null) ??
    directoryByEnvironment(which, { HOME: home })
  );
}

/** The home directory, by the environment where that is to be believed. See {@link ownDirectory}. */
export function homeOf(env: Env, state?: string): string {
  const home = env["HOME"] ?? "";
  return isBelievable(home, projectsOf(env, state)) ? home : systemHome();
}
