import { errorMessage } from "../../base/errors.ts";
import { count, size } from "../../base/text/words.ts";
import { projectDirectory } from "../../origin/config-files.ts";
import { isDamage, setAsideIn } from "../../snapshots/keep/damaged.ts";
import { type SnapshotsSummary, summaryOf } from "../../snapshots/keep/summary.ts";
import { LIMITS } from "../../snapshots/limits.ts";
import type { Lack } from "../../snapshots/undo/state.ts";
import { findWorktree, snapshotsDirectory } from "../../snapshots/worktree.ts";
import { type CheckResult, FIX, type HealthCheck, ok, warning } from "../check.ts";
import type { ProjectView } from "../project-view.ts";

const DAY_MS = 86_400_000;

/** What `hive status` says of snapshots: how much is kept, or why nothing is. */
export type SnapshotsStatus =
  | (Omit<SnapshotsSummary, "sinceMs"> & { readonly since: string | null; readonly why: null })
  | { readonly why: string; readonly setAside?: SnapshotsSummary["setAside"] };

export function snapshotsStatus({ root, env, config }: Pick<ProjectView, "root" | "env" | "config">): SnapshotsStatus {
  if (config.snapshots === "off") return { why: "the setting snapshots is off" };
  const worktree = findWorktree(root, projectDirectory(root, env), env);
  if ("refused" in worktree) return { why: worktree.refused };
  const directory = snapshotsDirectory(root, env);
  if (directory === null) return { why: "there is no data directory" };
  const summary = summaryOf(directory);
  const setAside = setAsideIn(directory);
  const damaged = setAside.length === 0 ? {} : { setAside };
  if (summary === null || summary.sinceMs === null) return { why: "none was taken yet", ...damaged };
  const { sinceMs, ...rest } = summary;
  return { ...rest, since: new Date(sinceMs).toISOString(), why: null };
}

/** Checks whether the files are kept that `hive undo` would put back. */
export const undoCheck: HealthCheck = {
  code: "undo",
  groups: ["fast"],
  needs: "nothing",
  run: (view) => {
    try {
      return judgeSnapshots(snapshotsStatus(view));
    } catch (error) {
      const found = `the snapshots of the files cannot be read: ${errorMessage(error)}`;
      return warning(found, isDamage(error) ? { run: FIX } : {});
    }
  },
};

export function judgeSnapshots(status: SnapshotsStatus): CheckResult {
  const aside = status.setAside?.at(-1);
  if (aside !== undefined) {
    const at = new Date(aside.atMs).toISOString();
    return warning(`the snapshots from before ${at} cannot be undone: their list was damaged (${aside.reason})`, {
      advice: `${aside.path} is kept for ${LIMITS.keepMs / DAY_MS} days, with the contents that it names`,
    });
  }
  if (status.why !== null) return ok(`no files are kept: ${status.why}`);
  if (status.isDiskFull) {
    return warning(`less than ${LIMITS.freeShare * 100} % of the disk is free: no more files are kept for an undo`, {
      advice: "free some space",
    });
  }
  const full = (["store", "snapshot", "disk"] as const).filter((lack) => (status.notKept[lack] ?? 0) > 0);
  if (full.length === 0) return ok(`${count(status.snapshots, "snapshot")} of the files`);
  return warning(`an undo cannot bring back ${lacksText(status.notKept, full)}`, {
    advice: "docs/undo.md has the bounds; .gitignore keeps files out of snapshots",
  });
}

const LACKS: Readonly<Record<Lack, string>> = {
  secret: "may hold a secret",
  large: `above ${size(LIMITS.fileBytes)}`,
  unreadable: "not readable",
  forgotten: "forgotten with a session",
  snapshot: "above the bounds of a snapshot",
  store: "above the bound of the project",
  disk: "for which the disk was too full",
};

/** How many files are not kept, and why. @param only these reasons; all by default */
export const lacksText = (
  notKept: SnapshotsSummary["notKept"],
  only: readonly Lack[] = Object.keys(LACKS) as Lack[],
): string =>
  only
    .filter((lack) => (notKept[lack] ?? 0) > 0)
    .map((lack) => `${count(notKept[lack]!, "file")} ${LACKS[lack]}`)
    .join(", ");
