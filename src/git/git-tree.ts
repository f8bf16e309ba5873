import { realpathSync, type Stats, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { errorCode } from "../base/errors.ts";
import { readRegular } from "../base/files/files.ts";
import { lstatIfAny } from "../base/files/lstat-if-any.ts";
import { type GitHead, headIn } from "./git-refs.ts";
import { gitSetting } from "./git-settings.ts";

/** A git working directory, and the path of its git data. */
export interface GitTree {
  /** The directory that holds `.git`. */
  readonly worktree: string;
  readonly gitDirectory: string;
  /** Files that the worktrees of a repository share. */
  readonly commonDirectory: string;
}

const MAX_BYTES = 4 * 1024 ** 2;

/**
 * The tree that a directory is in: the nearest `.git` at or above it. Files that make a directory look like a bare
 * repository do not count, since a clone can carry them.
 * @param mayBeAnothers accepts a tree wholly of one other user, like the directory; for readers of its files only.
 * @default false
 * @returns null without a tree of this user's
 */
export function findGitTree(cwd: string, mayBeAnothers = false): GitTree | null {
  for (let directory = cwd; ; directory = dirname(directory)) {
    const path = join(directory, ".git");
    if (isThere(path)) {
      const gitDirectory = isDirectory(path) ? path : namedBy(path);
      if (gitDirectory === null) return null;
      const parts = [directory, path, gitDirectory];
      const isOneUsers = mayBeAnothers && parts.every((part) => isOf(part, statIfAny(cwd)?.uid));
      // @mutant another user's repository is not looked at
      const isUsable = isOneUsers || parts.every((part) => isOf(part, process.geteuid?.()));
      return isUsable ? treeOf(directory, gitDirectory) : null;
    }
    if (directory === dirname(directory)) return null;
  }
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

/** Reads HEAD as git stores it, without resolving it. */
export function rawHeadOf({ gitDirectory, commonDirectory }: GitTree): GitHead | null {
  return headIn((path) => readGitFile(path) ?? null, gitDirectory, commonDirectory);
}

function treeOf(worktree: string, gitDirectory: string): GitTree {
  const path = join(gitDirectory, "commondir");
  // Most have none, and to look is cheaper than to fail at opening.
  const shared = isThere(path) ? readGitFile(path)?.trim() : undefined;
  return {
    worktree,
    gitDirectory,
    commonDirectory: shared === undefined ? gitDirectory : resolve(gitDirectory, shared),
  };
}

/** The directory that a `.git` file names, if that names it back: any other is not this tree's. */
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

/** As git has it: another user's repository is not asked anything. A link's owner counts as well. */
const isOf = (path: string, uid: number | undefined): boolean =>
  uid !== undefined && lstatIfAny(path)?.uid === uid && statIfAny(path)?.uid === uid;

/** The directory above may still have one where this can have none: its name is too long, say. */
const isThere = (path: string): boolean => lstatIfAny(path) !== undefined;

const isDirectory = (path: string): boolean => statIfAny(path)?.isDirectory() === true;

/** A link may lead nowhere, and a name may be too long. */
function statIfAny(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    // It is missing.
    return undefined;
  }
}

/** The text of a small regular file; undefined when it cannot be had. */
export function readGitFile(path: string): string | undefined {
  try {
    return readRegular(path, MAX_BYTES, true) ?? undefined;
  } catch {
    // Not known is an answer here.
    return undefined;
  }
}
