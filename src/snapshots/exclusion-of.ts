import { Exclusion } from "../base/exclude/exclusion.ts";
import { realPathOf } from "../base/files/real-path.ts";
import { projectDirectory, readConfigFiles } from "../origin/config-files.ts";
import { homeOf } from "../origin/own-directory.ts";
import { isPathWithSecret } from "./objects/path-secret.ts";
import type { Worktree } from "./worktree.ts";

/** The paths of a worktree of which nothing is noted. */
export interface Excluded {
  readonly covers: (path: string) => boolean;
  /** The patterns that it was made of. */
  readonly globs: readonly string[];
  readonly key: string;
}

/** Whether a path belongs to hive's own state, which is never in a snapshot. */
export function isOwnIn({ root, top }: Worktree): (path: string) => boolean {
  if (!root.startsWith(`${top}/`)) return () => false;
  const own = root.slice(top.length + 1);
  const inOwn = `${own}/`;
  return (path) => path === own || path.startsWith(inOwn);
}

/** @param globs the current settings' own by default: a user's new exclusion takes effect at once */
export function excludedIn(
  worktree: Worktree,
  globs: readonly string[] = readConfigFiles(worktree.root).config.exclude,
): Excluded {
  const { root, top } = worktree;
  const isOwn = isOwnIn(worktree);
  // @mutant a path that holds a secret is not noted
  const isNever = (path: string): boolean => isOwn(path) || isPathWithSecret(path);
  const key = globs.join("\0");
  if (globs.length === 0) return { covers: isNever, globs, key };
  const home = homeOf(process.env, root);
  const exclusion = new Exclusion({ globs, projects: [projectDirectory(root), top], home, real: realPathOf });
  return { covers: (path) => isNever(path) || exclusion.covers(path, top), globs, key };
}
