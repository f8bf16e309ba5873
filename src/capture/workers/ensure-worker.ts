import type { QueuePaths } from "../../queue/layout.ts";
import { mayStart } from "../../supervisor/start-backoff.ts";
import { isOlder, VERSION } from "../../base/version.ts";
import type { HookIo } from "../io.ts";

/** A heartbeat is written at most once a second, and takes a moment. */
const HEARTBEAT_LAG_MS = 2000;
/** After a worker did not end, no call waits for one again for this long. */
export const STUCK_MS = 10_000;
/** Calls within this time say nothing about progress. */
const TOGETHER_MS = 250;

/**
 * True if the listening worker looks stale: another version, or no entry taken since before this instance's last
 * checkpoint. A newly started worker then checks it.
 * @param lastMs when the instance took its last checkpoint
 */
export function looksStale(heartbeat: string | null, lastMs: number, nowMs: number): boolean {
  if (heartbeat === null) return false;
  if (fieldOf(heartbeat, "version") !== VERSION) return true;
  if (!(nowMs - lastMs > TOGETHER_MS)) return false;
  const aliveAt = fieldOf(heartbeat, "last_process_time") ?? fieldOf(heartbeat, "started_at");
  const aliveAtMs = Date.parse(aliveAt ?? "");
  // A time in the future comes from a clock that was set back since.
  return lastMs - aliveAtMs > HEARTBEAT_LAG_MS || aliveAtMs - nowMs > HEARTBEAT_LAG_MS;
}

/** The file with a note that no older worker lived beside a heartbeat: see {@link mayBeOlder}. */
export const lookedPath = (paths: QueuePaths): string => `${paths.workers}/looked`;

/** The note about an older worker that does not end: no call waits for one again until this time. */
export const stuckText = (untilMs: number): string => `stuck ${untilMs}`;

/** True if a recent look found that an older worker does not end. hive never writes a time further ahead. */
export function isKnownStuck(text: string | null, nowMs: number): boolean {
  const untilMs = text?.startsWith("stuck ") === true ? Number(text.slice("stuck ".length)) : 0;
  return untilMs > nowMs && untilMs <= nowMs + STUCK_MS;
}

/** The note about a heartbeat. Another heartbeat belongs to another worker, or shows that one lives. */
export const lookedText = (heartbeat: string | null): string => Bun.hash(`${VERSION} ${heartbeat}`).toString(36);

/**
 * True if a worker of an older version may live: it would not understand this hook's entries. A heartbeat of this
 * version or a newer one rules that out; else a look at the workers must decide.
 */
export function mayBeOlder(io: HookIo, paths: QueuePaths, heartbeat: string | null): boolean {
  const version = heartbeat === null ? undefined : fieldOf(heartbeat, "version");
  if (version === VERSION || (version !== undefined && !isOlder(version))) return false;
  // Without a directory for workers, none has ever run.
  if (heartbeat === null && io.kind(paths.workers) === null) return false;
  return io.read(lookedPath(paths)) !== lookedText(heartbeat);
}

/**
 * A text in the JSON of a file that hive wrote. It is not parsed, since that would take the hook 0.1 ms.
 */
function fieldOf(json: string, name: string): string | undefined {
  const start = `"${name}":"`;
  const from = json.indexOf(start);
  return from < 0 ? undefined : json.slice(from + start.length, json.indexOf('"', from + start.length));
}

/** Starts a worker, or one that ends a stuck worker. Only one of several simultaneous callers does. */
export async function ensureWorker(io: HookIo, paths: QueuePaths, nowMs: number): Promise<void> {
  if (!mayStart(io, paths, nowMs)) return;
  (await import("../../supervisor/spawn.ts")).spawnWorker(paths.root);
}
