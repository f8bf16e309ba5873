import type { Mutation } from "./mutation.ts";

const LEFT_OUT = "tests/snapshots/left-out.test.ts";

/** Of files that git leaves out of the worktree. */
export const FILES_LEFT_OUT: readonly Mutation[] = [
  {
    name: "a file that a sparse checkout leaves out counts as absent",
    change: { swap: ['this.isSkipped(path) ? "absent" : ', ""] },
    check: { file: "tests/slow/snapshots/git.test.ts", title: "sparse checkout leaves one out" },
  },
  {
    name: "a commit does not change what git leaves out before and after it",
    change: { swap: ["moved.has(path) || ", ""] },
    check: { file: LEFT_OUT, title: "a commit that changes what" },
  },
  {
    name: "a file that git leaves out is noted where it is there",
    change: { swap: ["!entry.isSkipped && ", ""] },
    check: { file: LEFT_OUT, title: "gives a file back that git update-index --skip-worktree flags" },
  },
  {
    name: "a file that git began to leave out while no process looked is not taken for a new one",
    change: { swap: ['isSame(after, base.committed(path)) ? after : "unknown"', "base.state(path)"] },
    check: { file: LEFT_OUT, title: "flagged and edited while no process looked" },
  },
  {
    name: "a file that git leaves out is not taken for a new one after a commit that no process saw",
    change: { swap: [" && (isLookedHere || !base.isSkipped(path))", ""] },
    check: { file: LEFT_OUT, title: "committed, flagged and edited while no process looked" },
  },
];
