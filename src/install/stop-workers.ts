import { HiveError } from "../base/errors.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { endWorkers } from "../supervisor/end-worker.ts";

const GRACE_MS = 15_000;

/**
 * Asks each worker of a queue to end and waits until it has: by then it has put back what it had claimed.
 * @throws HIVE_UNHEALTHY when one does not end, or its process cannot be told from another
 */
export async function stopWorkers(paths: QueuePaths, graceMs = GRACE_MS): Promise<void> {
  const endings = await endWorkers(paths, { graceMs, mayKill: false });
  const withEnding = (wanted: string) => endings.filter(({ ending }) => ending === wanted).map(({ worker }) => worker);
  const [unknown] = withEnding("refused");
  if (unknown !== undefined) {
    throw new HiveError("HIVE_UNHEALTHY", `worker ${unknown.id} lives, and process ${unknown.pid} is not it`, {
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
