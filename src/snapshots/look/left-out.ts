import type { GitLook } from "./git-look.ts";

/**
 * The paths of which the base had another state at the snapshot before, with the file of then: by a commit, or since git
 * began or ceased to leave them out, as by `git update-index --skip-worktree` and a sparse checkout.
 * @param last what git knew at the snapshot before; null if that is not known
 * @param fileIn the file that the commit has now
 */
export function movedSince(
  last: GitLook | null,
  look: GitLook,
  fileIn: (path: string) => ReturnType<GitLook["moved"]["get"]>,
): GitLook["moved"] {
  // No path is left out, then or now.
  if (look.index.isPlain && last?.index.isPlain !== false) return look.moved;
  const moved = new Map(look.moved);
  const then = (last ?? look).entries;
  for (const { path, isSkipped } of then.values()) {
    const isStill = look.entries.get(path)?.isSkipped === true;
    // @mutant a commit does not change what git leaves out before and after it
    if (isSkipped && (moved.has(path) || !isStill)) moved.set(path, null);
  }
  for (const { path, isSkipped } of then === look.entries ? [] : look.entries.values()) {
    // A file that git begins to leave out had the state that the commit has.
    if (isSkipped && then.get(path)?.isSkipped !== true && !moved.has(path)) moved.set(path, fileIn(path) ?? null);
  }
  return moved;
}
