import { readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { errorCode } from "../base/errors.ts";
import { clearPath, isLockFile } from "../base/foreign.ts";
import type { QueuePaths } from "./layout.ts";
import { moveBack } from "./put-back.ts";

/** What holds a worker's lock; null means that the worker lives. */
export type TakeLock = (worker: string) => { release(): void } | null;

const WORKER = /^\d+-[0-9a-f]{8}$/;
/** Of how many workers the claims come back at once; the next pass takes the next ones. */
const MAX_WORKERS = 1000;

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
 * @param onFault is told what keeps the claims of one worker where they are; the others come back all the same
 * @returns the names in `pending/` under which entries came back
 */
export function recover(
  paths: QueuePaths,
  takeLock: TakeLock,
  {
    self,
    onFault,
  }: { readonly self?: string | undefined; readonly onFault?: ((error: unknown) => void) | undefined } = {},
): string[] {
  const recovered: string[] = [];
  const workers = readdirSync(paths.processing, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  // What is no worker's name comes last: a clone may bring any number of directories.
  const inTurn = workers.toSorted((a, b) => Number(WORKER.test(b.name)) - Number(WORKER.test(a.name)));
  for (const entry of inTurn.slice(0, MAX_WORKERS)) {
    if (entry.name === self) continue;
    const worker = entry.name;
    // What is no lock is held by nobody.
    const hasLock = isLockFile(lockPath(paths, worker));
    const lock = hasLock ? takeLock(worker) : null;
    if (hasLock && lock === null) continue;
    try {
      recoverClaims(paths, worker, recovered);
    } catch (error) {
      if (onFault === undefined) throw error;
      onFault(error);
    } finally {
      lock?.release();
    }
  }
  return recovered;
}

/** @param recovered the names are added to it */
function recoverClaims(paths: QueuePaths, worker: string, recovered: string[]): void {
  const directory = `${paths.processing}/${worker}`;
  try {
    for (const name of readdirSync(directory)) {
      recovered.push(moveBack(paths, `${directory}/${name}`, name));
    }
    rmdirSync(directory);
    // A cloned repository may have directories under these names.
    for (const path of [reportPath(paths, worker), lockPath(paths, worker)]) clearPath(path, () => true);
  } catch (error) {
    // Two workers that find a directory without a lock: the other one was faster.
    if (errorCode(error) !== "ENOENT" && errorCode(error) !== "ENOTEMPTY") throw error;
  }
}

/** Removes the claims directory and the lock file of a worker that has put everything back. */
export function retireWorker(paths: QueuePaths, worker: string): void {
  recoverClaims(paths, worker, []);
}

/** Removes a file; that it is gone already is no error. */
export function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}
