import { clip } from "../redact/redact.ts";
import type { GitHead } from "./git-refs.ts";
import { type GitTree, rawHeadOf, treeAt } from "./git-tree.ts";

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

/** The state of a tree, redacted; null if git's files do not give it. */
export function headOf(tree: GitTree): GitHead | null {
  const found = rawHeadOf(tree);
  if (found === null || found.branch === null) return found;
  // @mutant the name of a branch is redacted
  return { ...found, branch: clip(found.branch, MAX_BRANCH_CHARS) };
}
