import { findWorktree } from "../worktree.ts";
import { missingInGit } from "../objects/blobs.ts";
import type { ProjectSnapshots } from "../project-snapshots.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** A content that a snapshot names and that cannot be had. */
export interface MissingContent {
  readonly path: string;
  readonly snapshot: number;
  /** Who should have it. */
  readonly from: "store" | "git";
}

export interface Verified {
  readonly missing: readonly MissingContent[];
  /** Commits that snapshots were taken of, and that git has no more. */
  readonly bases: readonly string[];
  /** Worktrees that are gone, so that git could not be asked. */
  readonly unasked: readonly string[];
}

/** Reads each content that a snapshot names, and asks git for those that it has. */
export async function verifySnapshots(snapshots: ProjectSnapshots, root: string, env: Env): Promise<Verified> {
  const bad = damagedObjects(snapshots);
  const { catalogue } = snapshots;
  const missing: MissingContent[] = [];
  const bases: string[] = [];
  const unasked: string[] = [];
  for (const { id, top } of catalogue.worktrees()) {
    const rows = catalogue.snapshots(id);
    const named = [
      ...statesOf(
        snapshots,
        rows.map((row) => row.id),
      ),
    ];
    for (const { path, snapshot, state } of named) {
      if (state.kept === "store" && bad.has(state.hash ?? "")) missing.push({ path, snapshot, from: "store" });
    }
    const inGit = named.filter(({ state }) => state.kept === "git" && state.blob !== null);
    const commits = [...new Set(rows.flatMap(({ base }) => base ?? []))];
    if (inGit.length + commits.length === 0) continue;
    const worktree = findWorktree(root, top, env);
    if ("refused" in worktree || worktree.git === null) {
      unasked.push(top);
      continue;
    }
    const ids = new Set([...inGit.map(({ state }) => state.blob!), ...commits]);
    const gone = await missingInGit({ ...worktree, git: worktree.git }, [...ids]);
    bases.push(...commits.filter((commit) => gone.has(commit)));
    for (const { path, snapshot, state } of inGit) {
      // @mutant a content that git has no more is named
      if (gone.has(state.blob!)) missing.push({ path, snapshot, from: "git" });
    }
  }
  return { missing, bases, unasked };
}

/** Objects that rows name. One that a sweep has deleted meanwhile is named by none any more. */
function damagedObjects({ catalogue, objects }: ProjectSnapshots): Set<string> {
  const bad = [...catalogue.hashes()].filter((hash) => objects.get(hash) === null);
  if (bad.length === 0) return new Set();
  const named = catalogue.hashes();
  return new Set(bad.filter((hash) => named.has(hash)));
}

function* statesOf({ catalogue }: ProjectSnapshots, ids: readonly number[]) {
  for (const { path, snapshot, before, after } of catalogue.changes(ids)) {
    for (const state of [before, after]) if (typeof state !== "string") yield { path, snapshot, state };
  }
}
