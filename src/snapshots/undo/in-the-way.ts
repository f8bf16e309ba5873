import { lstatSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { errorCode } from "../../base/errors.ts";
import { entriesOf } from "../entries-of.ts";
import { notADirectory } from "../files.ts";
import type { PlannedFiles } from "./planned-files.ts";
import { isRestorable, type State } from "./state.ts";

/** The most entries that are checked in a directory at a file's path. A directory with more stays. */
const MAX_ENTRIES = 1000;

interface ClearedOptions {
  /** The worktree. */
  readonly top: string;
  /** The state of a path now. */
  readonly now: (path: string) => State;
  /** Whether files in the way are deleted too, if a redo can restore them. */
  readonly makesRoom: boolean;
}

/**
 * Checks the paths that an undo writes to, and blocks those that something is in the way of, or plans to delete that. A
 * parent may have become a link or a file since. A directory may stand where a file was, even one that git ignores and
 * no snapshot has.
 */
export function blockOrClear(files: PlannedFiles, options: ClearedOptions): void {
  const known: Known = { planned: files, kinds: new Map(), above: new Map() };
  for (const { path, wanted } of files.todo()) {
    if (typeof wanted === "string") continue;
    const found = blockersOf(path, options.top, known);
    if (found.length === 0) continue;
    const extra = found.map((one) => deletionOf(one, files, options));
    const stays = found.find((_, n) => extra[n] === null);
    if (stays !== undefined) files.block(path, stays);
    else for (const one of extra) files.add(one!);
    known.above.clear();
  }
}

/** The plan to delete a file in the way; null if it must stay. */
function deletionOf(path: string, planned: PlannedFiles, { now: nowOf, makesRoom }: ClearedOptions) {
  const now = nowOf(path);
  if (!makesRoom || typeof now === "string" || !isRestorable(now) || planned.at(path) !== undefined) return null;
  return { path, now, wanted: "absent", obstacle: null } as const;
}

/** Many files have the same parents. */
interface Known {
  readonly planned: PlannedFiles;
  readonly kinds: Map<string, ReturnType<typeof kindAt>>;
  /** By directory: what keeps its files from being written, as the plan is now. */
  readonly above: Map<string, string | null>;
}

/** The paths that keep a file from being written, beside those that the plan deletes. */
function blockersOf(path: string, top: string, known: Known): string[] {
  const { planned } = known;
  const at = parentInTheWay(path, top, known);
  if (at !== null) return [at];
  // A link or a file at the path itself is replaced.
  if (kindAt(join(top, path)) !== "directory") return [];
  const found: string[] = [];
  const visit = (directory: string): void => {
    for (const entry of readdirSync(join(top, directory), { withFileTypes: true })) {
      const inside = `${directory}/${entry.name}`;
      if (found.length === MAX_ENTRIES) return;
      if (entry.isDirectory()) visit(inside);
      else if (planned.at(inside)?.deletes !== true) found.push(inside);
    }
  };
  try {
    visit(path);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return [path];
  }
  return found.length === MAX_ENTRIES ? [path] : found;
}

function parentInTheWay(path: string, top: string, known: Known): string | null {
  const parent = dirname(path);
  if (parent === ".") return null;
  let found = known.above.get(parent);
  if (found === undefined) {
    found = parentInTheWay(parent, top, known) ?? itselfInTheWay(parent, top, known);
    known.above.set(parent, found);
  }
  return found;
}

function itselfInTheWay(directory: string, top: string, { planned, kinds }: Known): string | null {
  const file = planned.at(directory);
  if (file?.deletes === true) return null;
  // One plan may want both where two sessions took turns at them.
  if (file?.stands === true) return directory;
  const kind = kinds.get(directory) ?? kindAt(join(top, directory));
  kinds.set(directory, kind);
  return kind === "other" ? directory : null;
}

/** Whether a file or a link is at a path, by that very name: a file system may find another one in its place. */
export function isTaken(top: string, path: string): boolean {
  const full = join(top, path);
  if (kindAt(full) !== "other" || notADirectory(top, path) !== null) return false;
  return entriesOf(dirname(full)).some(({ name }) => name === basename(path));
}

function kindAt(full: string): "directory" | "other" | "nothing" {
  try {
    // An error for each of very many files that are gone would take more memory than all else.
    const stat = lstatSync(full, { throwIfNoEntry: false });
    return stat === undefined ? "nothing" : stat.isDirectory() ? "directory" : "other";
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return "nothing";
  }
}
