import { type GitSeen, headIn } from "../../git/git-refs.ts";
import { STATE_NAME, stateDirectoryOf } from "../../base/state-directory.ts";
import type { HookIo } from "../io.ts";

/** `read` returns at most this much of a file, from its beginning. */
const READ_BYTES = 65_536;
type GitIo = Omit<HookIo, "real" | "holdsGit">;

/**
 * The directory whose tree shows a session's branch and commit. Usually that is the call's directory. One that belongs
 * to another project says nothing about this session.
 * @param root the session's state directory; for one outside its project no directory is known
 */
export function gitDirectoryOf(
  io: HookIo,
  env: Readonly<Record<string, string | undefined>>,
  root: string,
  cwd: string,
): string {
  if (!root.endsWith(`/${STATE_NAME}`)) return cwd;
  const project = root.slice(0, -STATE_NAME.length - 1);
  if (cwd === project || cwd.startsWith(`${project}/`)) return cwd;
  for (const directory of [cwd, env["CLAUDE_PROJECT_DIR"] ?? ""]) {
    if (directory.startsWith("/") && stateDirectoryOf(io, env, directory).root === root) return directory;
  }
  return project;
}

const NAMES_DIRECTORY = "gitdir: ";

/**
 * Reads the branch and commit of a directory's tree from git's files, with file calls that the hook has loaded.
 * @returns null without a tree of the directory's owner; undefined if only {@link lookCloser} can decide
 */
export function gitSeen(io: GitIo, cwd: string): GitSeen | null | undefined {
  if (!cwd.startsWith("/") || cwd.includes("\0")) return undefined;
  // `..` after a link leads to the target's parent, not to the one in the text.
  if (`${cwd}/`.includes("/../")) return undefined;
  for (let directory = withoutSlash(cwd); ; directory = directory.slice(0, directory.lastIndexOf("/"))) {
    const kind = io.kind(`${directory}/.git`);
    if (kind === "another's") return anothersIn(io, directory, cwd);
    if (kind !== null) return seenIn(io, directory, kind);
    if (directory === "") return null;
    if (io.kind(directory) === "link") return undefined;
  }
}

type Kind = NonNullable<ReturnType<GitIo["kind"]>>;

function seenIn(io: GitIo, worktree: string, kind: Kind): GitSeen | null | undefined {
  const own = io.kind(worktree === "" ? "/" : worktree);
  if (own === "another's") return null;
  // The owner of a link must match, as well as the owner of its target.
  if (own !== "directory" || (kind !== "directory" && kind !== "other")) return undefined;
  const path = `${worktree}/.git`;
  const gitDirectory = kind === "directory" ? path : namedBy(io, path);
  if (typeof gitDirectory !== "string") return gitDirectory;
  return headAt(io, worktree, gitDirectory);
}

function headAt(io: GitIo, worktree: string, gitDirectory: string): GitSeen | undefined {
  const shared = io.read(`${gitDirectory}/commondir`)?.trim();
  const common = within(gitDirectory, shared ?? ".");
  const head = headIn(io.read, gitDirectory, common);
  if (head === null) return undefined;
  // The commit may be beyond the part that was read.
  if (head.head === null && (io.size(`${common}/packed-refs`) ?? 0) > READ_BYTES) return undefined;
  return { branch: head.branch, head: head.head, worktree: worktree === "" ? "/" : worktree };
}

/**
 * In a container another user may own the whole project. Then its files may be read, but git is not run there.
 * A repository that another user has put above a directory of this user's does not count.
 */
function anothersIn(io: GitIo, worktree: string, cwd: string): GitSeen | null | undefined {
  // @mutant a repository of another user's says nothing of the session
  if (io.kind(withoutSlash(cwd)) !== "another's" || io.kind(worktree) !== "another's") return null;
  return headAt(io, worktree, `${worktree}/.git`);
}

/** The directory that a `.git` file names, if that directory names the file back by the same path. */
function namedBy(io: GitIo, path: string): string | null | undefined {
  if (!io.owns(path)) return null;
  const text = io.read(path)?.trim();
  if (text === undefined || !text.startsWith(NAMES_DIRECTORY) || text.includes("\n")) return undefined;
  const directory = within(path.slice(0, path.lastIndexOf("/")), text.slice(NAMES_DIRECTORY.length));
  const kind = io.kind(directory);
  if (kind === "another's") return null;
  // @mutant a git file counts where it is named back
  return kind === "directory" && io.read(`${directory}/gitdir`)?.trim() === path ? directory : undefined;
}

/**
 * {@link gitSeen} over `node:fs`, which takes some milliseconds: for links, submodules and long lists of references.
 */
export async function lookCloser(cwd: string): Promise<GitSeen | null> {
  return (await import("./git-closer.ts")).gitSeenCloser(cwd);
}

const within = (directory: string, path: string): string => (path.startsWith("/") ? path : `${directory}/${path}`);

function withoutSlash(path: string): string {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === 0x2f) end -= 1;
  return path.slice(0, end);
}
