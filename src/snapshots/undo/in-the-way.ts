import { lstatSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { errorCode } from "../../base/errors.ts";
import { entriesOf } from "../entries-of.ts";
import { notADirectory } from "../files.ts";
import type { PlannedFile } from "./planned-file.ts";
import { releasing } from "./release-many.ts";
import { isRestorable, type State } from "./state.ts";

/** The most entries that are checked in a directory at a file's path. A directory with more stays. */
const MAX_ENTRIES = 1000;

interface ClearedOptions {
  /** The worktree. */
  readonly top: string;
  /** The state of a path now. */
  readonly now: (path: string) => State;
  readonly others: (path: string) => readonly string[];
  /** Whether files in the way are deleted too, if a redo can restore them. */
  readonly makesRoom: boolean;
}

/**
 * Checks the paths that an undo writes to. A parent may have become a link or a file since. A directory may stand where
 * a file was, even one that git ignores and no snapshot has.
 */
export function withoutBlocked(files: readonly PlannedFile[], options: ClearedOptions): PlannedFile[] {
  const planned = new Map(files.map((file) => [file.path, file]));
  // Many files have the same parents.
  const kinds = new Map<string, ReturnType<typeof kindAt>>();
  for (const file of releasing(files)) {
    if (file.obstacle !== null || typeof file.wanted === "string") continue;
    const found = blockersOf(file.path, options.top, { planned, kinds });
    const extra = found.map((path) => deletionOf(path, planned, options));
    const stays = found.find((_, n) => extra[n] === null);
    if (stays !== undefined) planned.set(file.path, { ...file, obstacle: "in the way", by: stays });
    else for (const one of extra) planned.set(one!.path, one!);
  }
  return [...planned.values()];
}

/** The plan to delete a file in the way; null if it must stay. */
function deletionOf(
  path: string,
  planned: ReadonlyMap<string, PlannedFile>,
  { now: nowOf, others, makesRoom }: ClearedOptions,
): PlannedFile | null {
  const now = nowOf(path);
  if (!makesRoom || typeof now === "string" || !isRestorable(now) || planned.has(path)) return null;
  return { path, now, wanted: "absent", obstacle: null, others: others(path) };
}

interface Known {
  readonly planned: ReadonlyMap<string, PlannedFile>;
  readonly kinds: Map<string, ReturnType<typeof kindAt>>;
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
      else if (!isDeleted(planned.get(inside))) found.push(inside);
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
  const { planned, kinds } = known;
  const above = parentInTheWay(parent, top, known);
  if (above !== null) return above;
  const file = planned.get(parent);
  if (isDeleted(file)) return null;
  // One plan may want both where two sessions took turns at them.
  if (file !== undefined && file.obstacle === null) return parent;
  const kind = kinds.get(parent) ?? kindAt(join(top, parent));
  kinds.set(parent, kind);
  return kind === "other" ? parent : null;
}

const isDeleted = (file: PlannedFile | undefined): boolean => file?.obstacle === null && file.wanted === "absent";

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
