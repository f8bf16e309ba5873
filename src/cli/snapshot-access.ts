import { isAbsolute, join, relative } from "node:path";
import { HiveError } from "../base/errors.ts";
import { ProjectSnapshots } from "../snapshots/project-snapshots.ts";
import type { WorktreeRow } from "../snapshots/keep/catalogue-rows.ts";
import { findWorktree, type Worktree } from "../snapshots/worktree.ts";
import type { Io } from "./io.ts";
import { findRoot } from "./root.ts";
import { projectOf } from "./project-paths.ts";

/** The snapshots of the worktree that a command is called in. */
export interface SnapshotAccess extends Disposable {
  readonly root: string;
  readonly worktree: Worktree;
  readonly row: WorktreeRow;
  readonly snapshots: ProjectSnapshots;
}

/** @throws HIVE_NOT_FOUND where no snapshot was taken */
export function openSnapshots(io: Io, given: string | undefined): SnapshotAccess {
  const root = findRoot(io, given);
  const project = projectOf(io, root).project;
  const isInProject = io.cwd === project || io.cwd.startsWith(`${project}/`);
  const own = findWorktree(root, io.cwd, io.env);
  const worktree = "refused" in own && !isInProject ? findWorktree(root, project, io.env) : own;
  if ("refused" in worktree) throw none(worktree.refused);
  const snapshots = ProjectSnapshots.openIfAny(root, io.env);
  const row = snapshots?.catalogue.worktrees().find(({ top }) => top === worktree.top);
  if (snapshots === null || row === undefined) {
    snapshots?.[Symbol.dispose]();
    throw none(`no snapshot was taken of ${worktree.top} yet`);
  }
  return { root, worktree, row, snapshots, [Symbol.dispose]: () => snapshots[Symbol.dispose]() };
}

const none = (why: string): HiveError =>
  new HiveError("HIVE_NOT_FOUND", why, { hint: "hive status says whether an agent's calls arrive; see docs/undo.md" });

/**
 * Whether a path of the worktree is one of those that were named, or in one.
 * @param paths as they were typed in the working directory; all where there are none
 * @throws HIVE_INVALID_OPTION for one outside of the worktree
 */
export function coveredBy(
  { cwd }: Pick<Io, "cwd">,
  { top }: Worktree,
  paths: readonly string[],
): (path: string) => boolean {
  if (paths.length === 0) return () => true;
  const named = paths.map((path) => {
    const inside = relative(top, isAbsolute(path) ? path : join(cwd, path));
    if (inside === ".." || inside.startsWith("../")) {
      throw new HiveError("HIVE_INVALID_OPTION", `${path} is outside of ${top}`, {
        hint: "name files of this worktree",
      });
    }
    return inside;
  });
  return (path) => named.some((one) => one === "" || path === one || path.startsWith(`${one}/`));
}
