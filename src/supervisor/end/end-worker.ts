import { errorCode } from "../../base/errors.ts";
import type { QueuePaths } from "../../queue/layout.ts";
import { lockPath } from "../../queue/claims/recover.ts";
import { findWorkers, isAlive, type LiveWorker } from "../find.ts";
import { readHeartbeat } from "../heartbeat.ts";
import { processStart } from "../../platform/process/identity.ts";
import { holdsLock } from "../../platform/process/lock-holder.ts";

/**
 * The result for a worker: ended when asked, killed, still alive, not signalled (process uncertain), or already ended.
 */
export type Ending = "ended" | "killed" | "alive" | "refused" | "gone";

export interface EndOptions {
  /** Time that it may take to finish its batch. @default 2000 */
  readonly graceMs?: number;
  /** Whether it is killed after that. @default true */
  readonly mayKill?: boolean;
  /** Ends the wait; the worker is left as it is then. */
  readonly signal?: AbortSignal;
}

const GRACE_MS = 2000;
const KILL_MS = 2000;
const LOOK_MS = 10;

/**
 * Asks a worker to finish its batch and to end, and kills one that does not. A signal goes only to the process that the
 * kernel shows as the lock's holder, with the heartbeat's start time. A heartbeat alone proves nothing: a cloned
 * repository can bring any file. The next worker recovers the claims of a killed one.
 */
export async function endWorker(paths: QueuePaths, live: LiveWorker, options: EndOptions = {}): Promise<Ending> {
  const { signal: abort } = options;
  const worker = await introduced(paths, live, abort);
  if (!isAlive(paths, worker.id)) return "gone";
  if (!signal(paths, worker, "SIGTERM")) return isAlive(paths, worker.id) ? "refused" : "gone";
  if (await hasEnded(paths, worker, options.graceMs ?? GRACE_MS, abort)) return "ended";
  if (options.mayKill === false || abort?.aborted === true) return "alive";
  if (!signal(paths, worker, "SIGKILL")) return isAlive(paths, worker.id) ? "refused" : "ended";
  return (await hasEnded(paths, worker, KILL_MS, abort)) ? "killed" : "alive";
}

/** A worker that is starting has its lock and no heartbeat yet. */
async function introduced(paths: QueuePaths, worker: LiveWorker, abort?: AbortSignal): Promise<LiveWorker> {
  const endMs = performance.now() + GRACE_MS;
  let { heartbeat } = worker;
  while (heartbeat === null && performance.now() < endMs && isAlive(paths, worker.id)) {
    if (abort?.aborted === true) break;
    await Bun.sleep(LOOK_MS);
    heartbeat = readHeartbeat(paths, worker.id);
  }
  return { ...worker, heartbeat };
}

/** Ends all workers of a queue at once. */
export async function endWorkers(
  paths: QueuePaths,
  options: EndOptions = {},
): Promise<ReadonlyArray<{ readonly worker: LiveWorker; readonly ending: Ending }>> {
  const endings = findWorkers(paths).map(async (worker) => ({
    worker,
    ending: await endWorker(paths, worker, options),
  }));
  return Promise.all(endings);
}

function signal(paths: QueuePaths, { id, pid, heartbeat }: LiveWorker, name: NodeJS.Signals): boolean {
  if (heartbeat === null || heartbeat.pid !== pid || heartbeat.process_start === null) return false;
  // Asked last, so that as little as can be comes between the answer and the signal.
  // @mutant a signal goes only to who holds the lock
  if (!isAlive(paths, id) || !holdsLock(lockPath(paths, id), pid)) return false;
  // @mutant a signal goes only to the process of the heartbeat
  if (heartbeat.process_start !== processStart(pid)) return false;
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    // It has just ended, or is another user's.
    if (errorCode(error) === "ESRCH" || errorCode(error) === "EPERM") return false;
    throw error;
  }
}

async function hasEnded(
  paths: QueuePaths,
  { id }: LiveWorker,
  withinMs: number,
  abort?: AbortSignal,
): Promise<boolean> {
  const endMs = performance.now() + withinMs;
  while (isAlive(paths, id)) {
    if (performance.now() > endMs || abort?.aborted === true) return false;
    await Bun.sleep(LOOK_MS);
  }
  return true;
}
