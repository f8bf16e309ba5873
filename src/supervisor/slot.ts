import type { Config } from "../base/config/config.ts";
import { errorCode } from "../base/errors.ts";
import { nodeFiles } from "../base/files/files.ts";
import { clearPath } from "../base/files/foreign.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { makeQueue } from "../queue/make.ts";
import { isOlder } from "../base/version.ts";
import { endWorker } from "./end/end-worker.ts";
import { findWorkers, type LiveWorker } from "./find.ts";
import { ProcessLock } from "./lock.ts";
import type { Log } from "./log.ts";
import { sleep } from "./outage.ts";
import { isReplaced } from "./installation-replaced.ts";
import { backoffPath } from "./start-backoff.ts";
import { findStuck } from "./stuck.ts";

export interface BackgroundOptions {
  readonly paths: QueuePaths;
  readonly config: Config;
  readonly log: Log;
  /** Ends the wait for another worker's end. */
  readonly signal: AbortSignal;
}

const LOOK_MS = 50;
/** A worker that has stopped listening is about to end. */
const ENDING_MS = 10_000;
/** A worker without a doorbell polls. Within this time its heartbeat shows whether it is about to end. */
const UNHEARD_MS = 1000;
/** A worker that seems stuck gets a ring, and this long to make progress. */
const OBSERVATION_MS = 3000;

/** Held by the one worker in the background for its life. */
export const slotPath = (paths: QueuePaths): string => `${paths.workers}/background`;

/** Callbacks by which a background worker lets a successor start. */
export interface Supervision {
  /**
   * Called after the worker stops listening and before its final scan. A producer that the scan misses may then start a
   * new worker.
   */
  readonly onStopListening: () => void;
  /** Called at each backstop. @returns whether it should end, such as for a newer version */
  readonly onMaintain: () => boolean;
}

/** The slot of the queue's one worker in the background. */
export interface Slot {
  readonly supervision: Supervision;
  readonly release: () => void;
}

/**
 * Takes the slot of the queue's one background worker: at once if it is free. If the holder is ending, older or stuck,
 * takes it after the holder's end.
 * @returns null when another worker is at work and will see the queue's entries, by doorbell or by polling
 */
export async function takeSlot(options: BackgroundOptions): Promise<Slot | null> {
  const { paths } = options;
  makeQueue(paths);
  let lock = await takeLock(options);
  if (lock === null) return null;
  const onMaintain = (): boolean => {
    // It has lived for a while: when it ends, the next may come at once.
    endBackoff(paths);
    lock = lock === null ? null : keepLock(paths, lock);
    return lock === null || isReplaced();
  };
  return { supervision: { onStopListening: () => endBackoff(paths), onMaintain }, release: () => lock?.release() };
}

/** @returns null when another worker is at work */
async function takeLock(options: BackgroundOptions): Promise<ProcessLock | null> {
  const { paths, log, signal } = options;
  await replaceStuck(options);
  const startedMs = performance.now();
  while (!signal.aborted) {
    const lock = ProcessLock.take(slotPath(paths), true);
    if (lock !== null) return lock;
    const workers = findWorkers(paths);
    const older = workers.filter(isOlderInBackground);
    for (const worker of older) {
      log.write("info", "asking a worker of an older version to end", { worker: worker.id });
      await endWorker(paths, worker, { graceMs: ENDING_MS, mayKill: false, signal });
    }
    // A worker that still listens at the doorbell will see all entries enqueued before this.
    if (older.length === 0 && nodeFiles.ring(paths.doorbell)) break;
    const waitedMs = performance.now() - startedMs;
    if (older.length === 0 && waitedMs > UNHEARD_MS && workers.some(looksByItself)) break;
    if (waitedMs > ENDING_MS) {
      log.write("warn", "another worker has the slot and does not listen");
      break;
    }
    // Two that try at once keep each other out.
    await Bun.sleep(LOOK_MS * (0.5 + Math.random()));
  }
  // The backoff stays: the worker that listens may end it at any moment, and itself.
  return null;
}

/**
 * Takes the lock again where its file was deleted, so that others see the slot taken. Where its directory is just being
 * deleted the next look tries again.
 * @returns the lock that counts now; null when another worker has the slot
 */
function keepLock(paths: QueuePaths, lock: ProcessLock): ProcessLock | null {
  if (lock.isInPlace) return lock;
  try {
    const next = ProcessLock.take(slotPath(paths), true);
    lock.release();
    return next;
  } catch (error) {
    // @mutant a slot whose directory is being deleted ends no worker
    if (errorCode(error) !== "HIVE_QUEUE_UNAVAILABLE") throw error;
    return lock;
  }
}

/** Lets the next one who asks start a worker at once. */
export function endBackoff(paths: QueuePaths): void {
  clearPath(backoffPath(paths), () => true);
}

function isOlderInBackground({ heartbeat }: LiveWorker): boolean {
  return heartbeat?.background === true && isOlder(heartbeat.version);
}

/** True if a background worker works without a doorbell: it polls, or its watcher wakes it. */
function looksByItself({ heartbeat }: LiveWorker): boolean {
  return heartbeat?.background === true && heartbeat.stopped_at === null && heartbeat.doorbell !== "proven";
}

/** Ends workers that live and do nothing although entries wait, after a last chance to show otherwise. */
async function replaceStuck({ paths, config, log, signal }: BackgroundOptions): Promise<void> {
  const find = (): LiveWorker[] => findStuck(paths, findWorkers(paths), config.stuckAfterSeconds * 1000, Date.now());
  const idle = find();
  if (idle.length === 0) return;
  nodeFiles.ring(paths.doorbell);
  await sleep(OBSERVATION_MS, signal);
  if (signal.aborted) return;
  for (const worker of find().filter(({ id }) => idle.some((before) => before.id === id))) {
    const ending = await endWorker(paths, worker, { signal });
    log.write("warn", "a worker was stuck", { worker: worker.id, pid: worker.pid, ending });
  }
}
