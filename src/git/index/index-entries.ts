import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../../base/errors.ts";
import type { GitTree } from "../git-tree.ts";
import { type Parsed, packedIndex, parseIndex } from "./parse.ts";

export interface GitIndex extends Parsed {
  /** Distinguishes the states of the file: git never writes into an index, it renames a new one. */
  readonly version: string;
  /** When the index was written: a file that changed as late may have changed after git looked. */
  readonly writtenMs: number;
}

const MAX_BYTES = 1024 ** 3;
const NO_INDEX = "none";

/**
 * Reads git's index without git, which could run a filter to compare. See {@link parseIndex}.
 * @param hashBytes 20, or 32 in a repository of SHA-256
 * @param last what was read before, which is returned while the file is the same.
 * @default null
 * @returns null for one that hive cannot read; without a file an empty one
 */
export function readIndex({ gitDirectory }: GitTree, hashBytes: number, last: GitIndex | null = null): GitIndex | null {
  const path = join(gitDirectory, "index");
  // Return the same object, so that a caller can reuse what it derived from it.
  if (last !== null && last.version === versionAt(path)) return last;
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    return { version: NO_INDEX, ...packedIndex([], hashBytes), writtenMs: 0 };
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile() || stat.size > MAX_BYTES) return null;
    const bytes = Buffer.allocUnsafeSlow(stat.size);
    if (readSync(fd, bytes, 0, bytes.length, 0) !== bytes.length) return null;
    const found = parseIndex(bytes, hashBytes);
    return found === null ? null : { version: versionOf(stat), ...found, writtenMs: stat.mtimeMs };
  } finally {
    closeSync(fd);
  }
}

const versionOf = ({ ino, size, mtimeMs, ctimeMs }: Stats): string => `${ino} ${size} ${mtimeMs} ${ctimeMs}`;

function versionAt(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? NO_INDEX : versionOf(stat);
}
