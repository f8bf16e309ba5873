import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { ConfigOverrides } from "../base/config.ts";
import { type ResolvedConfig, resolveSources } from "../base/config-sources.ts";
import { errorCode } from "../base/errors.ts";
import { ownDirectory } from "./own-directory.ts";
import { isOwnFile, OTHERS_WRITE } from "./own-file.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The hook reads no more of one either. */
const MAX_BYTES = 65_536;

/** Where the user's own settings are; null where no home directory is known. */
export function userConfigPath(env: Env, root: string): string | null {
  const directory = ownDirectory("config", env, root);
  return directory === null ? null : `${directory}/config.json`;
}

/** The directory of a project, as the user's settings name it. */
export const projectOf = (root: string): string => root.slice(0, root.lastIndexOf("/")) || "/";

/**
 * The settings that hold in a state directory, from the user's file and the project's.
 * @throws HIVE_INVALID_OPTION for a wrong override
 */
export function readConfigFiles(root: string, overrides: ConfigOverrides = {}, env: Env = process.env): ResolvedConfig {
  const warnings: string[] = [];
  const userPath = userConfigPath(env, root);
  const user = userPath === null ? null : readFile(userPath, warnings, 0);
  // A cloned repository may carry a link.
  const project = readFile(`${root}/config.json`, warnings, constants.O_NOFOLLOW);
  const resolved = resolveSources({ user, project, directory: projectOf(root) }, overrides);
  return { ...resolved, warnings: [...warnings, ...resolved.warnings] };
}

/** Never waits, as for a FIFO that a cloned repository has there. */
function readFile(path: string, warnings: string[], flags: number): string | null {
  let fd: number | undefined;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
    const stat = fstatSync(fd);
    const isOthers = flags === 0 && !isOwnFile(stat, OTHERS_WRITE);
    if (stat.isFile() && stat.size <= MAX_BYTES && !isOthers) {
      const bytes = Buffer.alloc(stat.size);
      return bytes.toString("utf8", 0, readSync(fd, bytes, 0, bytes.length, 0));
    }
    warnings.push(
      `${path} does not count: it is ${isOthers ? "somebody else's, or others may write it: chmod 600" : stat.isFile() ? `larger than ${MAX_BYTES} bytes` : "no regular file"}`,
    );
  } catch (error) {
    if (errorCode(error) !== "ENOENT") warnings.push(`${path} does not count: ${errorCode(error) ?? "unreadable"}`);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
  return null;
}
