import { readBlobs } from "../objects/blobs.ts";
import type { ObjectStore } from "../objects/objects.ts";
import type { Worktree } from "../worktree.ts";
import { type PlannedFile, stepOf } from "./planned-file.ts";
import { LOT_FILES, releaseMany } from "./release-many.ts";
import { type Failed, putBack, type PutBackOptions } from "./put-back.ts";
import type { Change, FileState } from "./state.ts";

export interface PutBackFilesOptions extends Omit<PutBackOptions, "bytesOf" | "top"> {
  readonly worktree: Worktree;
  readonly objects: ObjectStore;
}

/**
 * Brings files to a state, with bytes of the store's or of git's. Deletions first: what is in the way of a file is
 * deleted by the same plan.
 * @returns those that stay as they are
 */
export async function putBackFiles(files: readonly PlannedFile[], options: PutBackFilesOptions): Promise<Failed[]> {
  const deletions = files.filter(({ wanted }) => wanted === "absent").map(stepOf);
  const failed = putBack(deletions, { ...options, top: options.worktree.top, bytesOf: () => null });
  const rest = files.filter(({ wanted }) => wanted !== "absent");
  for (let at = 0; at < rest.length; at += LOT_FILES) {
    releaseMany(rest.length);
    failed.push(...(await putBackLot(rest.slice(at, at + LOT_FILES).map(stepOf), options)));
  }
  return failed;
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
