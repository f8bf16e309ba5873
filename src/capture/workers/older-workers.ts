import { clearPath } from "../../base/files/foreign.ts";
import { orRemove } from "../../queue/producer/enqueue.ts";
import { nodeFiles } from "../../base/files/files.ts";
import type { QueuePaths } from "../../queue/layout.ts";
import { isOlder, VERSION } from "../../base/version.ts";
import { endBackoff } from "../../supervisor/slot.ts";
import { endWorker } from "../../supervisor/end/end-worker.ts";
import { findWorkers, type LiveWorker } from "../../supervisor/find.ts";
import { backoffPath, startedBy } from "../../supervisor/start-backoff.ts";
import { isKnownStuck, lookedPath, lookedText, STUCK_MS, stuckText } from "./ensure-worker.ts";
import { nodeHookIo } from "../node-io.ts";

/** Short, since the agent waits. */
const PATIENCE_MS = 1000;
const LOOK_MS = 10;

/**
 * Ends every worker of an older version, in the background or not. Each finishes its batch, and none is killed. The
 * result is noted, so that the next call need not look.
 * @returns false if one lives on, or may be of an older version
 */
export async function endOlderWorkers(paths: QueuePaths): Promise<boolean> {
  if (isKnownStuck(nodeHookIo.read(lookedPath(paths)), Date.now())) return false;
  const isEnded = await tryToEnd(paths);
  if (!isEnded) noteLook(paths, stuckText(Date.now() + STUCK_MS));
  return isEnded;
}

async function tryToEnd(paths: QueuePaths): Promise<boolean> {
  const endMs = performance.now() + PATIENCE_MS;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  // A starting worker has no heartbeat yet: only the note of its start names its version.
  const isOurs = startedBy(nodeHookIo.read(backoffPath(paths))) === VERSION;
  let heartbeat: string | null;
  for (;;) {
    // Read the heartbeat before the look: a worker that starts later writes another one. A worker also writes one as it
    // ends.
    heartbeat = nodeHookIo.read(paths.heartbeat);
    const workers = findWorkers(paths);
    const older = workers.filter(isOld);
    if (older.length === 0 && (isOurs || workers.every((worker) => worker.heartbeat !== null))) break;
    const leftMs = endMs - performance.now();
    if (leftMs <= 0) return false;
    const options = { graceMs: leftMs, mayKill: false, signal };
    const endings = await Promise.all(older.map((worker) => endWorker(paths, worker, options)));
    if (endings.includes("refused")) return false;
    // The next worker may start at once.
    if (older.length > 0) endBackoff(paths);
    else await Bun.sleep(LOOK_MS);
  }
  noteLook(paths, lookedText(heartbeat));
  return true;
}

const isOld = ({ heartbeat }: LiveWorker): boolean => heartbeat !== null && isOlder(heartbeat.version);

function noteLook(paths: QueuePaths, text: string): void {
  const temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  try {
    nodeFiles.create(temporary, text);
    orRemove(nodeFiles, temporary, () => {
      clearPath(lookedPath(paths));
      nodeFiles.rename(temporary, lookedPath(paths));
    });
  } catch {
    // The next call looks again.
    return;
  }
}
