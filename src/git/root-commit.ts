import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../base/errors.ts";
import { findGitTree, type GitTree, rawHeadOf, readGitFile } from "./git-tree.ts";
import { GitView } from "./git-view.ts";

/** A history of a million commits takes some seconds. */
const DEADLINE_MS = 20_000;
const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * The first commit of a directory's repository, the least id of several: every whole clone has the same.
 * @returns null without a tree of this user's, a commit or git; for a shallow clone, which does not have it; if git fails
 */
export async function rootCommitOf(directory: string): Promise<string | null> {
  const tree = treeAt(directory);
  const head = tree === null ? null : (rawHeadOf(tree)?.head ?? null);
  if (tree === null || head === null || existsSync(join(tree.commonDirectory, "shallow"))) return null;
  const config = readGitFile(join(tree.commonDirectory, "config"));
  if (config === undefined) return null;
  const output = await firstCommits(tree, head, config, directory);
  const commits = output.split("\n").filter((line) => COMMIT.test(line));
  return commits.toSorted()[0] ?? null;
}

async function firstCommits(tree: GitTree, head: string, config: string, directory: string): Promise<string> {
  try {
    using view = new GitView(tree, head, config, directory);
    const { output } = await view.run(["rev-list", "--max-parents=0", head], performance.now() + DEADLINE_MS);
    return output;
  } catch {
    // Without it a project is known by its remote.
    return "";
  }
}

/** Git runs in this user's own trees alone. */
function treeAt(directory: string): GitTree | null {
  try {
    return findGitTree(realpathSync(directory));
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}
