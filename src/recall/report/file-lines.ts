import { textOf } from "../../base/json.ts";
import type { SeenRow } from "../../store/sqlite/read/session-state.ts";
import { cleanIn, goneSince, stashedIn } from "../made-files.ts";
import { quotedPath, word } from "./quoted.ts";
import type { ResumeReport } from "./resume-report.ts";
import type { TextSize } from "./resume-sections.ts";

/**
 * Few lines with many paths: new files, deleted ones, changed ones, those whose changes a person took back, those that
 * git has in its stash or calls clean; each newest first.
 */
export function fileLines({ state, cwd, made, machine }: ResumeReport, size: TextSize): string[] {
  // The last directory may be any: a path is named from the project's root.
  const root = textOf(state.start?.["worktree"]) ?? textOf(state.start?.["directory"]) ?? cwd;
  const path = (value: string): string => quotedPath(relative(value, root), size.line);
  const isClean = cleanIn(state.git);
  const isStashed = stashedIn(state.commands ?? []);
  // The paths of another machine's session name other files here.
  const isGone = machine === undefined ? goneSince(state.commands ?? []) : () => false;
  const changeNow = (row: SeenRow): string => {
    if (row["by"] === UNDO) return UNDONE;
    if (isClean(row)) return isStashed(row) ? STASHED : CLEAN;
    return isGone(row) ? GONE : changeOf(row);
  };
  const told = (state.files ?? []).map((row) => ({
    change: changeNow(row),
    path: row.key,
    by: word(row["by"], 20),
  }));
  const others = made.map(({ path: one, isNew, by }) => ({ change: isNew ? "new" : "changed", path: one, by }));
  const all = [...told, ...others];
  return ["new", "deleted", "changed", STASHED, UNDONE, CLEAN, GONE].flatMap((change) => {
    const names = all
      .filter((one) => one.change === change)
      // Edits by an editor tool need no mention.
      .map(({ path: name, by }) => (OWN_TOOLS.has(by) || change === UNDONE ? path(name) : `${path(name)} by ${by}`));
    return lots(names, FILES_IN_LINE).map((lot) => `${change} ${lot.join(", ")}`);
  });
}

/** The name under which `hive undo` notes what it did. */
const UNDO = "hive-undo";
const UNDONE = "taken back by hive undo:";
const STASHED = "in the git stash:";
const CLEAN = "clean in git by now:";
const GONE = "gone by now:";
const FILES_IN_LINE = 4;
const OWN_TOOLS: ReadonlySet<string> = new Set(["Write", "Edit", "MultiEdit", "NotebookEdit"]);

/** A file that the session made stays new after later changes. */
function changeOf(row: SeenRow): string {
  if (row["change"] === "deleted") return "deleted";
  return row["isNew"] === true || row["change"] === "created" ? "new" : "changed";
}

/** A path in a directory without that directory. */
function relative(path: string, directory: string | null): string {
  return directory !== null && path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : path;
}

/** Cuts a list into lists of at most so many. */
export function lots<T>(list: readonly T[], size: number): T[][] {
  const all: T[][] = [];
  for (let from = 0; from < list.length; from += size) all.push(list.slice(from, from + size));
  return all;
}
