/** Where a user keeps what is his on this machine, as the XDG base directory specification has it. Plain strings. */

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

/**
 * Where a user's own directory is, by the environment. The settings of a cloned project may set variables for an agent's
 * hooks: what they say of a directory in the project, or of one by a devious name, does not count.
 * @param state a project's state directory
 * @returns null where the environment is not to be believed, or names no home: ask {@link ownDirectory}
 */
export function directoryByEnvironment(which: OwnDirectory, env: Env, state?: string): string | null {
  const { variable, below } = DIRECTORIES[which];
  const inNone = projectsOf(env, state);
  // A relative path counts as none, by the specification.
  const named = env[variable];
  if (named !== undefined && isBelievable(named, inNone)) return `${named}/hive`;
  const home = env["HOME"] ? `${env["HOME"]}${below}` : "";
  return isBelievable(home, inNone) ? `${home}/hive` : null;
}

/** Whether a directory of the user's that a variable names can be his: it goes by a plain name, and is in no project. */
export function isBelievable(directory: string, inNone: readonly string[]): boolean {
  if (!directory.startsWith("/") || isDevious(directory)) return false;
  for (const project of inNone) if (isWithin(directory, project)) return false;
  return true;
}

/** The state directory's project, and the one that the agent itself names. */
export function projectsOf(env: Env, state: string | undefined): string[] {
  const named = env["CLAUDE_PROJECT_DIR"];
  const own = state === undefined ? [] : [state.slice(0, state.lastIndexOf("/"))];
  return named === undefined ? own : [...own, named];
}

/** Of `/` everything is within: it is no project. */
const isWithin = (path: string, project: string): boolean =>
  project.length > 1 && (path === project || path.startsWith(project.endsWith("/") ? project : `${project}/`));
