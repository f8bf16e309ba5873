/**
 * Finds a user's own directories on this machine, by the XDG base directory specification. Plain strings:
 * `node:path` would cost the hook a millisecond.
 */

export type Env = Readonly<Record<string, string | undefined>>;

/** Each with the variable that names it, and its place in the home directory. */
const DIRECTORIES = {
  /** Holds the key. */
  data: { variable: "XDG_DATA_HOME", below: "/.local/share" },
  /** Holds the user's configuration. */
  config: { variable: "XDG_CONFIG_HOME", below: "/.config" },
} as const;

export type OwnDirectory = keyof typeof DIRECTORIES;

/**
 * Whether a name leads elsewhere than it says: through the process that asks, or back. Memory below `/dev` is a plain
 * place. Not a pattern: to compile one takes the hook 0.1 ms.
 */
function isDevious(path: string): boolean {
  const name = `${path}/`;
  if (path.includes("//") || name.includes("/./") || name.includes("/../")) return true;
  return name.startsWith("/proc/") || (name.startsWith("/dev/") && !path.startsWith("/dev/shm/"));
}

/** Whether a directory holds `.git`. */
export type HoldsGit = (directory: string) => boolean;

/**
 * The path of a user's own directory, by the environment. A cloned project's settings may set variables for an agent's
 * hooks. Their values do not count inside the project, inside any git tree, or under a devious name.
 * @param state a project's state directory
 * @param holdsGit asked for the directories around the one that is named
 * @returns null where the environment is not to be believed, or names no home: ask {@link ownDirectory}
 */
export function directoryByEnvironment(
  which: OwnDirectory,
  env: Env,
  state: string | undefined,
  holdsGit: HoldsGit,
): string | null {
  const { variable, below } = DIRECTORIES[which];
  const inNone = projectsOf(env, state);
  // A relative path counts as none, by the specification.
  const named = env[variable];
  if (named !== undefined && isBelievable(named, inNone, holdsGit)) return `${named}/hive`;
  const home = env["HOME"] ?? "";
  // The place in a home may be a repository of the user's own; what counts is where the home is.
  if (!isBelievable(home, inNone, holdsGit) || !isBelievable(`${home}${below}`, inNone)) return null;
  return `${home}${below}/hive`;
}

/** Whether a directory that a variable names can be the user's. It needs a plain name outside of any project. */
export function isBelievable(directory: string, inNone: readonly string[], holdsGit?: HoldsGit): boolean {
  // @mutant a directory of the user's own goes by a plain name
  if (!directory.startsWith("/") || isDevious(directory)) return false;
  // @mutant a directory in the project is not the user's own
  for (const project of inNone) if (isWithin(directory, project)) return false;
  if (holdsGit === undefined) return true;
  // The project may be a part of a repository, and a link may be another way into it.
  // @mutant a directory in a git tree is not the user's own
  for (let at = directory; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) if (holdsGit(at)) return false;
  return true;
}

/** The state directory's project, and the project that the agent itself names. */
export function projectsOf(env: Env, state: string | undefined): string[] {
  const named = env["CLAUDE_PROJECT_DIR"];
  const own = state === undefined ? [] : [state.slice(0, state.lastIndexOf("/"))];
  return named === undefined ? own : [...own, named];
}

/** `/` contains everything, so it is not a project. */
const isWithin = (path: string, project: string): boolean =>
  project.length > 1 && (path === project || path.startsWith(project.endsWith("/") ? project : `${project}/`));
