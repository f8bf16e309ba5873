import { type GitSeen, headIn } from "../git/git-refs.ts";
import type { HookIo } from "./io.ts";

/** What `read` gives of a file at most: of a longer one it gives the beginning. */
const READ_BYTES = 65_536;
const NAMES_DIRECTORY = "gitdir: ";

/**
 * Reads from git's files where the tree of a directory stands, with the few file calls that the hook has at hand.
 * @returns null where there is none, or none that is this user's; undefined where that is not known: {@link lookCloser}
 */
export function gitSeen(io: HookIo, cwd: string): GitSeen | null | undefined {
  if (!cwd.startsWith("/") || cwd.includes("\0")) return undefined;
  // What is above it by its name may not be above it.
  if (`${cwd}/`.includes("/../")) return undefined;
  for (let directory = withoutSlash(cwd); ; directory = directory.slice(0, directory.lastIndexOf("/"))) {
    const kind = io.kind(`${directory}/.git`);
    if (kind !== null) return seenIn(io, directory, kind);
    if (directory === "") return null;
    if (io.kind(directory) === "link") return undefined;
  }
}

type Kind = NonNullable<ReturnType<HookIo["kind"]>>;

function seenIn(io: HookIo, worktree: string, kind: Kind): GitSeen | null | undefined {
  if (kind === "another's") return null;
  const own = io.kind(worktree === "" ? "/" : worktree);
  if (own === "another's") return null;
  // A link's owner counts as well as that of what it leads to.
  if (own !== "directory" || (kind !== "directory" && kind !== "other")) return undefined;
  const path = `${worktree}/.git`;
  const gitDirectory = kind === "directory" ? path : namedBy(io, path);
  if (typeof gitDirectory !== "string") return gitDirectory;
  const shared = io.read(`${gitDirectory}/commondir`)?.trim();
  const common = within(gitDirectory, shared ?? ".");
  const head = headIn(io.read, gitDirectory, common);
  if (head === null) return undefined;
  // The commit may stand further down.
  if (head.head === null && (io.size(`${common}/packed-refs`) ?? 0) > READ_BYTES) return undefined;
  return { branch: head.branch, head: head.head, worktree: worktree === "" ? "/" : worktree };
}

/** The directory that a `.git` file names, where that one names it back in the same words. */
function namedBy(io: HookIo, path: string): string | null | undefined {
  if (!io.owns(path)) return null;
  const text = io.read(path)?.trim();
  if (text === undefined || !text.startsWith(NAMES_DIRECTORY) || text.includes("\n")) return undefined;
  const directory = within(path.slice(0, path.lastIndexOf("/")), text.slice(NAMES_DIRECTORY.length));
  const kind = io.kind(directory);
  if (kind === "another's") return null;
  return kind === "directory" && io.read(`${directory}/gitdir`)?.trim() === path ? directory : undefined;
}

/** The same over `node:fs`, which takes the hook some milliseconds: links, submodules, long lists of references. */
export async function lookCloser(cwd: string): Promise<GitSeen | null> {
  return (await import("./git-closer.ts")).gitSeenCloser(cwd);
}

const within = (directory: string, path: string): string => (path.startsWith("/") ? path : `${directory}/${path}`);

function withoutSlash(path: string): string {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === 0x2f) end -= 1;
  return path.slice(0, end);
}
