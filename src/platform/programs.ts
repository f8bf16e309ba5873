import { accessSync, constants, existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { errorCode } from "../base/errors.ts";
import { realPathOrSame } from "../base/files/real-path.ts";
import { systemHome } from "../origin/own-directory.ts";

/** The system's own default without a PATH. */
const SYSTEM = ["/usr/bin", "/bin", "/run/current-system/sw/bin"];

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The path of a program of the system. A PATH may begin with `.`, or name a project's `node_modules/.bin`. A cloned
 * repository must not supply its own git.
 * @param project the project, in which it is not looked for
 * @returns null if there is none
 */
export function programPath(name: string, env: Env, project?: string): string | null {
  for (const directory of safeDirectories(env, project)) {
    const found = Bun.which(name, { PATH: directory });
    if (found !== null) return found;
  }
  return null;
}

/**
 * The path of a program that every system has, searched in the system's own directories first. @throws where it is
 * nowhere
 */
export function systemProgram(name: string, env: Env): string {
  const directories = [...safeDirectories(env, undefined)];
  const first = SYSTEM.filter((directory) => directories.includes(directory));
  const found = Bun.which(name, { PATH: [...first, ...directories].join(":") });
  if (found === null) throw new Error(`there is no ${name} on the PATH`);
  return found;
}

/**
 * True if the files that a command names exist and its program is executable. False for a program without a path, which
 * would be searched in the PATH.
 */
export function canRun({ command, args }: { readonly command: string; readonly args: readonly string[] }): boolean {
  if (!command.startsWith("/")) return false;
  try {
    accessSync(command, constants.X_OK);
    return args.every((word) => !word.startsWith("/") || existsSync(word));
  } catch (error) {
    if (["ENOENT", "EACCES", "ENOTDIR"].includes(errorCode(error) ?? "")) return false;
    throw error;
  }
}

/** The PATH without a project's directories, for a program that looks for others. */
export const safePath = (env: Env, project?: string): string => [...safeDirectories(env, project)].join(":");

function* safeDirectories(env: Env, project: string | undefined): Generator<string> {
  const avoided = project === undefined ? null : outermostTree(project);
  for (const directory of env["PATH"]?.split(":") ?? SYSTEM) {
    if (!directory.startsWith("/")) continue;
    const real = realPathOrSame(directory);
    // It names another place for each process that asks.
    if (/^\/(?:proc|dev)(?:\/|$)/.test(resolve(directory))) continue;
    const isProjects = avoided !== null && [directory, real].some((path) => isWithin(path, avoided));
    // @mutant a program is not looked for in the project
    if (!isProjects && !`${real}/`.includes("/node_modules/")) yield directory;
  }
}

/**
 * The outermost directory that a project may lie in: a submodule's is the tree around it. The home directory holds the
 * user's own programs, and `/` everybody's.
 * @returns a real path; null where that is the home directory
 */
export function outermostTree(project: string): string | null {
  const home = systemHome() && realPathOrSame(systemHome());
  const real = realPathOrSame(project);
  let avoided: string | null = null;
  for (let directory = real; directory !== "/"; directory = dirname(directory)) {
    const isProject = directory === real || existsSync(join(directory, ".git"));
    if (isProject && directory !== home) avoided = directory;
  }
  return avoided;
}

const isWithin = (path: string, directory: string): boolean => path === directory || path.startsWith(`${directory}/`);
