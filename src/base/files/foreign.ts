import { linkSync, lstatSync, renameSync, rmdirSync, type Stats, unlinkSync } from "node:fs";
import { errorCode } from "../errors.ts";

// Names below the state directory at which hive makes files for its own use. A cloned repository can bring something
// else under such a name (directory, link, FIFO, garbage) and block it.

/** Whether a file cannot be one that hive makes at a path. */
export type IsForeign = (stat: Stats) => boolean;

export const isNoFile: IsForeign = (stat) => !stat.isFile();

/**
 * hive's locks are empty for life: the lock is on the file, which is never written. If a lock had two names, any close
 * of the other would release it.
 */
export const isNoLock: IsForeign = (stat) => !stat.isFile() || stat.size > 0 || stat.nlink > 1;

/** Whether the file at a path can be a lock. It is not opened: that would release a lock which this process holds. */
export function isLockFile(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  // @mutant what is no lock is held by nobody
  return stat !== undefined && !isNoLock(stat);
}

/**
 * Removes a file that hive cannot have made at a path of its own. Links are removed, not followed; a directory that
 * holds something stays beside it under another name.
 * @returns the action, in one sentence; null without a foreign file
 * @throws the system's error when it can be neither removed nor renamed
 */
export function clearPath(path: string, isForeign: IsForeign = isNoFile): string | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || !isForeign(found)) return null;
  const away = `${path}.foreign-${Bun.randomUUIDv7()}`;
  if (!isRenamed(path, away)) return null;
  const moved = lstatSync(away);
  if (!isForeign(moved)) {
    // @mutant what another process made in a cleared place is put back
    putBack(away, path);
    return null;
  }
  if (!moved.isDirectory()) {
    unlinkSync(away);
    return `removed a foreign file from ${path}`;
  }
  return isEmptied(away)
    ? `removed a foreign directory from ${path}`
    : `moved a foreign directory from ${path} to ${away}`;
}

function isRenamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    // Another process was faster.
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}

/** Another process had cleared the path already, and made this there. A third may have made one since. */
function putBack(away: string, path: string): void {
  try {
    linkSync(away, path);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
  unlinkSync(away);
}

function isEmptied(directory: string): boolean {
  try {
    rmdirSync(directory);
    return true;
  } catch (error) {
    if (errorCode(error) !== "ENOTEMPTY" && errorCode(error) !== "EEXIST") throw error;
    return false;
  }
}
