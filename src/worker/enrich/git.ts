import { realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { errorCode, errorMessage } from "../../base/errors.ts";
import { gitSetting } from "../../git/git-settings.ts";
import { findGitTree, type GitTree, isSamePath, readGitFile } from "../../git/git-tree.ts";
import { headOf } from "../../git/git-head.ts";
import { projectDirectory } from "../../origin/config-files.ts";
import { clip } from "../../redact/redact.ts";
import { GitView } from "../../git/git-view.ts";

/** The state of the git tree that a session works in. Secrets in names are redacted. */
export interface GitState {
  /** Null for a detached HEAD. */
  readonly branch?: string | null;
  /** The commit; null before the first one. */
  readonly head?: string | null;
  readonly dirty?: DirtyFiles;
  /** Why it is not known. */
  readonly unknown?: string;
}

export interface DirtyFiles {
  readonly modified: number;
  readonly untracked: number;
  readonly files: readonly string[];
  /** The number of modified files with a filter of the user's. hive does not run filters, so these may be unchanged. */
  readonly unsure?: number;
}

const TIMEOUT_MS = 2000;
const MAX_FILES = 20;
const MAX_FILE_CHARS = 1000;
/** The number of modified files that hive asks about filters. */
const MAX_ASKED = 10_000;

const STATUS = ["status", "--porcelain=v2", "--branch", "--ignore-submodules=all", "-z"];
const FILTERS = ["check-attr", "-z", "--stdin", "filter"];

/** Whether a directory is in the project that `root` belongs to: an entry may name any. */
function isInProject(root: string, cwd: string): boolean {
  try {
    const project = realpathSync(projectDirectory(root));
    const directory = realpathSync(cwd);
    return directory === project || directory.startsWith(`${project}/`);
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return false;
    throw error;
  }
}

/** Runs git on the tree around a directory, for two seconds at most, without running anything that the tree names. */
export async function readGitState(root: string, cwd: string): Promise<GitState> {
  try {
    if (!isInProject(root, cwd)) return { unknown: "the working directory is outside the project" };
    const tree = findGitTree(realpathSync(cwd));
    if (tree === null) return { unknown: "there is no git tree of this user's" };
    const config = readGitFile(join(tree.commonDirectory, "config"));
    if (config === undefined) return { unknown: "its settings cannot be read" };
    if (isElsewhere(tree, config)) return { unknown: "its settings name another tree, or none" };
    const where = headOf(tree);
    if (where === null) return { unknown: "its HEAD cannot be read" };
    using view = new GitView(tree, where.head, config, projectDirectory(root));
    const deadlineMs = performance.now() + TIMEOUT_MS;
    const { output } = await view.run(STATUS, deadlineMs);
    const { dirty } = parseStatus(output);
    const unsure = await countFiltered(view, contentChanged(output), deadlineMs);
    return {
      branch: where.branch,
      head: where.head,
      dirty: { ...dirty!, ...(unsure > 0 ? { unsure } : {}) },
    };
  } catch (error) {
    // For a path's own errors use only the code: the path may be a text of any length.
    return { unknown: errorCode(error) ?? errorMessage(error) };
  }
}

/** Whether the repository's settings say that its files are not beside `.git`. */
function isElsewhere({ worktree, gitDirectory, commonDirectory }: GitTree, config: string): boolean {
  // An added worktree has its own path. These settings describe the first worktree alone.
  if (gitDirectory !== commonDirectory) return false;
  const named = gitSetting(config, "core.worktree");
  if (named !== undefined && !isSamePath(resolve(gitDirectory, named), worktree)) return true;
  return gitSetting(config, "core.bare")?.toLowerCase() === "true";
}

/** The files whose content differs from the index: one with a filter is compared as it is. */
const contentChanged = (output: string): string[] =>
  recordsOf(output)
    .filter((record) => /^[12u] .M/.test(record))
    .map((record) => pathOf(record));

async function countFiltered(view: GitView, paths: readonly string[], deadlineMs: number): Promise<number> {
  if (paths.length === 0) return 0;
  if (paths.length > MAX_ASKED) return paths.length;
  const { output } = await view.run(FILTERS, deadlineMs, `${paths.join("\0")}\0`);
  // Records of three fields: path, attribute, value.
  const values = output.split("\0").filter((_, index) => index % 3 === 2);
  return values.filter((value) => value !== "unspecified" && value !== "unset").length;
}

/** The records of `git status --porcelain=v2 -z`. A rename's record is followed by its old path, which is left out. */
function recordsOf(output: string): string[] {
  const records: string[] = [];
  let isOldPath = false;
  for (const text of output.split("\0")) {
    if (!isOldPath && text !== "") records.push(text);
    isOldPath = !isOldPath && text.startsWith("2 ");
  }
  return records;
}

/** Reads `git status --porcelain=v2 --branch -z`. */
export function parseStatus(output: string): GitState {
  const headers = new Map<string, string>();
  const files: string[] = [];
  let modified = 0;
  let untracked = 0;
  for (const record of recordsOf(output)) {
    const kind = record[0];
    if (kind === "#") {
      const [, name = "", ...value] = record.split(" ");
      headers.set(name, value.join(" "));
      continue;
    }
    if (kind === "?") untracked += 1;
    else modified += 1;
    files.push(pathOf(record));
  }
  const branch = headers.get("branch.head");
  const head = headers.get("branch.oid");
  return {
    ...(branch === undefined ? {} : { branch: branch === "(detached)" ? null : branch }),
    ...(head === undefined ? {} : { head: head === "(initial)" ? null : head }),
    // @mutant the names of dirty files are redacted
    dirty: { modified, untracked, files: files.slice(0, MAX_FILES).map((file) => clip(file, MAX_FILE_CHARS)) },
  };
}

/** The number of fields before the path in a record, by its kind. */
const FIELDS: Readonly<Record<string, number>> = { "1": 8, "2": 9, u: 10, "?": 1, "!": 1 };

function pathOf(record: string): string {
  return record
    .split(" ")
    .slice(FIELDS[record[0]!] ?? 1)
    .join(" ");
}
