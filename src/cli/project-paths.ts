import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { STATE_NAME } from "../base/state-directory.ts";
import { findProjectPaths, type ProjectPaths } from "../install/paths.ts";
import type { Io } from "./io.ts";

/** The project of a state directory: the one around a `.hive-mind`, else the one of the working directory. */
export function projectOf({ cwd, env }: Pick<Io, "cwd" | "env">, root: string): ProjectPaths {
  const around = dirname(root);
  const isAround = basename(root) === STATE_NAME && !`${cwd}/`.startsWith(`${around}/`);
  return { ...findProjectPaths(isAround && existsSync(around) ? around : cwd, env), root };
}
