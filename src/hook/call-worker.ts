import type { QueuePaths } from "../queue/layout.ts";
import { mayStart } from "../worker/start-gate.ts";
import { VERSION } from "../version.ts";
import type { HookIo } from "./io.ts";

/** A heartbeat is written once a second at most, and takes a moment. */
const HEARTBEAT_LAG_MS = 2000;
/** Calls that come together tell nothing of one another. */
const APART_MS = 250;

/**
 * Whether the worker that hears the doorbell seems not to be the right one: it is of another version, or does nothing,
 * since by its heartbeat no entry was taken since before the last checkpoint of this instance. Whoever is called then
 * looks closer.
 * @param lastMs when the instance took its last checkpoint
 */
export function isDoubtful(heartbeat: string | null, lastMs: number, nowMs: number): boolean {
  if (heartbeat === null) return false;
  if (fieldOf(heartbeat, "version") !== VERSION) return true;
  if (!(nowMs - lastMs > APART_MS)) return false;
  const aliveAt = fieldOf(heartbeat, "last_process_time") ?? fieldOf(heartbeat, "started_at");
  const aliveAtMs = Date.parse(aliveAt ?? "");
  // A time in the future comes from a clock that was set back since.
  return lastMs - aliveAtMs > HEARTBEAT_LAG_MS || aliveAtMs - nowMs > HEARTBEAT_LAG_MS;
}

/** A text in the JSON of a file that hive wrote. Not parsed: the hook is in a hurry, and so many fields take 0.1 ms. */
function fieldOf(json: string, name: string): string | undefined {
  const start = `"${name}":"`;
  const from = json.indexOf(start);
  return from < 0 ? undefined : json.slice(from + start.length, json.indexOf('"', from + start.length));
}

/** Starts a worker, or one that sees to a worker that does nothing; of several who call at once, one does. */
export async function callWorker(io: HookIo, paths: QueuePaths, nowMs: number): Promise<void> {
  if (!mayStart(io, paths, nowMs)) return;
  (await import("../worker/start-worker.ts")).startWorker(paths.root);
}
