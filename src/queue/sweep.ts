import { lstatSync, readdirSync } from "node:fs";
import { errorMessage } from "../base/errors.ts";
import { isOwnSeq } from "./entry.ts";
import { readRegular } from "../base/files/files.ts";
import { clearPath, isLockFile } from "../base/files/foreign.ts";
import type { QueuePaths } from "./layout.ts";
import { lockPath, reportPath, type TakeLock, unlinkIfThere } from "./claims/recover.ts";

// A sweep deletes only files whose whole name is one that hive gives. Other files there belong to someone else.

const TEMPORARY_FILE_MS = 3_600_000;
const DEAD_WORKER_MS = 3_600_000;
/** A sweep that reaches this number leaves the rest to the next. */
const MAX_SWEPT = 1000;

const HEARTBEAT_DRAFT = /^heartbeat-\d+-[0-9a-f]{8}$/;
const NOTE = /^[A-Za-z0-9_-]{1,128}\.json$/;
const MARK = /^restored-(own|next)-[0-9a-z]+-[\d.]+$/;
const WORKER_FILE = /^(\d+-[0-9a-f]{8})\.(lock|lock-journal|json)$/;
const JOURNAL = /^\d+\.(ids|dropped)$/;
/** The largest note, in bytes: it holds only the digits of a time. */
export const MAX_NOTE_BYTES = 32;

/** Whether hive gives such a name to a file in `.tmp/`. */
export function isTemporaryName(name: string): boolean {
  return isOwnSeq(name) || HEARTBEAT_DRAFT.test(name);
}

/** Removes files that a crash left in `.tmp/` over an hour ago. @returns how many files */
export function sweepTemporaryFiles({ tmp }: QueuePaths, nowMs: number): number {
  // @mutant a sweep of .tmp/ takes what hive made
  return removeOlder(tmp, nowMs - TEMPORARY_FILE_MS, isTemporaryName);
}

/** Removes the hook's notes on instances and sessions that were not seen since. @returns how many files */
export function sweepInstances({ instances }: QueuePaths, beforeMs: number): number {
  return removeOlder(instances, beforeMs, (name, bytes) => {
    const isMark = MARK.test(name);
    if (isMark && bytes === 0) return true;
    // A mark on a state that was given holds its receiver's process.
    const mayBeNote = (isMark || NOTE.test(name)) && bytes <= MAX_NOTE_BYTES;
    // @mutant a sweep of instances/ takes what hive made
    return mayBeNote && /^\d+$/.test(readRegular(`${instances}/${name}`, MAX_NOTE_BYTES) ?? "");
  });
}

function removeOlder(directory: string, beforeMs: number, isOwn: (name: string, bytes: number) => boolean): number {
  let swept = 0;
  for (const name of readdirSync(directory)) {
    if (swept === MAX_SWEPT) break;
    const path = `${directory}/${name}`;
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() !== true || stat.mtimeMs > beforeMs || !isOwn(name, stat.size)) continue;
    unlinkIfThere(path);
    swept += 1;
  }
  return swept;
}

/** Removes locks and heartbeats that dead workers left over an hour ago. @returns how many workers */
export function sweepWorkers(paths: QueuePaths, takeLock: TakeLock, nowMs: number, self: string): number {
  const swept = new Set<string>();
  for (const name of readdirSync(paths.workers)) {
    const id = WORKER_FILE.exec(name)?.[1];
    if (id === undefined || id === self || swept.has(id)) continue;
    const stat = lstatSync(`${paths.workers}/${name}`, { throwIfNoEntry: false });
    if (stat === undefined || nowMs - stat.mtimeMs < DEAD_WORKER_MS) continue;
    if (!isSwept(paths, takeLock, id)) continue;
    swept.add(id);
    if (swept.size === MAX_SWEPT) break;
  }
  return swept.size;
}

/** Hold the worker's lock, if it has one: a live worker keeps its files. */
function isSwept(paths: QueuePaths, takeLock: TakeLock, id: string): boolean {
  const path = lockPath(paths, id);
  const isLock = isLockFile(path);
  const lock = isLock ? takeLock(id) : null;
  if (isLock && lock === null) return false;
  try {
    for (const own of [reportPath(paths, id), path, `${path}-journal`]) clearPath(own, () => true);
  } finally {
    lock?.release();
  }
  return true;
}

/**
 * Removes directories and other non-files under the names of hive's own files; they would block those names for ever.
 * @returns the actions, a sentence each
 */
export function clearForeign(paths: QueuePaths): string[] {
  const { root, queue, heartbeat, instances, journals, workers } = paths;
  const single = [heartbeat, `${queue}/.room`, `${root}/hook.log`, `${root}/hook.log.1`];
  const all = [
    ...single,
    ...noFiles(instances, (name) => NOTE.test(name) || MARK.test(name)),
    ...noFiles(journals, (name) => JOURNAL.test(name)),
    ...noFiles(workers, (name) => WORKER_FILE.test(name)),
  ];
  return all
    .slice(0, MAX_SWEPT)
    .map(tryToClear)
    .filter((sentence) => sentence !== null);
}

function tryToClear(path: string): string | null {
  try {
    return clearPath(path);
  } catch (error) {
    // An immutable file or a mount. The other files are still cleared.
    return `${path} cannot be cleared: ${errorMessage(error)}`;
  }
}

function noFiles(directory: string, isOwn: (name: string) => boolean): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => !entry.isFile() && isOwn(entry.name))
    .map((entry) => `${directory}/${entry.name}`);
}
