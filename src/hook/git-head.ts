import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";

/** Where a git tree stands. */
export interface GitHead {
  /** Null for a detached HEAD. */
  readonly branch: string | null;
  /** The commit; null before the first one. */
  readonly head: string | null;
}

const MAX_BYTES = 4 * 1024 ** 2;
const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/**
 * Reads HEAD from git's files, which takes no process: null where there is no git tree, or one whose files are kept in
 * another way (reftable).
 */
export function readGitHead(cwd: string): GitHead | null {
  const gitDirectory = isAbsolute(cwd) ? findGitDirectory(cwd) : null;
  if (gitDirectory === null) return null;
  const head = read(resolve(gitDirectory, "HEAD"))?.trim() ?? "";
  if (COMMIT.test(head)) return { branch: null, head };
  const ref = /^ref: (refs\/heads\/[^\0-\x20]+)$/.exec(head)?.[1];
  if (ref === undefined || ref.endsWith("/.invalid") || ref.split("/").includes("..")) return null;
  const shared = read(resolve(gitDirectory, "commondir"))?.trim();
  const directory = shared === undefined ? gitDirectory : resolve(gitDirectory, shared);
  const commit = read(resolve(directory, ref))?.trim() ?? packed(directory, ref) ?? "";
  return { branch: ref.slice("refs/heads/".length), head: COMMIT.test(commit) ? commit : null };
}

/** `.git` is a directory, or in a worktree a file that names one. */
function findGitDirectory(cwd: string): string | null {
  for (let directory = cwd; ; directory = dirname(directory)) {
    const path = resolve(directory, ".git");
    if (isDirectory(path)) return path;
    const target = /^gitdir: (.+)$/m.exec(read(path) ?? "")?.[1];
    if (target !== undefined) return resolve(directory, target);
    if (directory === dirname(directory)) return null;
  }
}

/** The directory above may still be one where this cannot be one: its name is too long, say. */
function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function packed(directory: string, ref: string): string | undefined {
  const line = read(resolve(directory, "packed-refs"))
    ?.split("\n")
    .find((text) => text.endsWith(` ${ref}`));
  return line?.split(" ")[0];
}

/** The text of a small regular file; undefined when it cannot be had. */
function read(path: string): string | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= MAX_BYTES ? readFileSync(path, "utf8") : undefined;
  } catch {
    // Not known is an answer here.
    return undefined;
  }
}
