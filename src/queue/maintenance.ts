import { existsSync, lstatSync, readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { errorCode } from "../errors.ts";
import type { QueuePaths } from "./layout.ts";
import { moveBack } from "./put-back.ts";

/** What holds a worker's lock; null means that the worker lives. */
export type TakeLock = (worker: string) => { release(): void } | null;

const TEMPORARY_FILE_MS = 3_600_000;

/** What a worker says of itself while it lives. */
export function reportPath(paths: QueuePaths, worker: string): string {
  return `${paths.workers}/${worker}.json`;
}

export function lockPath(paths: QueuePaths, worker: string): string {
  return `${paths.workers}/${worker}.lock`;
}

/**
 * Puts the claims of dead workers back. A worker is dead when its lock can be taken, or when it has none: a worker
 * takes its lock before it claims, and gives it up after.
 * @param self the worker that asks, whose claims stay
 * @returns the names in `pending/` under which entries came back
 */
export function recover(paths: QueuePaths, takeLock: TakeLock, self?: string): string[] {
  const recovered: string[] = [];
  for (const entry of readdirSync(paths.processing, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === self) continue;
    const worker = entry.name;
    const hasLock = existsSync(lockPath(paths, worker));
    const lock = hasLock ? takeLock(worker) : null;
    if (hasLock && lock === null) continue;
    try {
      recovered.push(...recoverClaims(paths, worker));
    } finally {
      lock?.release();
    }
  }
  return recovered;
}

function recoverClaims(paths: QueuePaths, worker: string): string[] {
  const directory = `${paths.processing}/${worker}`;
  const recovered: string[] = [];
  try {
    for (const name of readdirSync(directory)) {
      recovered.push(moveBack(paths, `${directory}/${name}`, name));
    }
    rmdirSync(directory);
    unlinkIfThere(reportPath(paths, worker));
    unlinkIfThere(lockPath(paths, worker));
  } catch (error) {
    // Two workers that find a directory without a lock: the other one was faster.
    if (errorCode(error) !== "ENOENT" && errorCode(error) !== "ENOTEMPTY") throw error;
  }
  return recovered;
}

/** Removes the claims directory and the lock file of a worker that has put everything back. */
export function retireWorker(paths: QueuePaths, worker: string): void {
  recoverClaims(paths, worker);
}

/** Removes what a crash left in `.tmp/` over an hour ago. @returns how many files */
export function sweepTemporaryFiles(paths: QueuePaths, nowMs: number): number {
  return removeOlder(paths.tmp, nowMs - TEMPORARY_FILE_MS);
}

/** Removes what the hook noted of instances and sessions that were not seen since. @returns how many files */
export function sweepInstances(paths: QueuePaths, beforeMs: number): number {
  return removeOlder(paths.instances, beforeMs);
}

function removeOlder(directory: string, beforeMs: number): number {
  let swept = 0;
  for (const name of readdirSync(directory)) {
    const path = `${directory}/${name}`;
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined || stat.isDirectory() || stat.mtimeMs > beforeMs) continue;
    unlinkIfThere(path);
    swept += 1;
  }
  return swept;
}

/** Removes a file; that it is gone already is no error. */
export function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}
