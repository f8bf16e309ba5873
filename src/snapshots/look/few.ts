import { basename } from "node:path";
import { rawHeadOf } from "../../git/git-tree.ts";
import type { FileReader } from "../files.ts";
import type { Known, WorktreeRow } from "../keep/catalogue-rows.ts";
import type { Worktree } from "../worktree.ts";
import type { GitLook } from "./git-look.ts";
import { Base, lookAt, type Memory } from "./look.ts";
import { movedLook } from "./moved-look.ts";
import { hasOtherNames, type Scan } from "./scan.ts";

export interface FewOptions {
  readonly worktree: Worktree;
  readonly row: WorktreeRow;
  /** What the snapshot before has found. */
  readonly last: Pick<Scan, "look" | "base" | "linked"> & { readonly isWhole: boolean };
  readonly memory: Memory;
  readonly reader: FileReader;
  readonly isExcluded: (path: string) => boolean;
  /** The paths that can have changed; null where only the moment is noted. */
  readonly paths: readonly string[] | null;
}

/** Looks at some paths, and at those of which git knows something else; null where that is not enough. */
export async function lookAtFew({ paths, ...options }: FewOptions): Promise<Scan | null> {
  const { worktree, row, last, memory, reader, isExcluded } = options;
  const modes = { plain: row.plainMode, exec: row.execMode };
  const rest = { modes, linked: last.linked, source: "watcher", isComplete: last.isWhole, notes: [] } as const;
  const { look, base } = last;
  if (paths === null) {
    const isThere = base.commit === headOf(worktree);
    return isThere ? { ...rest, look, base, overlay: new Map(), moved: new Map() } : null;
  }
  const moved = await movedIn(worktree, look);
  if (moved === null) return null;
  // @mutant what git has differently is looked at, also what no event names
  const all = new Set([...paths, ...moved.paths, ...last.linked]);
  // @mutant after git's index has got or lost an ignore file all files are looked at
  if ([...all].some(isIgnoreFile)) return null;
  const isSame = moved.look === look;
  const nowBase = isSame ? base : new Base(moved.look, modes);
  const overlay = new Map<string, Known | null>();
  for (const path of all) {
    const stat = reader.stat(path);
    // @mutant after a file has got another name all files are looked at
    if (hasOtherNames(stat) && !last.linked.has(path)) return null;
    const isLeftOut = isExcluded(path);
    if (isLeftOut && stat !== null) reader.leaveOut(path);
    const known = isLeftOut ? null : lookAt(path, stat, { base: nowBase, memory, reader });
    if (known !== null || memory.overlay.has(path)) overlay.set(path, known);
  }
  return { ...rest, look: moved.look, base: nowBase, overlay, moved: isSame ? new Map() : moved.look!.moved };
}

interface Moved {
  readonly look: GitLook | null;
  readonly paths: ReadonlySet<string>;
}

const movedIn = async ({ git, ...worktree }: Worktree, look: GitLook | null): Promise<Moved | null> =>
  git === null || look === null ? { look, paths: new Set() } : await movedLook({ ...worktree, git }, look);

export const isIgnoreFile = (path: string): boolean =>
  basename(path) === ".gitignore" || basename(path) === ".gitattributes";

/** The commit that the worktree stands at now. */
export const headOf = ({ git }: Worktree): string | null => (git === null ? null : (rawHeadOf(git.tree)?.head ?? null));
