import { isOlder } from "../base/version.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { endWorker } from "./end-worker.ts";
import { findWorkers } from "./find.ts";
import type { Log } from "./log.ts";

/** The first version whose workers know `observe`: an older one makes a dead letter of each. */
const FIRST_WITH_OBSERVE = "0.3.0";

/** It finishes its batch meanwhile. */
const PATIENCE_MS = 10_000;

/**
 * Ends workers that do not know what hooks write now, in the background or not. A hook believes the heartbeat, which the
 * worker has written that wrote last: so each worker sees to it before its first, and at each look of its own.
 */
export async function endUnaware(paths: QueuePaths, log: Log, signal: AbortSignal): Promise<void> {
  for (const worker of findWorkers(paths)) {
    if (worker.heartbeat === null || !isOlder(worker.heartbeat.version, FIRST_WITH_OBSERVE)) continue;
    log.write("info", "asking a worker of an older version to end", { worker: worker.id });
    await endWorker(paths, worker, { graceMs: PATIENCE_MS, mayKill: false, signal });
  }
}
