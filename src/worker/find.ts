import { existsSync, readdirSync } from "node:fs";
import type { QueuePaths } from "../queue/layout.ts";
import { lockPath } from "../queue/maintenance.ts";
import { type Heartbeat, readHeartbeat } from "./heartbeat.ts";
import { ProcessLock } from "./lock.ts";

/** A worker whose lock is held, so that its process lives. */
export interface LiveWorker {
  readonly id: string;
  readonly pid: number;
  /** Null until it has written one. */
  readonly heartbeat: Heartbeat | null;
}

/** Whether a worker's process lives, however it is: its lock is held. */
export function isAlive(paths: QueuePaths, worker: string): boolean {
  const path = lockPath(paths, worker);
  if (!existsSync(path)) return false;
  const lock = ProcessLock.take(path, false);
  lock?.release();
  return lock === null && existsSync(path);
}

/** None where there is no queue yet. */
export function findWorkers(paths: QueuePaths): LiveWorker[] {
  if (!existsSync(paths.workers)) return [];
  return readdirSync(paths.workers)
    .filter((name) => name.endsWith(".lock"))
    .map((name) => name.slice(0, -".lock".length))
    .filter((id) => isAlive(paths, id))
    .map((id) => ({ id, pid: Number.parseInt(id, 10), heartbeat: readHeartbeat(paths, id) }));
}
