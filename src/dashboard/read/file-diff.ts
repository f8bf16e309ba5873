import { structuredPatch, type StructuredPatchHunk } from "diff";
import { snapshotAt } from "../../snapshots/keep/of-session.ts";
import { type Content, contentsOf } from "../../snapshots/objects/contents.ts";
import { holdsSecret } from "../../snapshots/objects/secrets.ts";
import { linesOf, modeOf, whyHidden, WITHHELD } from "../../snapshots/objects/shown.ts";
import { ProjectSnapshots } from "../../snapshots/project-snapshots.ts";
import { findWorktree } from "../../snapshots/worktree.ts";
import type { FileDiff } from "../page/data.ts";
import type { KnownProject } from "../projects.ts";
import type { Env } from "./undo-points.ts";

/** The largest size of one side, in bytes: other answers wait while the server compares. */
const LARGEST = 512 * 1024;
/** Lines that differ: the work grows with its square. */
const MOST_CHANGED = 400;
const CONTEXT = 3;
const MOST_LINES = 2000;
const LONGEST_LINE = 500;

/** The change of one file in a snapshot. @returns null if the snapshot, or the file in it, is not kept */
export async function fileDiff(
  { root }: KnownProject,
  snapshot: number,
  path: string,
  env: Env,
): Promise<FileDiff | null> {
  using snapshots = ProjectSnapshots.openIfAny(root, env);
  if (snapshots === null) return null;
  const { catalogue } = snapshots;
  const row = snapshotAt(catalogue, snapshot);
  const top = catalogue.worktrees().find(({ id }) => id === row?.worktree)?.top;
  const change = catalogue.changes([snapshot]).find((one) => one.path === path);
  if (top === undefined || change === undefined) return null;
  const found = findWorktree(root, top, env);
  // Contents that hive keeps are shown even if the worktree is gone.
  const worktree = "refused" in found ? { top, root, git: null } : found;
  const [from, to] = await contentsOf(snapshots, worktree, [
    [path, change.before],
    [path, change.after],
  ]);
  return diffOf(path, from!, to!, snapshot);
}

function diffOf(path: string, from: Content, to: Content, snapshot: number): FileDiff {
  const modes = [modeOf(from.state), modeOf(to.state)];
  const mode = modes.includes(null) || modes[0] === modes[1] ? null : modes.join(" → ");
  const hidden = (why: string): FileDiff => ({ hidden: why, mode, lines: [], isCut: false });
  // @mutant a diff on the page shows no secret, also of a file that git has
  if ([from, to].some(({ bytes }) => bytes !== null && holdsSecret(path, bytes))) return hidden(WITHHELD);
  const why = whyHidden(from) ?? whyHidden(to);
  if (why !== null) return hidden(why);
  if ([from, to].some(({ bytes }) => (bytes?.length ?? 0) > LARGEST))
    return hidden(`too large for this page: hive diff ${snapshot - 1} ${snapshot}`);
  const lines = hunksOf(linesOf(from) ?? "", linesOf(to) ?? "").flatMap(
    ({ oldStart, oldLines, newStart, newLines, lines: own }) => [
      `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
      ...own,
    ],
  );
  if (lines.length === 0 && mode === null) return hidden("empty");
  return {
    hidden: null,
    mode,
    lines: lines.slice(0, MOST_LINES).map((line) => cut(line)),
    isCut: lines.length > MOST_LINES,
  };
}

type Hunk = Pick<StructuredPatchHunk, "oldStart" | "oldLines" | "newStart" | "newLines" | "lines">;

function hunksOf(before: string, after: string): readonly Hunk[] {
  const options = { context: CONTEXT, maxEditLength: MOST_CHANGED };
  const patch = structuredPatch("", "", before, after, undefined, undefined, options);
  return patch?.hunks ?? [wholeHunk(before.split("\n"), after.split("\n"))];
}

/** All between the lines that both begin with and those that both end with, as if it were replaced. */
function wholeHunk(before: readonly string[], after: readonly string[]): Hunk {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const first = Math.max(0, start - CONTEXT);
  const rest = Math.max(0, end - CONTEXT);
  return {
    oldStart: first + 1,
    oldLines: before.length - first - rest,
    newStart: first + 1,
    newLines: after.length - first - rest,
    lines: [
      ...before.slice(first, start).map((line) => ` ${line}`),
      ...before.slice(start, before.length - end).map((line) => `-${line}`),
      ...after.slice(start, after.length - end).map((line) => `+${line}`),
      ...after.slice(after.length - end, after.length - rest).map((line) => ` ${line}`),
    ],
  };
}

const cut = (line: string): string =>
  line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE).toWellFormed()}…` : line;
