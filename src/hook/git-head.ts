import { resolve } from "node:path";
import { findGitTree, type GitTree, readGitFile } from "../git-tree.ts";
import { clip } from "../redact/redact.ts";

/** Where a git tree stands. */
export interface GitHead {
  /** Null for a detached HEAD. Redacted: its name may hold a secret. */
  readonly branch: string | null;
  /** The commit; null before the first one. */
  readonly head: string | null;
}

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
/** git's own limit is that of a file's name. */
const MAX_BRANCH = 255;

/** Where the tree that a directory is in stands: null where there is none. */
export function readGitHead(cwd: string): GitHead | null {
  const tree = cwd.startsWith("/") ? findGitTree(cwd) : null;
  return tree === null ? null : headOf(tree);
}

/** Reads HEAD from git's files, which takes no process: null where they are kept in another way (reftable). */
export function headOf({ gitDirectory, commonDirectory }: GitTree): GitHead | null {
  const head = readGitFile(resolve(gitDirectory, "HEAD"))?.trim() ?? "";
  if (COMMIT.test(head)) return { branch: null, head };
  const ref = /^ref: (refs\/heads\/[^\0-\x20]+)$/.exec(head)?.[1];
  if (ref === undefined || ref.endsWith("/.invalid") || ref.split("/").includes("..")) return null;
  const commit = readGitFile(resolve(commonDirectory, ref))?.trim() ?? packed(commonDirectory, ref) ?? "";
  const branch = clip(ref.slice("refs/heads/".length), MAX_BRANCH);
  return { branch, head: COMMIT.test(commit) ? commit : null };
}

function packed(directory: string, ref: string): string | undefined {
  const line = readGitFile(resolve(directory, "packed-refs"))
    ?.split("\n")
    .find((text) => text.endsWith(` ${ref}`));
  return line?.split(" ")[0];
}
