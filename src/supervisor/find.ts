import { lstatSync, readdirSync } from "node:fs";
import { isLockFile } from "../base/foreign.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { lockPath } from "../queue/maintenance.ts";
import { errorCode } from "../base/errors.ts";
import { type Heartbeat, readHeartbeat } from "./heartbeat.ts";
import { lockHolders, lockKey } from "../platform/kernel-locks.ts";
import { ProcessLock } from "./lock.ts";

/** A worker whose lock is held, so that its process lives. */
export interface LiveWorker {
  readonly id: string;
  readonly pid: number;
  /** Null until it has written one. */
  readonly heartbeat: Heartbeat | null;
}

/** So many locks are asked about: a queue has one worker, or a few, and a cloned repository may bring any number. */
const MAX_LOCKS = 256;
const LOCK = /^(\d+-.+)\.lock$/;

/** Whether a worker's process lives, however it is: its lock is held. What is no lock says nothing of anybody. */
export function isAlive(paths: QueuePaths, worker: string): boolean {
  const path = lockPath(paths, worker);
  if (!isLockFile(path)) return false;
  const lock = ProcessLock.take(path, false);
  lock?.release();
  return lock === null && isLockFile(path);
}

/** None where there is no queue yet. */
export function findWorkers(paths: QueuePaths): LiveWorker[] {
  return candidates(paths)
    .filter((id) => isAlive(paths, id))
    .map((id) => ({ id, pid: Number.parseInt(id, 10), heartbeat: readHeartbeat(paths, id) }));
}

function candidates(paths: QueuePaths): string[] {
  const ids = names(paths.workers).flatMap((name) => LOCK.exec(name)?.[1] ?? []);
  if (ids.length <= MAX_LOCKS) return ids;
  // Of so many, those come first on which the kernel knows a lock.
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
