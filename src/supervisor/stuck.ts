import { lstatSync, readdirSync } from "node:fs";
import type { QueuePaths } from "../queue/layout.ts";
import { parseEntryName } from "../queue/entry.ts";
import { readEntry } from "../queue/read-entry.ts";
import type { LiveWorker } from "./find.ts";

/** The number of the oldest entries that are read. */
const MAX_READ = 100;
/** A larger one counts as due. */
const MAX_ENTRY_BYTES = 4 * 1024 ** 2;

/**
 * Workers that are alive but stuck: for `stuckAfterMs` they took no entry although a due entry waited. A worker whose
 * store is not writable is not stuck: it waits, and its heartbeat says so. One whose store cannot be written is not
 * stuck but waits itself, and says so.
 */
export function findStuck(
  paths: QueuePaths,
  workers: readonly LiveWorker[],
  stuckAfterMs: number,
  nowMs: number,
): LiveWorker[] {
  const idle = workers.filter(({ heartbeat }) => {
    if (heartbeat === null || heartbeat.store_error !== null || heartbeat.queue_error !== null) return false;
    // A time in the future comes from a clock that was set back since.
    return Math.abs(nowMs - Date.parse(heartbeat.last_process_time ?? heartbeat.started_at)) > stuckAfterMs;
  });
  // While one of them works, entries in `pending/` wait for their turn.
  const isQueueServed = idle.length < workers.length;
  return idle.filter(
    ({ id }) =>
      isAnyWaiting(`${paths.processing}/${id}`, stuckAfterMs, nowMs) ||
      (!isQueueServed && isAnyWaiting(paths.pending, stuckAfterMs, nowMs)),
  );
}

/** Whether an entry in a directory has been due for so long. */
function isAnyWaiting(directory: string, forMs: number, nowMs: number): boolean {
  let read = 0;
  for (const name of names(directory)) {
    const parsed = parseEntryName(name);
    const stat = lstatSync(`${directory}/${name}`, { throwIfNoEntry: false });
    if (parsed === null || stat === undefined || nowMs - stat.mtimeMs <= forMs) continue;
    const result = readEntry(`${directory}/${name}`, parsed, MAX_ENTRY_BYTES, { key: null });
    const dueMs = result?.kind === "entry" ? (result.entry.not_before_ms ?? 0) : 0;
    if (result !== null && nowMs - dueMs > forMs) return true;
    read += 1;
    if (read === MAX_READ) return false;
  }
  return false;
}

function names(directory: string): readonly string[] {
  try {
    return readdirSync(directory).toSorted();
  } catch {
    // A worker that ended took the directory of its claims with it.
    return [];
  }
}
