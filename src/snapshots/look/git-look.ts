import { errorMessage } from "../../base/errors.ts";
import { rawHeadOf } from "../../git/git-tree.ts";
import type { IndexEntries } from "../../git/index/entries.ts";
import { type GitIndex, readIndex } from "../../git/index/index-entries.ts";
import { packedIndex, SUBMODULE } from "../../git/index/parse.ts";
import { GitView } from "../../git/git-view.ts";
import { convertedPaths } from "./conversions.ts";
import type { Worktree } from "../worktree.ts";

/** A file in a git tree: the id of its bytes, and git's mode. */
export interface GitFile {
  readonly mode: number;
  readonly blob: string;
}

/** The state of a worktree by git, without comparing any file's content. */
export interface GitLook {
  /** The commit that it stands at; null before the first one. */
  readonly head: string | null;
  readonly index: GitIndex;
  readonly entries: IndexEntries;
  /** The commit's version of each path that the index changes; null if the commit lacks it. */
  readonly staged: ReadonlyMap<string, GitFile | null>;
  /** Untracked files that are not ignored. */
  readonly untracked: readonly string[];
  /** Directories in which git lists nothing, since it has found repositories there. */
  readonly repositories: ReadonlySet<string>;
  /** Directories that git's index knows as repositories. */
  readonly submodules: ReadonlySet<string>;
  /** By path, where the earlier base differs from this one: the earlier base's file, null for none. */
  readonly moved: ReadonlyMap<string, GitFile | null>;
  /** The settings that git got as flags: see GitView. */
  readonly flags: readonly string[];
  /** Paths whose raw bytes may differ from those in git. */
  readonly converted: ReadonlySet<string>;
  readonly notes: readonly string[];
}

/** A repository of 250,000 files is listed in a second; a disk that is busy takes longer. */
const TIMEOUT_MS = 120_000;
export const MAX_GIT_BYTES = 512 * 1024 ** 2;
const NAMED = 3;

export type GitWorktree = Worktree & { readonly git: NonNullable<Worktree["git"]> };

export const openView = ({ git: { tree, config }, top }: GitWorktree): GitView =>
  new GitView(tree, rawHeadOf(tree)?.head ?? null, config, top);

/** @param writtenMs when the index was written */
export type OnEntries = (entries: GitLook["entries"], writtenMs: number) => void;

/** The part of a look that stands as long as the index and the commit do. */
type Standing = Pick<GitLook, "index" | "entries" | "staged">;

/**
 * Asks git for names and ids only. It compares no content, so that no filter has a reason to run.
 * @param oldBase the commit of the worktree's last snapshot; null for none
 * @param last the look before, of which is used again what stands
 * @param meanwhile called once the index is read, while git runs
 * @throws where git fails or takes too long
 */
export async function lookAtGit(
  worktree: GitWorktree,
  oldBase: string | null,
  last: GitLook | null = null,
  meanwhile: OnEntries = () => undefined,
): Promise<GitLook> {
  const head = rawHeadOf(worktree.git.tree)?.head ?? null;
  using view = openView(worktree);
  const deadlineMs = performance.now() + TIMEOUT_MS;
  const run: Run = async (args) => (await view.run(args, deadlineMs, "", MAX_GIT_BYTES)).bytes;
  const notes: string[] = [];
  const isMoved = oldBase !== null && oldBase !== head;
  const flags = await view.flags(deadlineMs);
  const [untracked, standing, moved] = await Promise.all([
    run(["ls-files", "--others", "--exclude-standard", "-z"]),
    standingAt(worktree, head, last, { run, meanwhile }),
    isMoved && head !== null
      ? run(["diff-tree", "-r", "--raw", "-z", "--no-renames", oldBase, head]).catch((error: unknown) => {
          notes.push(`the earlier commit ${oldBase.slice(0, 12)} cannot be compared: ${errorMessage(error)}`);
          return null;
        })
      : null,
  ]);
  const names = namesIn(untracked);
  const nested = names.filter((name) => name.endsWith("/"));
  if (nested.length > 0) notes.push(`nested repositories are left alone: ${nested.slice(0, NAMED).join(", ")}`);
  const { submodules } = standing.index;
  // They stay the same for long.
  if (submodules.length > 0 && last === null) {
    notes.push(`submodules are left alone: ${submodules.slice(0, NAMED).join(", ")}`);
  }
  return {
    ...standing,
    head,
    repositories: new Set(nested.map((name) => name.slice(0, -1))),
    submodules: new Set(submodules),
    flags,
    untracked: nested.length === 0 ? names : names.filter((name) => !name.endsWith("/")),
    moved: leftOf(moved),
    converted: await convertedPaths(worktree, view, standing.entries, deadlineMs),
    notes,
  };
}

