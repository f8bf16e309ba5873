import { existsSync, readdirSync } from "node:fs";
import type { QueuePaths } from "../queue/layout.ts";
import { findWorkers } from "../supervisor/find.ts";

/** A worker as its files tell of it. */
export interface WorkerFiles {
  readonly id: string;
  /** Whether its lock is held: only a process that lives can hold one. */
  readonly isAlive: boolean;
}

/** Every worker that has a lock, a report or claims, dead ones included. */
export function workerFiles(paths: QueuePaths): WorkerFiles[] {
  const ids = new Set<string>();
  for (const name of list(paths.workers)) {
    const id = /^(.+)\.(lock-journal|lock|json)$/.exec(name)?.[1];
    if (id !== undefined) ids.add(id);
  }
  for (const name of list(paths.processing)) ids.add(name);
  const alive = new Set(findWorkers(paths).map(({ id }) => id));
  return [...ids].map((id) => ({ id, isAlive: alive.has(id) }));
}

const list = (directory: string): string[] => (existsSync(directory) ? readdirSync(directory) : []);
