import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { count, span } from "../../base/text/words.ts";
import { projectDirectory } from "../../origin/config-files.ts";
import { ownDirectory } from "../../origin/own-directory.ts";
import { type HealthCheck, ok, warning } from "../check.ts";
import type { ProjectView } from "../project-view.ts";
import { statIfAny } from "./queue.ts";

/** A lost state is reported for this long. */
const TOLD_MS = 7 * 24 * 3_600_000;
const MOVE = "hive setup --root-outside";

/**
 * Checks whether git or a person has removed the state with other files. It is in the project's tree unless a person
 * moves it.
 */
export const treeCheck: HealthCheck = {
  code: "tree",
  groups: ["fast"],
  needs: "project",
  run: (view) => {
    if (view.env["HIVE_ROOT"] || !isInTree(view)) return ok("the state is outside of the project's tree");
    const lost = lostSessions(view);
    if (lost === null) {
      return ok(
        "it is in the project's tree: git clean -fdx, git stash -a and rm take it along; setup's --root-outside moves it",
      );
    }
    const { sessions, madeMs } = lost;
    const again = madeMs === null ? "" : `, and was made again ${span(Math.max(0, view.nowMs - madeMs))} ago`;
    return warning(`the state of ${count(sessions, "session", "sessions")} was taken away${again}`, {
      run: MOVE,
      advice:
        "git clean -fdx, git stash -a and rm take .hive-mind along; to have back what a stash holds: hive worker stop, move .hive-mind away, git stash pop",
    });
  },
};

/** True if a state directory is in its project's tree, where git and rm may remove it. */
const isInTree = ({ root, env }: ProjectView): boolean => dirname(root) === projectDirectory(root, env);

/** Sessions saved before the current state directory was made, or in one that is gone. */
function lostSessions({ root, env, nowMs }: ProjectView): { sessions: number; madeMs: number | null } | null {
  const made = statIfAny(root);
  const madeMs = made === undefined ? null : made.birthtimeMs;
  // Some file systems do not know a file's birth time.
  if (madeMs === 0 || (madeMs !== null && nowMs - madeMs > TOLD_MS)) return null;
  const data = ownDirectory("data", env, root);
  const notes = data === null ? null : join(data, "sessions");
  if (notes === null || statIfAny(notes) === undefined) return null;
  const lost = readdirSync(notes).filter((name) => {
    const stat = statSync(join(notes, name), { throwIfNoEntry: false });
    if (stat === undefined || nowMs - stat.mtimeMs > TOLD_MS) return false;
    // A note is written after its state directory was made.
    return (madeMs === null || stat.mtimeMs < madeMs) && readFileSync(join(notes, name), "utf8") === root;
  });
  return lost.length === 0 ? null : { sessions: lost.length, madeMs };
}
