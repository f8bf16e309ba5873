import { clearPath } from "../base/foreign.ts";
import { orRemove } from "../queue/enqueue.ts";
import { nodeFiles } from "../base/files.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { isOlder, VERSION } from "../base/version.ts";
import { openGate } from "../supervisor/background.ts";
import { endWorker } from "../supervisor/end-worker.ts";
import { findWorkers, type LiveWorker } from "../supervisor/find.ts";
import { gatePath, startedBy } from "../supervisor/start-gate.ts";
import { isKnownStuck, lookedPath, lookedText, STUCK_MS, stuckText } from "./call-worker.ts";
import { nodeHookIo } from "./node-io.ts";

/** The agent waits. */
const PATIENCE_MS = 1000;
const LOOK_MS = 10;

/**
 * Ends every worker of an older version, in the background or not: one that is asked to end finishes its batch, and
 * none is killed. What is found is noted, so that the next call need not look.
 * @returns false where one lives on, or may be one of an older version
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
  // A worker that is starting has no heartbeat yet: whose it is, the one knows that started it.
  const isOurs = startedBy(nodeHookIo.read(gatePath(paths))) === VERSION;
  let heartbeat: string | null;
  for (;;) {
    // Before the look: a worker that starts after it writes another. One that ends writes a last one.
    heartbeat = nodeHookIo.read(paths.heartbeat);
    const workers = findWorkers(paths);
    const older = workers.filter(isOld);
    if (older.length === 0 && (isOurs || workers.every((worker) => worker.heartbeat !== null))) break;
    const leftMs = endMs - performance.now();
    if (leftMs <= 0) return false;
    const options = { graceMs: leftMs, mayKill: false, signal };
    const endings = await Promise.all(older.map((worker) => endWorker(paths, worker, options)));
    if (endings.includes("refused")) return false;
    // The next one may come at once.
    if (older.length > 0) openGate(paths);
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
