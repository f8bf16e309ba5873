import type { QueuePaths } from "../queue/layout.ts";
import { mayStart } from "../supervisor/start-gate.ts";
import { isOlder, VERSION } from "../base/version.ts";
import type { HookIo } from "./io.ts";

/** A heartbeat is written once a second at most, and takes a moment. */
const HEARTBEAT_LAG_MS = 2000;
/** So long no call waits again for a worker that did not end. */
export const STUCK_MS = 10_000;
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

/** Where it is noted that no older worker lived beside a heartbeat: see {@link mayBeOlder}. */
export const lookedPath = (paths: QueuePaths): string => `${paths.workers}/looked`;

/** What is noted there while an older worker does not end: until when nobody waits for that again. */
export const stuckText = (untilMs: number): string => `stuck ${untilMs}`;

/** Whether a look has just found that an older worker does not end. A time further off is none that hive wrote. */
export function isKnownStuck(text: string | null, nowMs: number): boolean {
  const untilMs = text?.startsWith("stuck ") === true ? Number(text.slice("stuck ".length)) : 0;
  return untilMs > nowMs && untilMs <= nowMs + STUCK_MS;
}

/** What is noted there: another heartbeat is another worker's, or says that one lives. */
export const lookedText = (heartbeat: string | null): string => Bun.hash(`${VERSION} ${heartbeat}`).toString(36);

/**
 * Whether a worker of an older version may live, which would not know what this hook enqueues. The heartbeat alone tells
 * where it is one of this version, or of a newer one; else somebody has to look.
 */
export function mayBeOlder(io: HookIo, paths: QueuePaths, heartbeat: string | null): boolean {
  const version = heartbeat === null ? undefined : fieldOf(heartbeat, "version");
  if (version === VERSION || (version !== undefined && !isOlder(version))) return false;
  // Where workers have no directory, none has ever been.
  if (heartbeat === null && io.kind(paths.workers) === null) return false;
  return io.read(lookedPath(paths)) !== lookedText(heartbeat);
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
  (await import("../supervisor/start-worker.ts")).startWorker(paths.root);
}
