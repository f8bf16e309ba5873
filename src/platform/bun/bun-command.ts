/**
 * Keeps Bun from the files in and above the directory that hive is called in. Its `bunfig.toml` and the `paths` of its
 * `tsconfig.json` name code that runs before hive's or replaces it. Its `.env` sets variables. A cloned repository
 * carries all of them. Bun reads `tsconfig.json` and `package.json` there even so, of any size. Hence `/`, which
 * contains no project's files. Nor does it fetch a package that is missing, from wherever an `.npmrc` says.
 */
// @mutant a project's bunfig.toml and .env are not read
const OWN_CONFIGURATION_ONLY = [
  "--no-env-file",
  "--config=/dev/null",
  // @mutant the paths of a tsconfig.json do not count, wherever Bun works
  "--tsconfig-override=/dev/null",
  "--no-install",
  // @mutant Bun works in a directory that is no project's
  "--cwd=/",
] as const;

/**
 * The command that starts one of hive's programs with Bun. The program works in `/`: {@link callersDirectory} gives the
 * directory of its caller.
 * @param bun @default the running one
 */
export const bunCommand = (bun: string = process.execPath): readonly [string, ...string[]] => [
  bun,
  ...OWN_CONFIGURATION_ONLY,
];

/**
 * The environment of such a program: the compiled hook is a Bun as well, and may be the running one. A project's
 * settings may set variables for an agent's hooks. Bun would run code that some of its own name.
 */
export function bunEnvironment(): Record<string, string | undefined> {
  const env: Record<string, string | undefined> = { ...process.env };
  for (const name in env) if (/^(?:BUN|NODE|JSC)_/.test(name) && name !== QUIET_VARIABLE) delete env[name];
  env["BUN_BE_BUN"] = "1";
  // @mutant no code comes from a cache that a variable names
  env["BUN_RUNTIME_TRANSPILER_CACHE_PATH"] = "0";
  dropGit(env);
  return env;
}

/** A variable that children of the worker inherit, so that they wake less often: see `quiet-runtime.ts`. */
const QUIET_VARIABLE = "BUN_GC_TIMER_DISABLE";

/**
 * Takes git's variables out of an environment. A git hook sets them for one repository, but a worker started from it
 * runs for hours and reads others.
 */
export function dropGit(env: Record<string, string | undefined>): void {
  // @mutant a worker has none of git's variables
  for (const name in env) if (name.startsWith("GIT_")) delete env[name];
}

/** The main program's argument for a child that applies the entries on its standard input: see src/worker/isolate. */
export const CHILD_COMMAND = "apply-in-child";

/** The main program's argument for a child that stays beside its worker, before its role and the state directory. */
export const RESIDENT_COMMAND = "resident";
