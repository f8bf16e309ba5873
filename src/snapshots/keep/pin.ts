import { join } from "node:path";
import { entriesOf } from "../entries-of.ts";
import { type GitTree, readGitFile } from "../../git/git-tree.ts";
import { readBlobs } from "../objects/blobs.ts";
import type { Catalogue } from "./catalogue.ts";
import { type GitWorktree, MAX_GIT_BYTES, openView } from "../look/git-look.ts";
import type { Limits } from "../limits.ts";
import { hashOfBytes, type ObjectStore } from "../objects/objects.ts";
import type { State } from "../undo/state.ts";

const TIMEOUT_MS = 60_000;
const COMMIT = /^[0-9a-f]{40,64}$/;
const MAX_REFS = 20_000;

interface PinOptions {
  readonly catalogue: Catalogue;
  readonly objects: ObjectStore;
  readonly worktree: GitWorktree;
  /** The worktree's row. */
  readonly id: number;
  readonly limits: Limits;
}

/**
 * Copies what snapshots have from commits that no branch, tag or stash leads to any more, as after a rebase: git will
 * delete it some day.
 * @returns the number of copied files
 */
export async function pinOrphans({ catalogue, objects, worktree, id, limits }: PinOptions): Promise<number> {
  const all = catalogue.snapshots(id);
  const orphans = await orphansAmong(worktree, new Set(all.map(({ base }) => base).filter((base) => base !== null)));
  if (orphans.size === 0) return 0;
  // A snapshot after a move has the states before it from the earlier commit.
  const some = all.filter(({ base }, n) => isIn(orphans, base) || isIn(orphans, all[n - 1]?.base ?? null));
  const blobs = new Set<string>();
  for (const { before, after } of catalogue.changes(some.map((row) => row.id))) {
    for (const state of [before, after]) if (isInGitAlone(state)) blobs.add(state.blob);
  }
  const hashes = new Map<string, string>();
  let bytes = 0;
  let grownBytes = 0;
  for await (const lot of readBlobs(worktree, [...blobs])) {
    for (const [blob, content] of lot) {
      bytes += content.length;
      if (bytes > limits.snapshotBytes) break;
      const hash = hashOfBytes(content);
      grownBytes += objects.put(hash, content);
      hashes.set(blob, hash);
    }
  }
  const ids = some.map((row) => row.id);
  catalogue.pin(ids, hashes);
  catalogue.setObjectBytes(catalogue.objectBytes() + grownBytes);
  return hashes.size;
}

const isIn = (set: ReadonlySet<string>, base: string | null): boolean => base !== null && set.has(base);

const isInGitAlone = (state: State): state is Exclude<State, string> & { readonly blob: string } =>
  typeof state !== "string" && state.kept === "git" && state.blob !== null;

/** Those of some commits that no reference leads to. One that is gone already is not among them. */
async function orphansAmong(worktree: GitWorktree, bases: ReadonlySet<string>): Promise<Set<string>> {
  if (bases.size === 0) return new Set();
  using view = openView(worktree);
  const refs = refCommits(worktree.git.tree);
  const lines = [...bases, ...refs.map((ref) => `^${ref}`), "^HEAD"].map((line) => `${line}\n`).join("");
  const args = ["rev-list", "--ignore-missing", "--stdin"];
  const { output } = await view.run(args, performance.now() + TIMEOUT_MS, lines, MAX_GIT_BYTES);
  return new Set(output.split("\n").filter((commit) => bases.has(commit)));
}

/** The commits of all references, read from git's files. */
function refCommits({ commonDirectory }: GitTree): string[] {
  const found: string[] = [];
  for (const line of (readGitFile(join(commonDirectory, "packed-refs")) ?? "").split("\n")) {
    const [commit = ""] = line.replace(/^\^/, "").split(" ");
    if (COMMIT.test(commit)) found.push(commit);
  }
  const visit = (directory: string): void => {
    for (const entry of entriesOf(directory)) {
      const path = join(directory, entry.name);
      if (found.length > MAX_REFS) return;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) {
        const commit = readGitFile(path)?.trim() ?? "";
        if (COMMIT.test(commit)) found.push(commit);
      }
    }
  };
  visit(join(commonDirectory, "refs"));
  return found;
}
