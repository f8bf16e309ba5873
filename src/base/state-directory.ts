/**
 * Finds the state directory for the hook, the commands and setup. Uses plain strings and a few system calls, since the
 * hook calls it before it has loaded anything.
 */

type Env = Readonly<Record<string, string | undefined>>;

/** `another's` is a directory of another user. `shut` is one that this user owns, but may not read or write. */
export type PathKind = "directory" | "another's" | "shut" | "link" | "other";

/** The system calls needed here; none of them throws. */
export interface PathIo {
  /** The kind of file at a path itself, links not followed; null if there is none. */
  kind(path: string): PathKind | null;
  /** The content of a small file that is no link; null when it cannot be read. */
  read(path: string): string | null;
  /** The real path; null if there is none. */
  real(path: string): string | null;
}

export interface StateDirectory {
  readonly root: string;
  /** The kind of file there now; null if there is none yet. It may be unsafe to write to. */
  readonly kind: PathKind | null;
  /** The real path of the directory that was asked for; null where that is gone. */
  readonly project: string | null;
  /** A state that is read and not written: a linked worktree's own, or one above a repository; null for none. */
  readonly older: string | null;
}

export const STATE_NAME = ".hive-mind";

/**
 * The state directory for a working directory. The user's own settings may name it, for the project or one around it.
 * Otherwise it is the one in the tree.
 * @param directory absolute
 * @param roots the state directories that the user's own settings name, by project. @default none
 */
export function stateDirectoryOf(
  io: PathIo,
  env: Env,
  directory: string,
  roots: Readonly<Record<string, string>> = {},
): StateDirectory {
  const found = inTree(io, env, directory);
  const top = parentOf(found.root);
  for (let at = top; ; at = parentOf(at)) {
    const root = roots[at];
    if (root !== undefined && (at === top || !isHomeOf(io, env, at))) {
      const kind = io.kind(root);
      // A link here is one that the user has named.
      const older = found.kind === "directory" ? found.root : found.older;
      return { root, kind: kind === "link" ? "directory" : kind, project: found.project, older };
    }
    if (at === "/") return found;
  }
}

const isHomeOf = (io: PathIo, env: Env, path: string): boolean => {
  const named = env["HOME"] ?? "";
  return named !== "" && (path === named || path === realPath(io, named));
};

/**
 * The state directory in the tree around a working directory. It is the nearest one at or above it within its git
 * worktree, else the one of that worktree. Without git it is the nearest one, else its own. That of the home directory or
 * of `/` is used only there, not for projects below it. Another user's is never used. A linked worktree uses its main
 * worktree's, whose records outlive it. A repository shares no state with its neighbours: one above it is only read.
 * @param directory absolute
 */
function inTree(io: PathIo, env: Env, directory: string): StateDirectory {
  const project = realPath(io, directory);
  const start = project ?? directory;
  const named = env["HOME"] ?? "";
  let home: string | null | undefined;
  const isHome = (path: string): boolean => {
    if (named === "" || path === named) return named !== "";
    home ??= realPath(io, named);
    return path === home;
  };
  const nearest = (from: string, last: string, own = from): { root: string; kind: PathKind } | null => {
    for (let at = from; ; at = parentOf(at)) {
      const root = within(at, STATE_NAME);
      const kind = io.kind(root);
      if (kind !== null && (at === own || (at !== "/" && kind !== "another's" && !isHome(at)))) return { root, kind };
      if (at === last) return null;
    }
  };
  const tree = gitTreeOf(io, start, isHome);
  const top = tree?.top ?? null;
  const main = tree?.main ?? null;
  const above = (from: string): string | null => {
    const found = from === "/" ? null : nearest(parentOf(from), "/", start);
    return found?.kind === "directory" ? found.root : null;
  };
  if (top === null || main === null) {
    const root = within(top ?? start, STATE_NAME);
    const older = top === null ? null : above(top);
    return { ...(nearest(start, top ?? "/") ?? { root, kind: io.kind(root) }), project, older };
  }
  const own = nearest(start, top);
  // A package of a monorepo has the same place in each worktree.
  const found = nearest(main + start.slice(top.length), main);
  const root = within(main, STATE_NAME);
  const older = own?.kind === "directory" && own.root !== found?.root ? own.root : above(main);
  return { ...(found ?? { root, kind: io.kind(root) }), project, older };
}

