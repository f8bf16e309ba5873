import { count, size } from "../../base/text/words.ts";
import { verifySnapshots } from "../../snapshots/keep/verify.ts";
import { projectDirectory } from "../../origin/config-files.ts";
import { isCaseBlind } from "../../snapshots/case-blind.ts";
import { damageOf, setAsideDamaged } from "../../snapshots/keep/damaged.ts";
import { type FoundWorktree, findWorktree, snapshotsDirectory } from "../../snapshots/worktree.ts";
import { LIMITS } from "../../snapshots/limits.ts";
import { ProjectSnapshots } from "../../snapshots/project-snapshots.ts";
import { type CheckResult, FIX, type HealthCheck, ok, warning } from "../check.ts";

const NAMED = 3;

/** What a file system that is blind to case means for an undo. */
export function caseFaults(
  worktree: FoundWorktree,
  isBlind: (directory: string) => boolean | null = isCaseBlind,
): string[] {
  if ("refused" in worktree || isBlind(worktree.top) !== true) return [];
  return [`names that differ by case are one file in ${worktree.top}: an undo has the last of such names alone`];
}

const damaged = (directory: string, reason: string, nowMs: number): CheckResult =>
  warning(`the list of snapshots in ${directory} is damaged: ${reason}`, {
    run: FIX,
    advice: "this renames it; the worker does so, too, before the next snapshot",
    fix: () => {
      const aside = setAsideDamaged(directory, nowMs);
      return aside === null ? "the list of snapshots is sound by now" : `set aside as ${aside.path}`;
    },
  });

/** Checks that each content that a snapshot names is there and whole, in the store or in git. */
export const snapshotsCheck: HealthCheck = {
  code: "snapshots",
  groups: ["deep"],
  needs: "nothing",
  run: async ({ root, env, config, nowMs }) => {
    const directory = snapshotsDirectory(root, env);
    const damage = directory === null ? null : damageOf(directory);
    if (damage !== null) return damaged(directory!, damage, nowMs);
    if (config.snapshots === "off") return ok("the setting snapshots is off: no files are kept");
    using snapshots = ProjectSnapshots.openIfAny(root, env);
    if (snapshots === null) return ok("no snapshot of the files was taken yet");
    const { catalogue, objects } = snapshots;
    const { missing, bases, unasked } = await verifySnapshots(snapshots, root, env);
    const kept = `${count(catalogue.snapshots().length, "snapshot")} of the files, ${size(objects.totalBytes())} of ${size(LIMITS.storeBytes)}`;
    const faults = caseFaults(findWorktree(root, projectDirectory(root, env), env));
    if (missing.length > 0) {
      const names = missing.slice(0, NAMED).map(({ path, snapshot, from }) => `${path} of #${snapshot} (${from})`);
      const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : "";
      faults.push(`${count(missing.length, "content")} missing or damaged: ${names.join(", ")}${more}`);
    }
    if (bases.length > 0) {
      const names = bases.slice(0, NAMED).map((commit) => commit.slice(0, 12));
      faults.push(`${count(bases.length, "commit")} of snapshots gone from git: ${names.join(", ")}`);
    }
    if (unasked.length > 0) faults.push(`git could not be asked in ${unasked.slice(0, NAMED).join(", ")}`);
    if (faults.length === 0) return ok(`${kept}; each content is whole`);
    return warning([kept, ...faults].join("; "), { advice: "hive undo names the files that it cannot put back" });
  },
};
