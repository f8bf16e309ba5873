import { renameSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import { printableJson } from "../base/printable.ts";
import { readRegular } from "../base/files.ts";
import { clearPath } from "../base/foreign.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { reportPath } from "../queue/maintenance.ts";
import type { WakeState } from "../wake/wakes.ts";
import type { LatencySummary } from "./latencies.ts";

/** What a worker says of itself. The first nine names are the shell system's. */
export interface Heartbeat {
  /** RFC 3339. */
  readonly timestamp: string;
  readonly pid: number;
  /** What wakes it now: `event` or `poll`. */
  readonly mode: WakeState["mode"];
  /** Wakes handled. */
  readonly iteration: number;
  /** Entries applied since the start. */
  readonly events_processed: number;
  /** RFC 3339; null before the first entry. */
  readonly last_process_time: string | null;
  readonly idle_seconds: number;
  readonly queue_size: number;
  readonly processing_count: number;
  readonly worker: string;
  /** Tells this worker from a later one of the same PID. */
  readonly start_token: string;
  /** When the kernel started the process, in its own words; a signal is sent to no other. */
  readonly process_start: string | null;
  /** Whether it was started in the background, and ends when nothing comes. */
  readonly background: boolean;
  readonly version: string;
  readonly started_at: string;
  readonly fallback_reason: string | null;
  readonly watch: WakeState["watch"];
  readonly doorbell: WakeState["doorbell"];
  readonly watcher_restarts: number;
  readonly duplicates: number;
  readonly failed: number;
  readonly retried: number;
  readonly recovered: number;
  /** Wakes by cause. */
  readonly wakes: Readonly<Record<string, number>>;
  readonly rings: number;
  readonly watch_events: number;
  /** Entries that no event told of: the backstop found them. */
  readonly missed_wakes: number;
  /** Why the store cannot be written now; null when it can. */
  readonly store_error: string | null;
  /** Why the queue cannot be read or written now; null when it can. */
  readonly queue_error: string | null;
  readonly latency: LatencySummary | null;
  /** Entries per second while the last 10 s of work lasted; null before. */
  readonly throughput_per_second: number | null;
  /** RFC 3339, when the worker ended in order; null while it lives. */
  readonly stopped_at: string | null;
}

/** Writes a worker's heartbeat to its own file, and to the one that the shell system's tools read. */
export function writeHeartbeat(paths: QueuePaths, heartbeat: Heartbeat): void {
  const text = `${printableJson(JSON.stringify(heartbeat))}\n`;
  for (const path of [reportPath(paths, heartbeat.worker), paths.heartbeat]) {
    const temporary = `${paths.tmp}/heartbeat-${heartbeat.worker}`;
    writeFileSync(temporary, text, { mode: 0o600 });
    // A rename replaces everything but a directory.
    clearPath(path);
    renameSync(temporary, path);
  }
}

export const MAX_HEARTBEAT_BYTES = 65_536;

const word = v.fallback(v.string(), "");
const count = v.fallback(v.number(), 0);
const wordOrNone = v.fallback(v.nullable(v.string()), null);
const source = v.fallback(v.picklist(["proven", "failed", "off"]), "off");

/** What names a worker must be there; what else one does not say, such as one of another version, counts as nothing. */
const HeartbeatSchema = v.object({
  timestamp: word,
  pid: v.number(),
  mode: v.fallback(v.picklist(["event", "poll"]), "event"),
  iteration: count,
  events_processed: count,
  last_process_time: wordOrNone,
  idle_seconds: count,
  queue_size: count,
  processing_count: count,
  worker: v.string(),
  start_token: word,
  process_start: wordOrNone,
  background: v.fallback(v.boolean(), false),
  version: word,
  started_at: word,
  fallback_reason: wordOrNone,
  watch: source,
  doorbell: source,
  watcher_restarts: count,
  duplicates: count,
  failed: count,
  retried: count,
  recovered: count,
  wakes: v.fallback(v.record(v.string(), v.number()), {}),
  rings: count,
  watch_events: count,
  missed_wakes: count,
  store_error: wordOrNone,
  queue_error: wordOrNone,
  latency: v.fallback(v.nullable(v.object({ n: count, p50Ms: count, p99Ms: count, maxMs: count })), null),
  throughput_per_second: v.fallback(v.nullable(v.number()), null),
  stopped_at: wordOrNone,
});

/** The last heartbeat of a worker, or of any; null where none was written or it cannot be read as one. */
export function readHeartbeat(paths: QueuePaths, worker?: string): Heartbeat | null {
  const path = worker === undefined ? paths.heartbeat : reportPath(paths, worker);
  const text = readRegular(path, MAX_HEARTBEAT_BYTES);
  // The shell system's names no worker, and may be half-written: as good as none.
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), HeartbeatSchema), text);
  return parsed.success ? parsed.output : null;
}
