/** Takes a snapshot, undoes or sweeps, and kills itself at a step: ROOT WHAT STEP. Prints the steps otherwise. */
import { writeSync } from "node:fs";
import { dirname } from "node:path";
import { ProjectSnapshots } from "../../../src/snapshots/project-snapshots.ts";
import { sweepSnapshots } from "../../../src/snapshots/keep/retention.ts";
import { Tracker } from "../../../src/snapshots/tracker.ts";
import { Undo } from "../../../src/snapshots/undo/undo.ts";
import { findWorktree } from "../../../src/snapshots/worktree.ts";

const [root = "", what = "", at = ""] = process.argv.slice(2);
const worktree = findWorktree(root, dirname(root));
if ("refused" in worktree) throw new Error(worktree.refused);
let steps = 0;
const onStep = (): void => {
  steps += 1;
  if (steps === Number(at)) process.kill(process.pid, "SIGKILL");
};
using snapshots = ProjectSnapshots.open(root, process.env, onStep)!;
if (what === "undo") {
  await new Undo(snapshots, worktree, { scope: { kind: "to", snapshot: 1 }, nowMs: Date.now, onStep }).make();
} else if (what === "sweep") sweepSnapshots(snapshots.directory, { nowMs: Date.now() + 30 * 86_400_000, onStep });
else {
  const tracker = new Tracker(worktree, snapshots.catalogue, snapshots.objects);
  const common = { sessionId: "s1", trigger: "prompt", calls: [], paths: null } as const;
  await tracker.take({ ...common, nowMs: Date.now() });
}
writeSync(1, String(steps));
