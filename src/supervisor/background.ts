import type { Config } from "../base/config.ts";
import { nodeFiles } from "../base/files.ts";
import { clearPath } from "../base/foreign.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { isOlder } from "../base/version.ts";
import { endWorker } from "./end-worker.ts";
import { findWorkers, type LiveWorker } from "./find.ts";
import { ProcessLock } from "./lock.ts";
import type { Log } from "./log.ts";
import { sleep } from "./outage.ts";
import { gatePath } from "./start-gate.ts";
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
/** One that looks by itself, and hears no doorbell, shows within this time whether it is about to end. */
const UNHEARD_MS = 1000;
/** A worker that seems stuck is rung for, and has so long to show that it is not. */
const OBSERVATION_MS = 3000;

/** Held by the one worker in the background for its life. */
export const placePath = (paths: QueuePaths): string => `${paths.workers}/background`;

/**
 * Takes the place of the queue's one worker in the background: at once where it is free; after the holder's end where
 * that one is ending, is of an older version, or is stuck.
 * @returns null when another worker is at work, and listens or looks by itself: what is in the queue is seen by it
 */
export async function takePlace(options: BackgroundOptions): Promise<ProcessLock | null> {
  const { paths, log, signal } = options;
  await replaceStuck(options);
  const startedMs = performance.now();
  while (!signal.aborted) {
    const place = ProcessLock.take(placePath(paths), true);
    if (place !== null) return place;
    const workers = findWorkers(paths);
    const older = workers.filter(isOlderInBackground);
    for (const worker of older) {
      log.write("info", "asking a worker of an older version to end", { worker: worker.id });
      await endWorker(paths, worker, { graceMs: ENDING_MS, mayKill: false, signal });
    }
    // One that still hears the doorbell will see what was enqueued before this.
    if (older.length === 0 && nodeFiles.ring(paths.doorbell)) break;
    const waitedMs = performance.now() - startedMs;
    if (older.length === 0 && waitedMs > UNHEARD_MS && workers.some(looksByItself)) break;
    if (waitedMs > ENDING_MS) {
      log.write("warn", "another worker has the place and does not listen");
      break;
    }
    // Two that try at once keep each other out.
    await Bun.sleep(LOOK_MS * (0.5 + Math.random()));
  }
  // The gate stays as it is: the worker that listens may open it at any moment, and end.
  return null;
}

/**
 * Takes the place again where its file was deleted, so that others see it taken.
 * @returns the lock that counts now; null when another worker has the place
 */
export function keepPlace(paths: QueuePaths, place: ProcessLock): ProcessLock | null {
  if (place.isInPlace) return place;
  place.release();
  return ProcessLock.take(placePath(paths), true);
}

/** Lets the next one who asks start a worker at once. */
export function openGate(paths: QueuePaths): void {
  clearPath(gatePath(paths), () => true);
}

function isOlderInBackground({ heartbeat }: LiveWorker): boolean {
  return heartbeat?.background === true && isOlder(heartbeat.version);
}

/** A worker in the background that no doorbell wakes, and that is at work: it polls, or its watcher tells it. */
function looksByItself({ heartbeat }: LiveWorker): boolean {
  return heartbeat?.background === true && heartbeat.stopped_at === null && heartbeat.doorbell !== "proven";
}

/** Ends workers that live and do nothing although entries wait, after a last chance to show otherwise. */
async function replaceStuck({ paths, config, log, signal }: BackgroundOptions): Promise<void> {
  const find = (): LiveWorker[] => findStuck(paths, findWorkers(paths), config.stuckAfterSeconds * 1000, Date.now());
  const suspects = find();
  if (suspects.length === 0) return;
  nodeFiles.ring(paths.doorbell);
  await sleep(OBSERVATION_MS, signal);
  if (signal.aborted) return;
  for (const worker of find().filter(({ id }) => suspects.some((suspect) => suspect.id === id))) {
    const ending = await endWorker(paths, worker, { signal });
    log.write("warn", "a worker was stuck", { worker: worker.id, pid: worker.pid, ending });
  }
}
