/**
 * Keeps Bun from what lies in the directory that hive is called in: its `bunfig.toml` can name code to run before
 * hive's, its `.env` sets variables. A cloned repository carries both, and hive is called in every project.
 */
const OWN_CONFIGURATION_ONLY = ["--no-env-file", "--config=/dev/null"] as const;

/**
 * The words that start a program of hive's with Bun.
 * @param bun @default the running one
 */
export const bunCommand = (bun: string = process.execPath): readonly [string, ...string[]] => [
  bun,
  ...OWN_CONFIGURATION_ONLY,
];

/** The environment of such a program: the compiled hook is a Bun as well, and may be the running one. */
export const bunEnvironment = (): Record<string, string | undefined> => ({ ...process.env, BUN_BE_BUN: "1" });
