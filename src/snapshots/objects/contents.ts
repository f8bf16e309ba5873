import { readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../../base/errors.ts";
import { readBlobs } from "./blobs.ts";
import type { GitWorktree } from "../look/git-look.ts";
import { notADirectory } from "../files.ts";
import { hashOfBytes } from "./objects.ts";
import type { ProjectSnapshots } from "../project-snapshots.ts";
import type { FileState, State } from "../undo/state.ts";
import type { Worktree } from "../worktree.ts";

/** A file as it was, with its bytes if they are kept. */
export interface Content {
  readonly state: State;
  readonly bytes: Buffer | null;
}

/** Both sides of a change with their bytes: from the store, from git, else from the file if that is still the same. */
export async function contentsOf(
  snapshots: ProjectSnapshots,
  worktree: Worktree,
  states: readonly (readonly [path: string, state: State])[],
): Promise<Content[]> {
  const blobs = new Set<string>();
  for (const [, state] of states) {
    if (typeof state !== "string" && state.kept === "git" && state.blob !== null) blobs.add(state.blob);
  }
  const fromGit = new Map<string, Buffer>();
  if (worktree.git !== null) {
    const inGit: GitWorktree = { ...worktree, git: worktree.git };
    for await (const lot of readBlobs(inGit, [...blobs])) for (const [id, bytes] of lot) fromGit.set(id, bytes);
  }
  return states.map(([path, state]) => {
    if (typeof state === "string") return { state, bytes: null };
    const stored = state.hash === null ? null : snapshots.objects.get(state.hash);
    if (stored !== null) return { state, bytes: stored };
    const committed = state.kept === "git" && state.blob !== null ? fromGit.get(state.blob) : undefined;
    if (committed !== undefined) return { state, bytes: committed };
    // A withheld file is shown to nobody, not even from where it is.
    return { state, bytes: state.lack === "secret" ? null : presentBytes(worktree.top, path, state) };
  });
}

function presentBytes(top: string, path: string, { kind, hash }: FileState): Buffer | null {
  // Behind a linked directory there is another file.
  if (notADirectory(top, path) !== null) return null;
  try {
    const full = join(top, path);
    const bytes = kind === "link" ? Buffer.from(readlinkSync(full)) : readFileSync(full);
    return hashOfBytes(bytes) === hash ? bytes : null;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}
