import { realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { errorCode } from "../base/errors.ts";
import { realPathOf } from "../base/files/real-path.ts";
import { gitSetting } from "../git/git-settings.ts";
import { findGitTree, type GitTree, isSamePath, rawHeadOf, readGitFile } from "../git/git-tree.ts";
import { projectDirectory } from "../origin/config-files.ts";
import { ownDirectory, systemHome } from "../origin/own-directory.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** A directory that snapshots are taken of. */
export interface Worktree {
  /** Its directory, without links. */
  readonly top: string;
  /** The state directory that it belongs to. */
  readonly root: string;
  /** Null without git. */
  readonly git: { readonly tree: GitTree; readonly config: string; readonly hash: "sha1" | "sha256" } | null;
}

/** A worktree, or the reason why it has no snapshots. */
export type FoundWorktree = Worktree | { readonly refused: string };

/**
 * The directory of a project's snapshots. It is in the user's data directory, which no command in the project deletes.
 */
export function snapshotsDirectory(root: string, env: Env = process.env): string | null {
  const data = ownDirectory("data", env, root);
  return data === null ? null : join(data, "snapshots", projectId(root));
}

/** The id of a project, from the path of its state directory. */
export const projectId = (root: string): string =>
  new Bun.CryptoHasher("sha256").update(realPathOf(root)).digest("hex").slice(0, 16);

/**
 * The worktree around a directory: git's, else the project.
 * @param root the state directory of the session
 */
export function findWorktree(root: string, cwd: string, env: Env = process.env): FoundWorktree {
  try {
    const project = realpathSync(projectDirectory(root, env));
    const directory = realpathSync(cwd);
    const tree = findGitTree(directory);
    const top = tree?.worktree ?? project;
    const refused = whyRefused(top, root, env);
    if (refused !== null) return { refused };
    if (!isWithin(directory, project) && !isOfProject(tree, project)) {
      return { refused: "the working directory is outside of the project" };
    }
    return { top, root, git: tree === null ? null : gitOf(tree) };
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return { refused: `the working directory cannot be looked at (${errorCode(error)})` };
  }
}

/** A linked worktree is elsewhere, and shares the repository. */
function isOfProject(tree: GitTree | null, project: string): boolean {
  const own = tree === null ? null : findGitTree(project);
  return own !== null && isSamePath(own.commonDirectory, tree!.commonDirectory);
}

function gitOf(tree: GitTree): Worktree["git"] {
  const config = readGitFile(join(tree.commonDirectory, "config"));
  if (config === undefined || rawHeadOf(tree) === null) return null;
  const named = tree.gitDirectory === tree.commonDirectory ? gitSetting(config, "core.worktree") : undefined;
  // Its files are not those beside .git.
  if (named !== undefined && !isSamePath(resolve(tree.gitDirectory, named), tree.worktree)) return null;
  const isSha256 = gitSetting(config, "extensions.objectformat")?.toLowerCase() === "sha256";
  return { tree, config, hash: isSha256 ? "sha256" : "sha1" };
}

/** A home directory is refused, since all of its user's files would be copied. */
function whyRefused(top: string, root: string, env: Env): string | null {
  // A project's settings may set another HOME, so both are refused.
  const homes = [env["HOME"] ?? "", systemHome()].filter((home) => home.startsWith("/"));
  const data = ownDirectory("data", env, root);
  if (top === "/") return "no snapshots are taken of the whole file system";
  // @mutant no snapshots are taken of a home directory
  if (homes.some((home) => isWithin(realOr(home), top)))
    return "no snapshots are taken of a home directory, or of one above it";
  if (data !== null && isWithin(realOr(data), top)) return "the project holds hive's own store of snapshots";
  return null;
}

const isWithin = (path: string, directory: string): boolean => path === directory || path.startsWith(`${directory}/`);

function realOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Not there yet.
    return path;
  }
}
