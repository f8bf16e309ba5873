import { lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gitSetting } from "./git-settings.ts";

/** A working directory of git's, and where git keeps what it knows of it. */
export interface GitTree {
  /** The directory that holds `.git`. */
  readonly worktree: string;
  readonly gitDirectory: string;
  /** What worktrees of one repository share. */
  readonly commonDirectory: string;
}

const MAX_BYTES = 4 * 1024 ** 2;

/**
 * The tree that a directory is in: the nearest `.git` at or above it. Files that make a directory look like a bare
 * repository do not count, since a clone can carry them.
 * @returns null where there is none, or none that is this user's
 */
export function findGitTree(cwd: string): GitTree | null {
  for (let directory = cwd; ; directory = dirname(directory)) {
    const path = join(directory, ".git");
    if (isThere(path)) {
      const gitDirectory = isDirectory(path) ? path : namedBy(path);
      const isUsable = gitDirectory !== null && [directory, path, gitDirectory].every((part) => isOwn(part));
      return isUsable ? treeOf(directory, gitDirectory) : null;
    }
    if (directory === dirname(directory)) return null;
  }
}

function treeOf(worktree: string, gitDirectory: string): GitTree {
  const shared = readGitFile(join(gitDirectory, "commondir"))?.trim();
  return {
    worktree,
    gitDirectory,
    commonDirectory: shared === undefined ? gitDirectory : resolve(gitDirectory, shared),
  };
}

/** The directory that a `.git` file names, where that one names it back: any other is none of this tree's. */
function namedBy(path: string): string | null {
  const target = /^gitdir: (.+)$/m.exec(readGitFile(path) ?? "")?.[1];
  if (target === undefined) return null;
  const directory = resolve(dirname(path), target);
  const back = readGitFile(join(directory, "gitdir"))?.trim();
  const worktree = gitSetting(readGitFile(join(directory, "config")) ?? "", "core.worktree");
  const isBack =
    (back !== undefined && isSamePath(resolve(directory, back), path)) ||
    (worktree !== undefined && isSamePath(resolve(directory, worktree), dirname(path)));
  return isBack ? directory : null;
}

/** Whether two names lead to the same file. */
export function isSamePath(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    // One that is not there is not the other.
    return false;
  }
}

/** As git has it: another user's repository is not asked anything. */
function isOwn(path: string): boolean {
  try {
    return lstatSync(path).uid === process.geteuid?.() && statSync(path).uid === process.geteuid();
  } catch {
    // It is gone.
    return false;
  }
}

/** The directory above may still have one where this can have none: its name is too long, say. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // A link that leads nowhere.
    return false;
  }
}

/** The text of a small regular file; undefined when it cannot be had. */
export function readGitFile(path: string): string | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= MAX_BYTES ? readFileSync(path, "utf8") : undefined;
  } catch {
    // Not known is an answer here.
    return undefined;
  }
}
