import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { systemHome } from "../origin/own-directory.ts";

/** What counts without a PATH, as it does for the system. */
const SYSTEM = ["/usr/bin", "/bin", "/run/current-system/sw/bin"];

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Where a program of the system lies. A PATH may begin with `.`, or name a project's `node_modules/.bin`: what a cloned
 * repository carries is not started in the place of git.
 * @param project the project, in which it is not looked for
 * @returns null when there is none
 */
export function programPath(name: string, env: Env, project?: string): string | null {
  for (const directory of safeDirectories(env, project)) {
    const found = Bun.which(name, { PATH: directory });
    if (found !== null) return found;
  }
  return null;
}

/** Where a program lies that every system has: in one of the system's own directories first. @throws where it is nowhere */
export function systemProgram(name: string, env: Env): string {
  const directories = [...safeDirectories(env, undefined)];
  const first = SYSTEM.filter((directory) => directories.includes(directory));
  const found = Bun.which(name, { PATH: [...first, ...directories].join(":") });
  if (found === null) throw new Error(`there is no ${name} on the PATH`);
  return found;
}

/** The PATH without what a project may have put there, for a program that looks for others. */
export const safePath = (env: Env, project?: string): string => [...safeDirectories(env, project)].join(":");

function* safeDirectories(env: Env, project: string | undefined): Generator<string> {
  const avoided = project === undefined ? null : avoidable(project);
  for (const directory of env["PATH"]?.split(":") ?? SYSTEM) {
    if (!directory.startsWith("/")) continue;
    const real = realPath(directory);
    // It names another place for each process that asks.
    if (/^\/(?:proc|dev)(?:\/|$)/.test(resolve(directory))) continue;
    const isProjects = avoided !== null && [directory, real].some((path) => isWithin(path, avoided));
    if (!isProjects && !`${real}/`.includes("/node_modules/")) yield directory;
  }
}

/**
 * The outermost directory that a project may lie in: a submodule's is the tree around it. The home directory holds the
 * user's own programs, and `/` everybody's.
 */
function avoidable(project: string): string | null {
  const home = realPath(systemHome());
  const real = realPath(project);
  let avoided: string | null = null;
  for (let directory = real; directory !== "/"; directory = dirname(directory)) {
    const isProject = directory === real || existsSync(join(directory, ".git"));
    if (isProject && directory !== home) avoided = directory;
  }
  return avoided;
}

const isWithin = (path: string, directory: string): boolean => path === directory || path.startsWith(`${directory}/`);

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // What cannot be looked at is compared as it is called.
    return path;
  }
}
