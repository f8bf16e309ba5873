import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { errorCode } from "../errors.ts";
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
  const text = `${JSON.stringify(heartbeat)}\n`;
  for (const path of [reportPath(paths, heartbeat.worker), paths.heartbeat]) {
    const temporary = `${paths.tmp}/heartbeat-${heartbeat.worker}`;
    writeFileSync(temporary, text, { mode: 0o600 });
    renameSync(temporary, path);
  }
}

/** The last heartbeat of a worker, or of any; null where none was written or it cannot be read as one. */
export function readHeartbeat(paths: QueuePaths, worker?: string): Heartbeat | null {
  let text: string;
  try {
    text = readFileSync(worker === undefined ? paths.heartbeat : reportPath(paths, worker), "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "worker" in value ? (value as Heartbeat) : null;
  } catch {
    // The shell system's half-written one: as good as none.
    return null;
  }
}