interface GitTree {
  /** The nearest directory that holds `.git`. */
  readonly top: string;
  /** The main worktree of a linked one; null if it is not linked, or if the link is not proved. */
  readonly main: string | null;
}

/**
 * The user's own worktree around a directory. A worktree that contains the home directory does not count: it says
 * nothing about the projects below it.
 * @param start a real path
 */
function gitTreeOf(io: PathIo, start: string, isHome: (path: string) => boolean): GitTree | null {
  for (let at = start; ; at = parentOf(at)) {
    if (at !== start && isHome(at)) return null;
    const kind = io.kind(within(at, ".git"));
    if (kind === "another's" || (kind !== null && io.kind(at) !== "directory")) return null;
    if (kind !== null) return { top: at, main: kind === "other" ? mainWorktreeOf(io, at) : null };
    if (at === "/" || isHome(at)) return null;
  }
}

/**
 * The main worktree of a linked one. The repository must name the worktree back, since any directory may come with a
 * `.git` file that names a repository.
 */
function mainWorktreeOf(io: PathIo, worktree: string): string | null {
  const named = lineOf(io, `${worktree}/.git`);
  if (named === null || !named.startsWith("gitdir: ")) return null;
  const gitDirectory = io.real(from(worktree, named.slice("gitdir: ".length)));
  if (gitDirectory === null || io.kind(gitDirectory) !== "directory") return null;
  const back = lineOf(io, `${gitDirectory}/gitdir`);
  const shared = lineOf(io, `${gitDirectory}/commondir`);
  if (back === null || shared === null) return null;
  const isNamedBack = io.real(parentOf(from(gitDirectory, back))) === worktree && back.endsWith("/.git");
  const common = io.real(from(gitDirectory, shared));
  // A bare repository has no main worktree.
  // @mutant a worktree shares a state only where its repository names it back
  if (!isNamedBack || common === null || !common.endsWith("/.git")) return null;
  if (parentOf(gitDirectory) !== `${common}/worktrees`) return null;
  const main = parentOf(common);
  return io.kind(common) === "directory" && io.kind(main) === "directory" ? main : null;
}

/** A small file of one line. */
function lineOf(io: PathIo, path: string): string | null {
  const line = io.read(path)?.trim();
  return line === undefined || line === "" || line.includes("\n") ? null : line;
}

/** The real path of a directory: asked for only where its name may hide it, since that loads `node:fs`. */
function realPath(io: PathIo, path: string): string | null {
  if (path === "/") return path;
  const isPlain =
    !path.endsWith("/") && !path.includes("//") && !`${path}/`.includes("/./") && !`${path}/`.includes("/../");
  if (!isPlain) return io.real(path);
  for (let at = path; at !== "/"; at = parentOf(at)) {
    const kind = io.kind(at);
    // It has no real path either, so that need not be asked for.
    if (kind === null) return null;
    if (kind === "link") return io.real(path);
  }
  return path;
}

const from = (directory: string, path: string): string => (path.startsWith("/") ? path : `${directory}/${path}`);

const within = (directory: string, name: string): string => (directory === "/" ? `/${name}` : `${directory}/${name}`);

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/";

/** Why there is nothing at a path. Bun decodes a name that is not UTF-8 to other characters, and finds nothing. */
export const whyMissing = (path: string): string =>
  path.includes("\uFFFD") ? "has a name that is not UTF-8, which Bun cannot find: rename it" : "is gone";