type Run = (args: readonly string[]) => Promise<Buffer>;

/** Reads the index while git compares it with the commit; neither again while both are the same. */
async function standingAt(
  { git: { tree, hash } }: GitWorktree,
  head: string | null,
  last: GitLook | null,
  { run, meanwhile }: { readonly run: Run; readonly meanwhile: OnEntries },
): Promise<Standing> {
  const read = (known: GitIndex | null): GitIndex | null => readIndex(tree, hash === "sha1" ? 20 : 32, known);
  const known = last === null ? null : read(last.index);
  const isStanding = last !== null && known === last.index && last.head === head;
  const differing =
    head === null || isStanding ? null : run(["diff-index", "--cached", "--raw", "-z", "--no-renames", head]);
  // Lets git start.
  await new Promise<void>((resolve) => setImmediate(resolve));
  const index = known ?? read(null) ?? (await listed(run, hash === "sha1" ? 20 : 32));
  const { entries } = index;
  meanwhile(entries, index.writtenMs);
  if (isStanding) return last;
  const staged = leftOf(await differing);
  if (head === null) for (const path of entries.keys()) staged.set(path, null);
  // Git may have compared another index than was read here.
  const isSame = read(index) === index;
  return { index: isSame ? index : { ...index, version: "changing", isPlain: false }, entries, staged };
}

/** The entries of an index that hive cannot read itself, without what git knows of the files. */
async function listed(run: Run, hashBytes: number): Promise<GitIndex> {
  const records = namesIn(await run(["ls-files", "--stage", "-z"]));
  const files = records.flatMap((record) => {
    const [, octal = "", blob = "", path] = /^(\d+) ([0-9a-f]+) \d\t([^]+)$/.exec(record) ?? [];
    return path === undefined ? [] : [{ path, mode: Number.parseInt(octal, 8), blob }];
  });
  // No file is as the stat of these says, so that each is read.
  return { version: "listed", ...packedIndex(files, hashBytes), isPlain: false, writtenMs: 0 };
}

/** The names between NULs; one that is not UTF-8 cannot be opened and is left out. */
function namesIn(bytes: Buffer): string[] {
  return bytes
    .toString("utf8")
    .split("\0")
    .filter((name) => name !== "" && !name.includes("\uFFFD"));
}

/** A path in a raw diff of git's; null on the side that lacks it. */
export interface Differing {
  readonly path: string;
  readonly left: GitFile | null;
  readonly right: GitFile | null;
}

/** A record `:mode mode id id status`, then the path; and so on. A name that is not UTF-8 cannot be opened. */
export function* rawDiff(bytes: Buffer): Generator<Differing> {
  const parts = bytes.toString("utf8").split("\0");
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [left = "", right = "", from = "", to = ""] = parts[at]!.slice(1).split(" ");
    const path = parts[at + 1]!;
    // @mutant a name that is not UTF-8 is not taken for another name
    if (!path.includes("\uFFFD")) yield { path, left: fileOf(left, from), right: fileOf(right, to) };
  }
}

function fileOf(mode: string, blob: string): GitFile | null {
  const number = Number.parseInt(mode, 8);
  return number === 0 ? null : { mode: number, blob };
}

/** The older side of git's raw diff. */
function leftOf(bytes: Buffer | null): Map<string, GitFile | null> {
  const found = new Map<string, GitFile | null>();
  for (const { path, left } of bytes === null ? [] : rawDiff(bytes)) {
    if (left?.mode !== SUBMODULE) found.set(path, left);
  }
  return found;
}
