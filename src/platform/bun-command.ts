/**
 * Keeps Bun from what lies in the directory that hive is called in, and above it. Its `bunfig.toml` and the `paths` of
 * its `tsconfig.json` name code that runs before hive's or in its place; its `.env` sets variables. A cloned repository
 * carries all of them. Bun reads `tsconfig.json` and `package.json` there even so, of any size: hence `/`, in which no
 * project lies. Nor does it fetch a package that is missing, from wherever an `.npmrc` says.
 */
const OWN_CONFIGURATION_ONLY = [
  "--no-env-file",
  "--config=/dev/null",
  "--tsconfig-override=/dev/null",
  "--no-install",
  "--cwd=/",
] as const;

/**
 * The words that start a program of hive's with Bun. It works in `/`: {@link callersDirectory} is where it was started.
 * @param bun @default the running one
 */
export const bunCommand = (bun: string = process.execPath): readonly [string, ...string[]] => [
  bun,
  ...OWN_CONFIGURATION_ONLY,
];

/** The environment of such a program: the compiled hook is a Bun as well, and may be the running one. */
export const bunEnvironment = (): Record<string, string | undefined> => ({ ...process.env, BUN_BE_BUN: "1" });
