import { chmodSync } from "node:fs";
import { HiveError } from "../../base/errors.ts";
import type { QueuePaths } from "../../queue/layout.ts";
import { endWorkers } from "../../supervisor/end/end-worker.ts";
import { ProcessLock } from "../../supervisor/lock.ts";
import { slotPath } from "../../supervisor/slot.ts";

const GRACE_MS = 15_000;

/**
 * Asks each worker of a queue to end, and waits for it. A worker puts its claims back before it ends.
 * @throws HIVE_UNHEALTHY if one does not end, or its process cannot be identified
 */
export async function stopWorkers(paths: QueuePaths, graceMs = GRACE_MS): Promise<void> {
  const endings = await endWorkers(paths, { graceMs, mayKill: false });
  const withEnding = (wanted: string) => endings.filter(({ ending }) => ending === wanted).map(({ worker }) => worker);
  const [unknown] = withEnding("refused");
  if (unknown !== undefined) {
    throw new HiveError("HIVE_UNHEALTHY", `worker ${unknown.id} lives, but process ${unknown.pid} is another one`, {
      hint: "does it run in a container, or on another machine? end it there",
    });
  }
  const left = withEnding("alive");
  if (left.length === 0) return;
  const ids = left.map(({ id }) => id).join(", ");
  throw new HiveError("HIVE_UNHEALTHY", `${ids} did not end within ${graceMs / 1000} s`, {
    hint: "hive worker stop --force kills it and loses nothing; then run this again",
  });
}

const LOCK_MS = 10_000;
const LOOK_MS = 20;

/**
 * Ends each worker of a queue, and keeps background workers from starting until the lock is released.
 * @throws HIVE_UNHEALTHY if one does not end; HIVE_STORE_UNAVAILABLE if others start again and again
 */
export async function holdQueue(paths: QueuePaths): Promise<ProcessLock> {
  const endMs = performance.now() + LOCK_MS;
  for (;;) {
    await stopWorkers(paths);
    const lock = ProcessLock.take(slotPath(paths), true);
    if (lock !== null) {
      // SQLite creates the file with the caller's umask.
      chmodSync(slotPath(paths), 0o600);
      return lock;
    }
    if (performance.now() > endMs) {
      throw new HiveError("HIVE_STORE_UNAVAILABLE", "another worker starts again and again", {
        hint: "hive worker stop ends it; then run this again",
      });
    }
    await Bun.sleep(LOOK_MS);
  }
}
