import { realpathSync } from "node:fs";
import { errorCode } from "../base/errors.ts";
import { findGitTree, type GitTree, readGitFile } from "./git-tree.ts";
import { clip } from "../redact/redact.ts";
import { type GitHead, headIn } from "./git-refs.ts";

export type { GitHead } from "./git-refs.ts";

/** git's own limit is the length of a file's name. */
export const MAX_BRANCH_CHARS = 255;

/**
 * The state of the tree around a directory; null without one. Redacted, as a branch may hold a secret.
 */
export function readGitHead(cwd: string): GitHead | null {
  const tree = cwd.startsWith("/") ? treeAt(cwd) : null;
  return tree === null ? null : headOf(tree);
}

/**
 * The tree around a directory, links followed; null if the directory is gone. Only read its files: they may be another
 * user's, as the directory is.
 */
export function treeAt(cwd: string): GitTree | null {
  try {
    return findGitTree(realpathSync(cwd), true);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}

/** The state of a tree, redacted; null if git's files do not give it. */
export function headOf(tree: GitTree): GitHead | null {
  const found = rawHeadOf(tree);
  if (found === null || found.branch === null) return found;
  // @mutant the name of a branch is redacted
  return { ...found, branch: clip(found.branch, MAX_BRANCH_CHARS) };
}

/** Reads HEAD as git stores it, without resolving it. */
export function rawHeadOf({ gitDirectory, commonDirectory }: GitTree): GitHead | null {
  return headIn((path) => readGitFile(path) ?? null, gitDirectory, commonDirectory);
}
