import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import type { ConfigOverrides } from "../base/config/validate.ts";
import {
  type ConfigReader,
  projectOf,
  readSources,
  type ResolvedConfig,
  resolveSources,
  type Roots,
  rootsIn,
  userConfigIn,
} from "../base/config/sources.ts";
import { errorCode } from "../base/errors.ts";
import { ownDirectory } from "./own-directory.ts";
import { isOwnFile, OTHERS_WRITE } from "./own-file.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The hook reads no more of one either. */
const MAX_BYTES = 65_536;

/** The path of the user's own settings; null if no home directory is known. */
export function userConfigPath(env: Env, root: string): string | null {
  const directory = ownDirectory("config", env, root);
  return directory === null ? null : userConfigIn(directory);
}

/**
 * The settings that hold in a state directory, from the user's file and the project's.
 * @throws HIVE_INVALID_OPTION for a wrong override
 */
export function readConfigFiles(root: string, overrides: ConfigOverrides = {}, env: Env = process.env): ResolvedConfig {
  const warnings: string[] = [];
  const reader: ConfigReader = {
    readOwn: (path) => readFile(path, warnings, 0),
    read: (path) => readFile(path, warnings, constants.O_NOFOLLOW),
  };
  const resolved = resolveSources(readSources(reader, root, ownDirectory("config", env, root)), overrides);
  return { ...resolved, warnings: [...warnings, ...resolved.warnings] };
}

/** State directories of projects in the user's own settings: see {@link rootsIn}. */
export function userRoots(env: Env): Roots {
  const directory = ownDirectory("config", env);
  return directory === null ? {} : rootsIn(readFile(userConfigIn(directory), [], 0));
}

/** The directory of the project that a state directory belongs to. @param root without links */
export const projectDirectory = (root: string, env: Env = process.env): string => projectOf(root, userRoots(env));

/** Never waits, as for a FIFO that a cloned repository has there. */
function readFile(path: string, warnings: string[], flags: number): string | null {
  let fd: number | undefined;
  try {
    // Most are missing, and to look is cheaper than to fail at opening.
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return null;
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
    const stat = fstatSync(fd);
    const isOthers = flags === 0 && !isOwnFile(stat, OTHERS_WRITE);
    if (stat.isFile() && stat.size <= MAX_BYTES && !isOthers) {
      const bytes = Buffer.alloc(stat.size);
      return bytes.toString("utf8", 0, readSync(fd, bytes, 0, bytes.length, 0));
    }
    warnings.push(
      `${path} does not count: it is ${isOthers ? "another user's, or writable by others: chmod 600" : stat.isFile() ? `larger than ${MAX_BYTES} bytes` : "not a regular file"}`,
    );
  } catch (error) {
    if (errorCode(error) !== "ENOENT") warnings.push(`${path} does not count: ${errorCode(error) ?? "unreadable"}`);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
  return null;
}
