import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Config, type ConfigOverrides, resolveConfig } from "../config.ts";
import { HiveError } from "../errors.ts";
import { readTextFile } from "../setup/files.ts";
import type { Io } from "./io.ts";

/**
 * `--root`, else `HIVE_ROOT`, else the nearest `.hive-mind` at or above the working directory, else one in it. That of the
 * home directory counts in the home directory alone, as for the hook.
 */
export function findRoot(io: Io, given: string | undefined): string {
  const named = given ?? io.env["HIVE_ROOT"];
  if (named) return resolve(io.cwd, named);
  for (let directory = io.cwd; ; directory = dirname(directory)) {
    const isAnothers = directory === io.env["HOME"] && directory !== io.cwd;
    if (!isAnothers && existsSync(join(directory, ".hive-mind"))) return join(directory, ".hive-mind");
    if (directory === dirname(directory)) return join(io.cwd, ".hive-mind");
  }
}

/**
 * The settings of a state directory: flags before `config.json` before the defaults.
 * @throws HIVE_INVALID_OPTION for a wrong flag, and with the file's path for what is wrong in it
 */
export function loadConfig(root: string, flags: ConfigOverrides = {}): Config {
  const path = join(root, "config.json");
  const { text } = readTextFile(path);
  resolveConfig(null, flags);
  try {
    return resolveConfig(text, flags);
  } catch (error) {
    if (!(error instanceof HiveError)) throw error;
    throw new HiveError(error.code, `${path}: ${error.message}`, {
      cause: error,
      hint: "mend the file, or delete it to go back to the defaults",
    });
  }
}
