import { rawHeadOf } from "../../git/git-tree.ts";
import { readIndex } from "../../git/index/index-entries.ts";
import { SUBMODULE } from "../../git/index/parse.ts";
import { type GitFile, type GitLook, type GitWorktree, openView, rawDiff } from "./git-look.ts";

const TIMEOUT_MS = 10_000;
/** With more paths than these a look at all files is no slower: it reads no file that is as git's index says. */
const MAX_PATHS = 2000;

/** What git knows now, and the paths of which it knows something else than before. */
export interface MovedLook {
  readonly look: GitLook;
  readonly paths: ReadonlySet<string>;
}

/**
 * Brings a look up to date after git's index or commit has changed, from what differs alone.
 * @returns null where in doubt: then all files are to be looked at
 */
export async function movedLook(worktree: GitWorktree, last: GitLook): Promise<MovedLook | null> {
  const { tree, hash } = worktree.git;
  const head = rawHeadOf(tree)?.head ?? null;
  const index = readIndex(tree, hash === "sha1" ? 20 : 32, last.index);
  if (index === last.index && head === last.head) return { look: last, paths: new Set() };
  // @mutant with a conflict in git's index all files are looked at
  if (index === null || !index.isPlain || !last.index.isPlain || head === null || last.head === null) return null;
  // @mutant after git's index has got or lost a submodule all files are looked at
  if (!hasSameSubmodules(index.submodules, last)) return null;
  const { entries } = index;
  const committed = head === last.head ? new Map() : await commitsDiffer(worktree, last.head, head);
  if (committed === null) return null;
  const paths = new Set([...committed.keys(), ...last.entries.differing(entries)]);
  if (paths.size > MAX_PATHS) return null;
  const staged = new Map(last.staged);
  for (const path of paths) {
    const file = committed.has(path) ? committed.get(path)!.right : committedIn(last, path);
    if (isSameFile(file, entries.get(path) ?? null)) staged.delete(path);
    else staged.set(path, file);
  }
  const moved = new Map([...committed].map(([path, { left }]) => [path, left]));
  return { look: { ...last, head, index, entries, staged, moved, notes: [] }, paths };
}

type Sides = ReadonlyMap<string, { readonly left: GitFile | null; readonly right: GitFile | null }>;

/** What two commits have differently; null where git does not say, or where a submodule is among it. */
async function commitsDiffer(worktree: GitWorktree, from: string, to: string): Promise<Sides | null> {
  using view = openView(worktree);
  const args = ["diff-tree", "-r", "--raw", "-z", "--no-renames", from, to];
  // The look at all files asks again, and says why git fails.
  const ended = await view.run(args, performance.now() + TIMEOUT_MS).catch(() => null);
  if (ended === null) return null;
  const all = [...rawDiff(ended.bytes)];
  const hasSubmodule = all.some(({ left, right }) => left?.mode === SUBMODULE || right?.mode === SUBMODULE);
  return hasSubmodule ? null : new Map(all.map((one) => [one.path, one]));
}

const hasSameSubmodules = (found: readonly string[], { submodules }: GitLook): boolean =>
  found.length === submodules.size && found.every((path) => submodules.has(path));

function committedIn({ staged, entries }: GitLook, path: string): GitFile | null {
  const file = staged.get(path);
  return file === undefined ? (entries.get(path) ?? null) : file;
}

const isSameFile = (a: GitFile | null, b: GitFile | null): boolean => a?.mode === b?.mode && a?.blob === b?.blob;
