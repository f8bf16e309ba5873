import { lstatSync, readdirSync } from "node:fs";
import { isLockFile } from "../base/files/foreign.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { lockPath } from "../queue/claims/recover.ts";
import { errorCode } from "../base/errors.ts";
import { type Heartbeat, readHeartbeat } from "./heartbeat.ts";
import { lockHolders, lockKey } from "../platform/process/kernel-locks.ts";
import { ProcessLock } from "./lock.ts";

/** A worker whose lock is held, so that its process lives. */
export interface LiveWorker {
  readonly id: string;
  readonly pid: number;
  /** Null until it has written one. */
  readonly heartbeat: Heartbeat | null;
}

/** The most locks that are checked. A queue has few workers, but a cloned repository may bring any number of files. */
const MAX_LOCKS = 256;
const LOCK = /^(\d+-.+)\.lock$/;

/**
 * True if a worker's process lives, even if it hangs: its lock is held. A file that is no lock says nothing about a
 * worker.
 */
export function isAlive(paths: QueuePaths, worker: string): boolean {
  const path = lockPath(paths, worker);
  if (!isLockFile(path)) return false;
  const lock = ProcessLock.take(path, false);
  lock?.release();
  return lock === null && isLockFile(path);
}

/**
 * Without a queue there are no workers.
 * @param self the worker that asks, if one does, for the others: on its own lock it would wait for itself
 */
export function findWorkers(paths: QueuePaths, self?: string): LiveWorker[] {
  return candidates(paths)
    .filter((id) => id !== self && isAlive(paths, id))
    .map((id) => ({ id, pid: Number.parseInt(id, 10), heartbeat: readHeartbeat(paths, id) }));
}

function candidates(paths: QueuePaths): string[] {
  const ids = names(paths.workers).flatMap((name) => LOCK.exec(name)?.[1] ?? []);
  if (ids.length <= MAX_LOCKS) return ids;
  // Locks that the kernel knows as held come first within the limit.
  const held = lockHolders();
  const isHeld = (id: string): boolean => {
    const stat = lstatSync(lockPath(paths, id), { bigint: true, throwIfNoEntry: false });
    return stat !== undefined && held.has(lockKey(stat));
  };
  const known = ids.filter(isHeld);
  const rest = new Set(ids).difference(new Set(known));
  return [...known, ...rest].slice(0, MAX_LOCKS);
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}
