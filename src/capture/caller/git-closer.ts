import { rawHeadOf, treeAt } from "../../git/git-tree.ts";
import type { GitSeen } from "../../git/git-refs.ts";

/** The branch and commit of a directory's tree, for every layout that hive knows; null outside of a tree. */
export function gitSeenCloser(cwd: string): GitSeen | null {
  const tree = treeAt(cwd);
  const head = tree === null ? null : rawHeadOf(tree);
  return tree === null || head === null ? null : { ...head, worktree: tree.worktree };
}
