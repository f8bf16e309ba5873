import { lstatSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Config, ConfigOverrides } from "../base/config.ts";
import { readConfigFiles } from "../origin/config-files.ts";
import type { Io } from "./io.ts";
import { printable } from "./render.ts";

/**
 * `--root`, else `HIVE_ROOT`, else the nearest `.hive-mind` at or above the working directory, else one in it. That of the
 * home directory counts in the home directory alone, and another user's in the working directory alone, as for the hook.
 */
export function findRoot(io: Io, given: string | undefined): string {
  const named = given ?? io.env["HIVE_ROOT"];
  if (named) return resolve(io.cwd, named);
  for (let directory = io.cwd; ; directory = dirname(directory)) {
    const root = join(directory, ".hive-mind");
    const found = lstatSync(root, { throwIfNoEntry: false });
    const isAnothers = directory === io.env["HOME"] || found?.uid !== process.geteuid?.();
    if (found !== undefined && (!isAnothers || directory === io.cwd)) return root;
    if (directory === dirname(directory)) return join(io.cwd, ".hive-mind");
  }
}

/**
 * The settings of a state directory: flags before the files before the defaults. What does not count in a file is told
 * on standard error.
 * @throws HIVE_INVALID_OPTION for a wrong flag
 */
export function loadConfig(io: Pick<Io, "env" | "err">, root: string, flags: ConfigOverrides = {}): Config {
  const { config, warnings } = readConfigFiles(root, flags, io.env);
  for (const warning of warnings) io.err(`hive: ${printable(warning)}\n`);
  return config;
}
