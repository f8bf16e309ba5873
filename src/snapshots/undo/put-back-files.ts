import { readBlobs } from "../objects/blobs.ts";
import type { ObjectStore } from "../objects/objects.ts";
import type { Worktree } from "../worktree.ts";
import { stepOf } from "./planned-file.ts";
import type { PlannedFiles } from "./planned-files.ts";
import { type Failed, putBack, type PutBackOptions } from "./put-back.ts";
import type { Change, FileState } from "./state.ts";

export interface PutBackFilesOptions extends Omit<PutBackOptions, "bytesOf" | "top"> {
  readonly worktree: Worktree;
  readonly objects: ObjectStore;
}

/**
 * Brings files to a state, with bytes of the store's or of git's. Deletions first: what is in the way of a file is
 * deleted by the same plan. Those that stay as they are fail in the plan.
 */
export async function putBackFiles(files: PlannedFiles, options: PutBackFilesOptions): Promise<void> {
  const { top } = options.worktree;
  for (const lot of files.deletions()) {
    files.fail(putBack(lot.map(stepOf), { ...options, top, bytesOf: () => null }));
  }
  for (const lot of files.writings()) files.fail(await putBackLot(lot.map(stepOf), options));
}

async function putBackLot(steps: readonly Change[], options: PutBackFilesOptions): Promise<Failed[]> {
  const { objects, worktree } = options;
  const common = { ...options, top: worktree.top };
  const fromGit = new Map<string, Change[]>();
  const rest: Change[] = [];
  for (const step of steps) {
    const blob = blobInGit(step, objects);
    if (blob === null) rest.push(step);
    else fromGit.set(blob, [...(fromGit.get(blob) ?? []), step]);
  }
  const failed = putBack(rest, { ...common, bytesOf: ({ hash }) => (hash === null ? null : objects.get(hash)) });
  const { git } = worktree;
  for await (const lot of git === null ? [] : readBlobs({ ...worktree, git }, [...fromGit.keys()])) {
    const some = [...lot.keys()].flatMap((blob) => fromGit.get(blob) ?? []);
    for (const blob of lot.keys()) fromGit.delete(blob);
    const bytesOf = ({ blob }: FileState): Buffer | null => lot.get(blob ?? "") ?? null;
    failed.push(...putBack(some, { ...common, bytesOf }));
  }
  // @mutant a file of which git has no bytes any more counts as failed
  failed.push(...[...fromGit.values()].flat().map(({ path }) => ({ path, why: "git no longer has its bytes" })));
  return failed;
}

/** git's id of the bytes that a step needs, if git alone has them. */
function blobInGit({ after }: Change, objects: ObjectStore): string | null {
  if (typeof after === "string" || after.kept !== "git") return null;
  return after.hash !== null && objects.has(after.hash) ? null : after.blob;
}
