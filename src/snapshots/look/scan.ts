import type { Stats } from "node:fs";
import { join } from "node:path";
import { entriesOf } from "../entries-of.ts";
import type { Known, Source, WorktreeRow } from "../keep/catalogue-rows.ts";
import type { IndexEntry } from "../../git/index/entries.ts";
import type { FileReader } from "../files.ts";
import { type GitLook, lookAtGit, type OnEntries } from "./git-look.ts";
import { movedSince } from "./left-out.ts";
import { Base, isClean, lookAt, type Memory, type UsualModes, usualModes } from "./look.ts";
import { isRestorable, isSame } from "../undo/state.ts";
import type { Worktree } from "../worktree.ts";

/** How the worktree differs from its base commit. */
export interface Scan {
  /** Null without git. */
  readonly look: GitLook | null;
  readonly base: Base;
  /** Paths that are not as in the memory any more; null for one that is like its base again. */
  readonly overlay: ReadonlyMap<string, Known | null>;
  /** See {@link movedSince}. */
  readonly moved: GitLook["moved"];
  /** Files that have other names as well: through those they change without an event in the worktree. */
  readonly linked: ReadonlySet<string>;
  readonly modes: UsualModes;
  readonly source: Source;
  readonly isComplete: boolean;
  readonly notes: readonly string[];
}

export interface ScanOptions {
  readonly worktree: Worktree;
  readonly row: WorktreeRow;
  /** The result of git at the previous scan. */
  readonly last: GitLook | null;
  /** What git knew at the snapshot before; null if that is not known. */
  readonly lastTaken: GitLook | null;
  readonly memory: Memory;
  readonly reader: FileReader;
  /** Whether nothing is noted of a path. */
  readonly isExcluded: (path: string) => boolean;
  readonly walkedFiles: number;
  /** Paths that are looked at even where git ignores them. @default none */
  readonly also?: Iterable<string>;
}

const NOT_PLAIN = -1;

/** The permission bits of a tracked file that is as git's index says and has one name: no more is needed of it. */
function plainBits(entry: IndexEntry, reader: FileReader, writtenMs: number): number {
  const stat = reader.stat(entry.path);
  const isPlain = stat !== null && isClean(entry, stat, writtenMs) && !hasOtherNames(stat);
  return isPlain ? stat.mode & 0o7777 : NOT_PLAIN;
}

const lookWith = async ({ worktree, row, last }: ScanOptions, onEntries: OnEntries) =>
  worktree.git === null ? null : await lookAtGit({ ...worktree, git: worktree.git }, row.base, last, onEntries);

/** Looks at every file: each tracked one's times, and what git or a walk lists beside them. */
export async function scan(options: ScanOptions): Promise<Scan> {
  const { worktree, row } = options;
  // By the order of the entries. Very many stats would take more memory than all else together.
  let bits = new Int16Array();
  // Tracked files are looked at while git lists the others.
  const look = await lookWith(options, (entries, writtenMs) => {
    bits = new Int16Array(entries.size);
    let at = 0;
    for (const entry of entries.values()) bits[at++] = plainBits(entry, options.reader, writtenMs);
  });
  const walked = look === null ? walk(worktree.top, options.walkedFiles) : null;
  // What differs from the memory alone: a copy of very many known states would take more than the rest of a look.
  const overlay = new Map<string, Known | null>();
  const linked = new Set<string>();
  const { reader, isExcluded, memory } = options;
  const note = (path: string, known: Known | null): void => {
    if (!isAsNoted(memory.overlay.get(path) ?? null, known)) overlay.set(path, known);
  };
  const modes =
    row.lastSnapshot === null
      ? usualModes(look?.entries.values() ?? [], bits)
      : { plain: row.plainMode, exec: row.execMode };
  const base = new Base(look, modes);
  const common = { base, memory, reader };
  const add = (path: string, stat: Stats | null, isCleanInGit: boolean): void => {
    // @mutant nothing is noted of an excluded path
    if (isExcluded(path)) {
      if (stat !== null) reader.leaveOut(path);
      note(path, null);
      return;
    }
    if (hasOtherNames(stat)) linked.add(path);
    note(path, lookAt(path, stat, { ...common, isCleanInGit }));
  };
  let n = 0;
  for (const entry of look?.entries.values() ?? []) {
    const { path } = entry;
    const found = bits[n++]!;
    const isBase = !look!.converted.has(path) && !look!.staged.has(path);
    // Most files: as in the commit, with the usual mode, and never anything else.
    // @mutant a file that git leaves out is noted where it is there
    const isUsual = isBase && !entry.isSkipped && found !== NOT_PLAIN && base.isUsualMode(entry, found);
    if (isUsual && !memory.overlay.has(path)) continue;
    const stat = reader.stat(path);
    if (stat === null && entry.isSkipped) note(path, null);
    else add(path, stat, isBase && stat !== null && isClean(entry, stat, look!.index.writtenMs));
  }
  // @mutant a file that the new commit no longer has is looked at, even if an ignore file hides it now
  const others = new Set([
    ...(look?.staged.keys() ?? []),
    ...(look?.moved.keys() ?? []),
    ...(look?.untracked ?? walked!.paths),
  ]);
  // A known path stays known, even if an ignore file hides it now.
  for (const path of memory.overlay.keys()) if (!base.isIndexed(path)) others.add(path);
  for (const path of options.also ?? []) if (!base.isIndexed(path)) others.add(path);
  for (const path of others) {
    if (!base.isIndexed(path)) add(path, reader.stat(path), false);
  }
  return {
    look,
    base,
    overlay,
    moved: look === null ? new Map() : movedSince(options.lastTaken, look, (path) => base.file(path)),
    linked,
    modes,
    source: look === null ? "walk" : "scan",
    isComplete: walked?.isWhole ?? true,
    notes: [
      ...(look?.notes ?? []),
      ...(walked?.isWhole === false
        ? [`only the first ${options.walkedFiles} files were looked at: there is no git`]
        : []),
    ],
  };
}

export const hasOtherNames = (stat: Stats | null): boolean => stat !== null && stat.nlink > 1 && stat.isFile();

/** Whether nothing new is to be noted of a path; null for one that is like its base. */
function isAsNoted(was: Known | null, known: Known | null): boolean {
  if (was === null || known === null) return was === known;
  // Content that was not kept may be kept now, with a file too new for a signature of its own.
  const isAsKept = isRestorable(was.state) === isRestorable(known.state);
  return isAsKept && was.sig === known.sig && isSame(was.state, known.state);
}

/** Directories that programs fill, and hive's and git's own. */
const UNWALKED: ReadonlySet<string> = new Set([".git", ".hive-mind", "node_modules", ".venv", "__pycache__"]);

export const isUnwalked = (name: string): boolean => UNWALKED.has(name);

/** The files of a directory without git, a number of them at most. */
function walk(top: string, limit: number): { readonly paths: string[]; readonly isWhole: boolean } {
  const paths: string[] = [];
  const waiting = [""];
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    for (const entry of entriesOf(join(top, directory))) {
      const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      if (entry.isDirectory() && !UNWALKED.has(entry.name)) waiting.push(path);
      else if (entry.isFile() || entry.isSymbolicLink()) paths.push(path);
      if (paths.length > limit) return { paths: paths.slice(0, limit), isWhole: false };
    }
  }
  return { paths, isWhole: true };
}
