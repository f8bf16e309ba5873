import { realpathSync } from "node:fs";
import { errorCode } from "../base/errors.ts";
import { findGitTree, type GitTree, readGitFile } from "./git-tree.ts";
import { clip } from "../redact/redact.ts";
import { type GitHead, headIn } from "./git-refs.ts";

export type { GitHead } from "./git-refs.ts";

/** git's own limit is that of a file's name. */
export const MAX_BRANCH_CHARS = 255;

/** Where the tree that a directory is in stands: null where there is none. Redacted, as a branch may hold a secret. */
export function readGitHead(cwd: string): GitHead | null {
  const tree = cwd.startsWith("/") ? treeAt(cwd) : null;
  return tree === null ? null : headOf(tree);
}

/** The tree that a directory is in, wherever links on the way to it lead; null for one that is gone. */
export function treeAt(cwd: string): GitTree | null {
  try {
    return findGitTree(realpathSync(cwd));
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}

/** Where a tree stands, redacted; null where git's files do not say it. */
export function headOf(tree: GitTree): GitHead | null {
  const found = rawHeadOf(tree);
  if (found === null || found.branch === null) return found;
  return { ...found, branch: clip(found.branch, MAX_BRANCH_CHARS) };
}

/** The same as git has it. */
export function rawHeadOf({ gitDirectory, commonDirectory }: GitTree): GitHead | null {
  return headIn((path) => readGitFile(path) ?? null, gitDirectory, commonDirectory);
}
