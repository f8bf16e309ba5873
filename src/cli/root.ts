import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Config, type ConfigOverrides, resolveConfig } from "../config.ts";
import { readTextFile } from "../setup/files.ts";
import type { Io } from "./io.ts";

/** `--root`, else `HIVE_ROOT`, else the nearest `.hive-mind` above the working directory, else one in it. */
export function findRoot(io: Io, given: string | undefined): string {
  const named = given ?? io.env["HIVE_ROOT"];
  if (named) return resolve(io.cwd, named);
  for (let directory = io.cwd; ; directory = dirname(directory)) {
    if (existsSync(join(directory, ".hive-mind"))) return join(directory, ".hive-mind");
    if (directory === dirname(directory)) return join(io.cwd, ".hive-mind");
  }
}

/**
 * The settings of a state directory: flags before `config.json` before the defaults.
 * @throws HIVE_INVALID_OPTION, also for a `config.json` that cannot be read
 */
export function loadConfig(root: string, flags: ConfigOverrides = {}): Config {
  return resolveConfig(readTextFile(join(root, "config.json")).text, flags);
}
