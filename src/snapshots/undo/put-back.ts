import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { errorCode } from "../../base/errors.ts";
import { isForeignName, isRealDirectory, notADirectory } from "../files.ts";
import { type Change, type FileState, hasSameBytes } from "./state.ts";

export type PutBackStep = "deleted" | "written" | "renamed";

export interface PutBackOptions {
  /** The worktree. */
  readonly top: string;
  /** The undo, whose number is in the names of its temporary files. */
  readonly undo: number;
  /** A file whose times are later was changed meanwhile, and stays. */
  readonly seenMs: number;
  /** The bytes of a state; null if they are kept nowhere. */
  readonly bytesOf: (state: FileState) => Buffer | null;
  /** Called after each durable step; unset in production. */
  readonly onStep?: (step: PutBackStep) => void;
}

/** A file that could not be put back, and why. */
export interface Failed {
  readonly path: string;
  readonly why: string;
}

const PREFIX = ".hive-undo-";

/**
 * Brings files to a state, one after the other. A rename replaces a file, so that it is never half written. No link is
 * followed. Files that are in the way go first.
 * @returns those that stay as they are
 */
export function putBack(steps: readonly Change[], options: PutBackOptions): Failed[] {
  const failed: Failed[] = [];
  const attempt = (step: Change, make: () => void): void => {
    try {
      if (step.path.split("/").some(isForeignName)) throw new InTheWay("it is git's own, or outside of the worktree");
      assertUnchanged(join(options.top, step.path), options.seenMs);
      make();
    } catch (error) {
      if (!(error instanceof InTheWay) && errorCode(error) === undefined) throw error;
      failed.push({ path: step.path, why: error instanceof InTheWay ? error.message : errorCode(error)! });
    }
  };
  // The deepest path is deleted first, so that its directory can be removed too.
  const deletions = steps.filter(({ after }) => after === "absent").toSorted((a, b) => (a.path < b.path ? 1 : -1));
  for (const [n, step] of deletions.entries()) attempt(step, () => remove(step.path, deletions[n + 1]?.path, options));
  for (const [n, step] of steps.entries()) {
    const { after } = step;
    if (typeof after !== "string") attempt(step, () => write({ ...step, after }, n, options));
  }
  return failed;
}

/** hive's own reason to leave a file as it is. */
class InTheWay extends Error {}

/** @throws InTheWay for a file that somebody has changed since it was looked at */
function assertUnchanged(path: string, seenMs: number): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  // @mutant a file that changes during an undo stays
  if (stat !== undefined && !stat.isDirectory() && stat.ctimeMs >= seenMs)
    throw new InTheWay("it was changed meanwhile");
}

/** @param next what is deleted after it, if anything */
function remove(path: string, next: string | undefined, { top, onStep }: PutBackOptions): void {
  assertInside(top, path);
  unlinkSync(join(top, path));
  onStep?.("deleted");
  removeEmpty(top, dirname(path), next);
}

/** Removes the directories that a deletion has left empty, as git does. */
function removeEmpty(top: string, directory: string, next = ""): void {
  // A try with the next file in it would fail. Very many errors take more memory than all else.
  for (let at = directory; at !== "." && !next.startsWith(`${at}/`); at = dirname(at)) {
    try {
      rmdirSync(join(top, at));
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      return;
    }
  }
}

function write(
  { path, before, after }: Change & { readonly after: FileState },
  n: number,
  { top, undo, bytesOf, onStep }: PutBackOptions,
): void {
  const full = join(top, path);
  makeDirectories(top, dirname(path));
  const isModeAlone =
    typeof before !== "string" && after.kind === "file" && before.kind === "file" && hasSameBytes(before, after);
  if (isModeAlone && setMode(full, after.mode)) {
    onStep?.("renamed");
    return;
  }
  const bytes = bytesOf(after);
  if (bytes === null) throw new InTheWay("its bytes are missing from the store");
  if (isRealDirectory(full)) clearDirectory(full);
  const temporary = join(dirname(full), `${PREFIX}${undo}-${n}`);
  try {
    rmSync(temporary, { force: true });
    if (after.kind === "link") symlinkSync(bytes, temporary);
    else writeFile(temporary, bytes, after.mode);
    onStep?.("written");
    renameSync(temporary, full);
    onStep?.("renamed");
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Sets the mode of a file in place. @returns false if it may not be opened; then write it again */
function setMode(full: string, mode: number): boolean {
  let fd: number;
  try {
    fd = openSync(full, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (error) {
    if (errorCode(error) !== "EACCES") throw error;
    return false;
  }
  try {
    fchmodSync(fd, mode);
  } finally {
    closeSync(fd);
  }
  return true;
}

/** Makes the directories of a path, with the mode of the worktree's own. @throws InTheWay where something else is there */
function makeDirectories(top: string, directory: string): void {
  if (directory === ".") return;
  makeDirectories(top, dirname(directory));
  const full = join(top, directory);
  const stat = lstatSync(full, { throwIfNoEntry: false });
  if (stat === undefined) {
    const mode = lstatSync(top).mode & 0o777;
    mkdirSync(full, { mode });
    chmodSync(full, mode);
    return;
  }
  // @mutant an undo follows no link
  if (!stat.isDirectory()) throw new InTheWay(`${directory} is no directory`);
}

/** @throws InTheWay for a path that a link leads to */
function assertInside(top: string, path: string): void {
  const at = notADirectory(top, path);
  if (at !== null) throw new InTheWay(`${at} is no directory`);
}

/** Removes a directory with nothing but empty ones in it. @throws InTheWay */
function clearDirectory(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (!entry.isDirectory()) throw new InTheWay("a directory with files that no snapshot has is in its place");
    clearDirectory(join(path, entry.name));
  }
  rmdirSync(path);
}

function writeFile(path: string, bytes: Buffer, mode: number): void {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const fd = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    for (let from = 0; from < bytes.length;) from += writeSync(fd, bytes, from);
    fchmodSync(fd, mode);
  } finally {
    closeSync(fd);
  }
}

/** Removes the temporary files of an undo that was killed. */
export function clearTemporary(top: string, undo: number, paths: Iterable<string>): void {
  const directories = new Set<string>();
  for (const path of paths) directories.add(dirname(path));
  for (const directory of directories) {
    const full = join(top, directory);
    // @mutant temporary files are removed through no link
    if (notADirectory(top, join(directory, "x")) !== null) continue;
    for (const name of readdirSync(full)) {
      if (name.startsWith(`${PREFIX}${undo}-`)) rmSync(join(full, name), { force: true });
    }
  }
}
