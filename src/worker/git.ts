import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode, errorMessage } from "../errors.ts";

/** The state of the git tree that a session works in. */
export interface GitState {
  readonly branch?: string;
  /** The commit; null before the first one. */
  readonly head?: string | null;
  readonly dirty?: { readonly modified: number; readonly untracked: number; readonly files: readonly string[] };
  /** Why it is not known. */
  readonly unknown?: string;
}

const TIMEOUT_MS = 2000;
const MAX_FILES = 20;

/** Never runs what a repository's settings name, never takes a lock that the user's git would wait for, never fetches. */
const ARGUMENTS = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.untrackedCache=false"];
const ENVIRONMENT = {
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "none",
};
const FILTERS = ["config", "--null", "--name-only", "--get-regexp", "^filter[.]"];
const STATUS = ["status", "--porcelain=v2", "--branch", "--ignore-submodules=all", "-z"];

/** Whether a directory is in the project that `root` belongs to: an entry may name any. */
function isInProject(root: string, cwd: string): boolean {
  try {
    const project = realpathSync(dirname(root));
    const directory = realpathSync(cwd);
    return directory === project || directory.startsWith(`${project}/`);
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return false;
    throw error;
  }
}

/** Asks git twice, for two seconds at most each. */
export async function readGitState(root: string, cwd: string): Promise<GitState> {
  try {
    if (!isInProject(root, cwd)) return { unknown: "the working directory is outside the project" };
    const filters = await runGit(cwd, FILTERS);
    const { output, exitCode } = await runGit(cwd, STATUS, withoutFilters(filters.output));
    return exitCode === 0 ? parseStatus(output) : { unknown: `git ended with ${exitCode}` };
  } catch (error) {
    // Of a path's own errors the code alone: the path may be a text of any length.
    return { unknown: errorCode(error) ?? errorMessage(error) };
  }
}

async function runGit(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const git = Bun.spawn(["git", ...ARGUMENTS, ...args], {
    cwd,
    env: { ...process.env, ...ENVIRONMENT, ...env },
    stdin: "ignore",
    stderr: "ignore",
    timeout: TIMEOUT_MS,
  });
  const output = await new Response(git.stdout).text();
  return { output, exitCode: await git.exited };
}

/**
 * Settings that take every filter's commands away: git would run them on a file to see whether it has changed. A name
 * may hold anything, so they are not flags.
 */
function withoutFilters(names: string): Record<string, string> {
  const settings: Record<string, string> = {};
  const keys = new Set(names.split("\0").filter((name) => name !== ""));
  for (const [index, key] of [...keys].entries()) {
    settings[`GIT_CONFIG_KEY_${index}`] = key;
    settings[`GIT_CONFIG_VALUE_${index}`] = key.endsWith(".required") ? "false" : "";
  }
  return { ...settings, GIT_CONFIG_COUNT: String(keys.size) };
}

/** Reads `git status --porcelain=v2 --branch -z`. */
export function parseStatus(output: string): GitState {
  const records = output.split("\0").filter((record) => record !== "");
  const headers = new Map<string, string>();
  const files: string[] = [];
  let modified = 0;
  let untracked = 0;
  for (let index = 0; index < records.length; index += 1) {
    const record = records[index]!;
    const kind = record[0];
    if (kind === "#") {
      const [, name = "", ...value] = record.split(" ");
      headers.set(name, value.join(" "));
      continue;
    }
    if (kind === "?") untracked += 1;
    else modified += 1;
    files.push(pathOf(record));
    // A rename's record is followed by the path it had.
    if (kind === "2") index += 1;
  }
  const branch = headers.get("branch.head");
  const head = headers.get("branch.oid");
  return {
    ...(branch === undefined ? {} : { branch }),
    ...(head === undefined ? {} : { head: head === "(initial)" ? null : head }),
    dirty: { modified, untracked, files: files.slice(0, MAX_FILES) },
  };
}

/** How many fields come before the path in a record, by its kind. */
const FIELDS: Readonly<Record<string, number>> = { "1": 8, "2": 9, u: 10, "?": 1, "!": 1 };

function pathOf(record: string): string {
  return record
    .split(" ")
    .slice(FIELDS[record[0]!] ?? 1)
    .join(" ");
}
