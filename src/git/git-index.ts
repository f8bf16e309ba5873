import { lstatSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { errorCode } from "../base/errors.ts";
import { readBytes } from "../base/files/files.ts";
import { findGitTree } from "./git-tree.ts";

const MAX_BYTES = 256 * 1024 ** 2;
/** From the next version on, names are not written in full (https://git-scm.com/docs/index-format). */
const LAST_PLAIN_VERSION = 3;

/**
 * Whether git may track a file whose path begins so. An ignore file then does not keep it out of a commit. hive reads
 * the index itself, since a repository may answer git's questions with a program.
 * @returns true also where the index cannot be read for certain
 */
export function mayBeTracked(path: string, directory: string): boolean {
  const tree = findGitTree(directory);
  if (tree === null) return false;
  const index = join(tree.gitDirectory, "index");
  try {
    const bytes = readBytes(index, MAX_BYTES, true);
    if (bytes === null) return lstatSync(index, { throwIfNoEntry: false }) !== undefined;
    const isPlain = bytes.toString("latin1", 0, 4) === "DIRC" && bytes.readUInt32BE(4) <= LAST_PLAIN_VERSION;
    const isSplit = readdirSync(tree.gitDirectory).some((name) => name.startsWith("sharedindex."));
    return !isPlain || isSplit || bytes.includes(relative(tree.worktree, path));
  } catch (error) {
    return errorCode(error) !== "ENOENT";
  }
}
