import { renameSync, writeFileSync } from "node:fs";
import { timeText } from "../base/clock.ts";
import { isObject, objectIn } from "../base/json.ts";
import { printableJson } from "../base/text/printable.ts";
import { readRegular } from "../base/files/files.ts";
import { clearPath } from "../base/files/foreign.ts";
import { VERSION } from "../base/version.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { reportPath } from "../queue/claims/recover.ts";
import type { WakeState } from "../wake/wakes.ts";
import type { LatencySummary } from "./latencies.ts";

/** The state of a target of the forwarder. */
export interface TargetHeard {
  readonly name: string;
  /** Why it takes nothing now; null when it does. */
  readonly error: string | null;
  /** Rows that it could not take since the forwarder has started. */
  readonly refused: number;
}

/**
 * A worker's report of its own state. The first nine names are the shell system's.
 */
export interface Heartbeat {
  /** RFC 3339. */
  readonly timestamp: string;
  readonly pid: number;
  /** The current wake mode: `event` or `poll`. */
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
  /** Distinguishes this worker from a later one with the same PID. */
  readonly start_token: string;
  /** When the kernel started the process, verbatim. A signal is sent only to a process with this start. */
  readonly process_start: string | null;
  /** Whether it was started in the background, and ends when nothing comes. */
  readonly background: boolean;
  readonly version: string;
  readonly started_at: string;
  readonly fallback_reason: string | null;
  readonly watch: WakeState["watch"];
  readonly doorbell: WakeState["doorbell"];
  readonly watcher_restarts: number;
  /** Of the queue since it was made; the other counts are this worker's. */
  readonly duplicates: number;
  readonly failed: number;
  readonly retried: number;
  readonly recovered: number;
  /** Wakes by cause. */
  readonly wakes: Readonly<Record<string, number>>;
  readonly rings: number;
  readonly watch_events: number;
  /** Entries for which no event came: the backstop found them. */
  readonly missed_wakes: number;
  /** Why the store cannot be written now; null when it can. */
  readonly store_error: string | null;
  /** Why the queue cannot be read or written now; null when it can. */
  readonly queue_error: string | null;
  /** The last state of each target, the archive or a fleet's server, as the forwarder reports it. */
  readonly targets: readonly TargetHeard[];
  readonly latency: LatencySummary | null;
  /** Entries per second while the last 10 s of work lasted; null before. */
  readonly throughput_per_second: number | null;
  /** RFC 3339, when the worker ended in order; null while it lives. */
  readonly stopped_at: string | null;
}

/** The fields of a heartbeat that identify its worker, whatever its activity. */
export interface WorkerIdentity {
  readonly worker: string;
  /** The kernel's word for the start of this process: see {@link Heartbeat.process_start}. */
  readonly processStart: string | null;
  readonly isBackground: boolean;
  readonly startedAtMs: number;
}

/**
 * A heartbeat of this process.
 * @param said further fields. A missing number is written as 0, any other missing field as null
 */
export function heartbeatOf(
  { worker, processStart, isBackground, startedAtMs }: WorkerIdentity,
  nowMs: number,
  said: Partial<Heartbeat>,
): Heartbeat {
  return heartbeatFrom({
    ...said,
    timestamp: timeText(nowMs),
    pid: process.pid,
    worker,
    start_token: worker.slice(worker.indexOf("-") + 1),
    process_start: processStart,
    background: isBackground,
    version: VERSION,
    started_at: timeText(startedAtMs),
  });
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

const word = (value: unknown): string => (typeof value === "string" ? value : "");
const count = (value: unknown): number => (typeof value === "number" ? value : 0);
const wordOrNone = (value: unknown): string | null => (typeof value === "string" ? value : null);
const source = (value: unknown): WakeState["watch"] => (value === "proven" || value === "failed" ? value : "off");
const latency = ({ n, p50Ms, p99Ms, maxMs }: Readonly<Record<string, unknown>>): LatencySummary => ({
  n: count(n),
  p50Ms: count(p50Ms),
  p99Ms: count(p99Ms),
  maxMs: count(maxMs),
});

function heardOf(value: unknown): TargetHeard[] {
  const targets = Array.isArray(value) ? value.filter(isObject) : [];
  return targets.map(({ name, error, refused }) => ({
    name: word(name),
    error: wordOrNone(error),
    refused: count(refused),
  }));
}

function numbers(value: unknown): Readonly<Record<string, number>> {
  const entries = isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === "number"));
}

/**
 * Missing fields count as zero or unknown. Parsed by hand: every command reads one, and loading a library takes longer.
 * Not by a library: every command reads one, and to load it would take longer.
 */
const FIELDS: { readonly [Name in keyof Heartbeat]: (value: unknown) => Heartbeat[Name] } = {
  timestamp: word,
  pid: count,
  mode: (value) => (value === "poll" ? "poll" : "event"),
  iteration: count,
  events_processed: count,
  last_process_time: wordOrNone,
  idle_seconds: count,
  queue_size: count,
  processing_count: count,
  worker: word,
  start_token: word,
  process_start: wordOrNone,
  background: (value) => value === true,
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
  wakes: numbers,
  rings: count,
  watch_events: count,
  missed_wakes: count,
  store_error: wordOrNone,
  queue_error: wordOrNone,
  targets: heardOf,
  latency: (value) => (isObject(value) ? latency(value) : null),
  throughput_per_second: (value) => (typeof value === "number" ? value : null),
  stopped_at: wordOrNone,
};

/** The last heartbeat of one worker, or of any; null if there is none or it is not valid. */
export function readHeartbeat(paths: QueuePaths, worker?: string): Heartbeat | null {
  const path = worker === undefined ? paths.heartbeat : reportPath(paths, worker);
  const text = readRegular(path, MAX_HEARTBEAT_BYTES);
  const fields = text === null ? null : objectIn(text);
  // The shell system's names no worker, and may be half-written: as good as none.
  if (typeof fields?.["pid"] !== "number" || typeof fields["worker"] !== "string") return null;
  return heartbeatFrom(fields);
}

function heartbeatFrom(fields: Readonly<Record<string, unknown>>): Heartbeat {
  const read = Object.entries(FIELDS).map(([name, of]) => [name, of(fields[name])] as const);
  return Object.fromEntries(read) as unknown as Heartbeat;
}
