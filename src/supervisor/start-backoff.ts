import type { Files } from "../base/files/files.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { VERSION } from "../base/version.ts";

/** The file operations that asking takes: few, so that the hook has them at hand. */
export type BackoffFiles = Pick<Files, "create" | "rename" | "link" | "unlink"> & {
  /** The content of a small file; null when it cannot be read. */
  read(path: string): string | null;
};

/** Delays the next start of a worker, the longer the more workers crashed; see {@link mayStart}. */
export interface StartBackoff {
  /** No producer starts a worker before this time, in ms since 1970. */
  readonly untilMs: number;
  /** Starts since a worker last ended in order or lived for a while. More than one means that workers crash. */
  readonly starts: number;
}

/** Time for a worker to start and to listen. */
const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 300_000;
export const MAX_BACKOFF_BYTES = 64;

export function backoffPath(paths: QueuePaths): string {
  return `${paths.workers}/starting`;
}

/** Null for no backoff, and for invalid text. */
export function parseBackoff(text: string | null): StartBackoff | null {
  const [untilMs = Number.NaN, starts = Number.NaN] = (text ?? "").split(" ").map(Number);
  // Fewer than none would let the next one start at once.
  return Number.isFinite(untilMs) && Number.isSafeInteger(starts) && starts >= 0 ? { untilMs, starts } : null;
}

/** The version of hive that last started a worker; undefined if the file lacks it, as hive 0.1.0 wrote it. */
export function startedBy(text: string | null): string | undefined {
  return text?.trim().split(" ")[2];
}

/**
 * Whether the caller is the one to start a worker. If several callers ask at once, one gets true. The next start is
 * allowed after 5 s, and the wait doubles with each further start, up to 5 min. {@link endBackoff} resets it. Two
 * callers may get true if one of them is stopped midway; the worker's lock decides then.
 */
export function mayStart(files: BackoffFiles, paths: QueuePaths, nowMs: number): boolean {
  const path = backoffPath(paths);
  const text = files.read(path);
  const backoff = parseBackoff(text);
  // A time further off than any wait comes from a clock that was set back.
  // @mutant of many hooks at once one starts a worker
  if (backoff !== null && backoff.untilMs > nowMs && backoff.untilMs - nowMs <= LONGEST_WAIT_MS) return false;
  try {
    if (text !== null && !takeAway(files, paths, text)) return false;
    const starts = (backoff?.starts ?? 0) + 1;
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (starts - 1));
    begin(files, paths, backoffText(nowMs + waitMs, starts), text === null);
    return true;
  } catch {
    // Another one was faster.
    return false;
  }
}

/** Makes the file complete from the start: a half-written one would look like the remains of a crash. */
function begin(files: BackoffFiles, paths: QueuePaths, text: string, mayClear: boolean): void {
  const path = backoffPath(paths);
  const temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  files.create(temporary, text);
  try {
    files.link(temporary, path);
  } catch (error) {
    // @mutant the backoff is put in place by one
    if (files.read(path) !== null) throw error;
    // An unreadable file may not be hive's: a cloned repository can carry a directory or a link in its place.
    // @mutant what is no backoff is replaced
    if (mayClear && clear(files, path)) return begin(files, paths, text, false);
    // A file system without links.
    files.create(path, text);
  } finally {
    files.unlink(temporary);
  }
}

/** Removes an unreadable file. @returns false when the file is gone, or a valid backoff by then */
function clear(files: BackoffFiles, path: string): boolean {
  const away = `${path}.foreign-${Bun.randomUUIDv7()}`;
  try {
    files.rename(path, away);
  } catch {
    // The file is gone: it could not be made for another reason.
    return false;
  }
  if (files.read(away) !== null) {
    files.rename(away, path);
    return false;
  }
  try {
    files.unlink(away);
  } catch {
    // A directory stays under its other name, out of the way.
  }
  return true;
}

function backoffText(untilMs: number, starts: number): string {
  return `${Math.ceil(untilMs)} ${starts} ${VERSION}\n`;
}

/** Takes an old backoff away. @returns false when it was a new one by then, which is put back */
function takeAway(files: BackoffFiles, paths: QueuePaths, seen: string): boolean {
  const away = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  files.rename(backoffPath(paths), away);
  if (files.read(away) === seen) {
    files.unlink(away);
    return true;
  }
  files.rename(away, backoffPath(paths));
  return false;
}
