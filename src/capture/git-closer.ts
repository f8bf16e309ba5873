import { rawHeadOf, treeAt } from "../git/git-head.ts";
import type { GitSeen } from "../git/git-refs.ts";

/** Where the tree of a directory stands, in every case that hive knows of; null where it is in none. */
export function gitSeenCloser(cwd: string): GitSeen | null {
  const tree = treeAt(cwd);
  const head = tree === null ? null : rawHeadOf(tree);
  return tree === null || head === null ? null : { ...head, worktree: tree.worktree };
}
