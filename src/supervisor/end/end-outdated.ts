import { isOlder } from "../../base/version.ts";
import { KINDS_SINCE } from "../../model/kinds.ts";
import type { QueuePaths } from "../../queue/layout.ts";
import { endWorker } from "./end-worker.ts";
import { findWorkers } from "../find.ts";
import type { Log } from "../log.ts";

/** It finishes its batch meanwhile. */
const PATIENCE_MS = 10_000;

/**
 * Ends workers too old for the format that hooks write now, in the background or not. A hook believes the heartbeat of
 * the worker that wrote last. So each worker checks for such workers before its first heartbeat, and at each later
 * check.
 * @param self the worker that asks
 */
export async function endOutdated(paths: QueuePaths, self: string, log: Log, signal: AbortSignal): Promise<void> {
  for (const worker of findWorkers(paths, self)) {
    if (worker.heartbeat === null || !isOlder(worker.heartbeat.version, KINDS_SINCE)) continue;
    log.write("info", "asking a worker of an older version to end", { worker: worker.id });
    await endWorker(paths, worker, { graceMs: PATIENCE_MS, mayKill: false, signal });
  }
}
