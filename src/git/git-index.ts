import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { errorCode } from "../base/errors.ts";
import { findGitTree } from "./git-tree.ts";

const MAX_BYTES = 256 * 1024 ** 2;
/** From the next version on, names are not written in full (https://git-scm.com/docs/index-format). */
const LAST_PLAIN_VERSION = 3;

/**
 * Whether git may track a file whose path begins so: then no ignore file keeps what is written there out of a commit. The
 * index is read, not asked for, since a repository may answer git's questions with a program.
 * @returns true also where the index cannot be read for certain
 */
export function mayBeTracked(path: string, directory: string): boolean {
  const tree = findGitTree(directory);
  if (tree === null) return false;
  const index = join(tree.gitDirectory, "index");
  try {
    if (statSync(index).size > MAX_BYTES) return true;
    const bytes = readFileSync(index);
    const isPlain = bytes.toString("latin1", 0, 4) === "DIRC" && bytes.readUInt32BE(4) <= LAST_PLAIN_VERSION;
    const isSplit = readdirSync(tree.gitDirectory).some((name) => name.startsWith("sharedindex."));
    return !isPlain || isSplit || bytes.includes(relative(tree.worktree, path));
  } catch (error) {
    return errorCode(error) !== "ENOENT";
  }
}
