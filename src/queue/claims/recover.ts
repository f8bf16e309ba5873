import { readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { errorCode } from "../../base/errors.ts";
import { clearPath, isLockFile } from "../../base/files/foreign.ts";
import type { QueuePaths } from "../layout.ts";
import { moveBack } from "../inbox/put-back.ts";

/** Takes a worker's lock; null means that the worker lives. */
export type TakeLock = (worker: string) => { release(): void } | null;

const WORKER = /^\d+-[0-9a-f]{8}$/;
/** Number of workers whose claims come back in one pass; the next pass takes the rest. */
const MAX_WORKERS = 1000;

/** The file in which a worker reports its state while it lives. */
export function reportPath(paths: QueuePaths, worker: string): string {
  return `${paths.workers}/${worker}.json`;
}

export function lockPath(paths: QueuePaths, worker: string): string {
  return `${paths.workers}/${worker}.lock`;
}

/**
 * Puts the claims of dead workers back. A worker is dead when its lock can be taken, or when it has none. A worker
 * takes its lock before it claims, and gives it up after its claims.
 * @param self the worker that asks, whose claims stay
 * @param onFault is called with the reason if the claims of one worker stay; the others still come back
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
  // Directories not named like a worker come last: a cloned repository may bring any number.
  const inTurn = workers.toSorted((a, b) => Number(WORKER.test(b.name)) - Number(WORKER.test(a.name)));
  for (const entry of inTurn.slice(0, MAX_WORKERS)) {
    if (entry.name === self) continue;
    const worker = entry.name;
    // A path that is not a lock file has no holder.
    const hasLock = isLockFile(lockPath(paths, worker));
    const lock = hasLock ? takeLock(worker) : null;
    // @mutant recovery takes the dead worker's lock first
    if (hasLock && lock === null) continue;
    try {
      recoverClaims(paths, worker, recovered);
    } catch (error) {
      // @mutant what keeps one dead worker's claims keeps no other's
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

/** Removes a file; a missing one is no error. */
export function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}
