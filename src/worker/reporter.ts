import type { Clock } from "../base/clock.ts";
import { errorCode, errorMessage } from "../base/errors.ts";
import type { Depth } from "../queue/depth.ts";
import type { Queue } from "../queue/queue.ts";
import type { Store } from "../store/store.ts";
import { VERSION } from "../base/version.ts";
import type { DoorbellSource } from "../wake/doorbell.ts";
import type { Wakes } from "../wake/wakes.ts";
import type { WatchSource } from "../wake/watch.ts";
import type { Applier } from "./applier.ts";
import type { Counters, Throughput } from "./counters.ts";
import { type Heartbeat, writeHeartbeat } from "../supervisor/heartbeat.ts";
import { processStart } from "../platform/identity.ts";
import type { Latencies } from "../supervisor/latencies.ts";
import type { Log } from "../supervisor/log.ts";
import type { Outage } from "../supervisor/outage.ts";

/** What a worker is made of, as far as its heartbeat tells of it. */
export interface ReporterOptions {
  readonly worker: string;
  readonly queue: Queue;
  readonly store: Store;
  readonly wakes: Wakes;
  readonly doorbell: DoorbellSource | null;
  readonly watch: WatchSource;
  readonly applier: Applier;
  readonly queueOutage: Outage;
  readonly counters: Counters;
  readonly latencies: Latencies;
  readonly throughput: Throughput;
  readonly clock: Clock;
  readonly log: Log;
  readonly isBackground: boolean;
}

const INTERVAL_MS = 1000;
/** Writing costs an idle worker more than all that it does otherwise. */
const IDLE_INTERVAL_MS = 300_000;
/** Counting a backlog of a million takes long: then it is done less often. */
const COST_FACTOR = 50;
const NOTHING: Depth = { pending: 0, processing: 0, failed: 0, temporary: 0, oldestAgeMs: null };

/** Writes a worker's heartbeats, once a second at most and seldom while nothing happens. */
export class Reporter {
  readonly #options: ReporterOptions;
  readonly #startedAtMs: number;
  readonly #processStart = processStart(process.pid);
  #dueMs = 0;
  #depth: Depth | undefined;
  #depthDueMs = 0;
  #writtenMs = Number.NEGATIVE_INFINITY;
  #activity = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #appliedAtCheckpoint = 0;
  /** When an entry was last taken, in ms since 1970. */
  lastAppliedAtMs: number | null = null;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#startedAtMs = options.clock.nowMs();
  }

  /** Since when nothing has been taken, in ms since 1970. */
  get idleSinceMs(): number {
    return this.lastAppliedAtMs ?? this.#startedAtMs;
  }

  /** Writes a heartbeat now, or when the next one is due. While nothing happens it is written every five minutes. */
  beat(): void {
    const { counters, wakes, applier, queueOutage } = this.#options;
    const { applied, failed, retried, duplicates } = counters;
    const errors = `${applier.storeError} ${queueOutage.error}`;
    const activity = `${applied} ${failed} ${retried} ${duplicates} ${wakes.state.restarts} ${errors}`;
    if (activity === this.#activity && performance.now() - this.#writtenMs < IDLE_INTERVAL_MS) return;
    this.#activity = activity;
    const waitMs = this.#dueMs - performance.now();
    if (waitMs <= 0) this.#write(false);
    else this.#timer ??= setTimeout(() => this.#write(false), waitMs);
  }

  /** Writes the last heartbeat. */
  finish(): void {
    this.#write(true);
  }

  #write(isLast: boolean): void {
    const { queue, log, wakes } = this.#options;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const startedMs = performance.now();
    this.#writtenMs = startedMs;
    this.#checkpointLog();
    try {
      writeHeartbeat(queue.paths, this.#heartbeat(isLast));
    } catch (error) {
      log.write("warn", "no heartbeat written", { error: errorMessage(error) });
      // A directory was deleted: the worker looks after the queue.
      if (errorCode(error) === "ENOENT") wakes.wake("backstop");
    }
    this.#dueMs = startedMs + INTERVAL_MS;
  }

  /** Counted anew, or as it was a while ago where counting takes long. */
  #measureDepth(isLast: boolean): Depth {
    const startedMs = performance.now();
    if (this.#depth !== undefined && startedMs < this.#depthDueMs && !isLast) return this.#depth;
    try {
      this.#depth = this.#options.queue.depth();
    } catch (error) {
      // A queue that cannot be read is the very thing to tell of, with the last count.
      if (this.#options.queueOutage.error === null) throw error;
    }
    this.#depthDueMs = startedMs + (performance.now() - startedMs) * COST_FACTOR;
    return this.#depth ?? NOTHING;
  }

  #checkpointLog(): void {
    const { counters, store, log } = this.#options;
    if (counters.applied === this.#appliedAtCheckpoint) return;
    this.#appliedAtCheckpoint = counters.applied;
    try {
      store.checkpointLog();
    } catch (error) {
      // The log stays as it is until the next time.
      log.write("debug", "the log of the store was not moved", { error: errorMessage(error) });
    }
  }

  #heartbeat(isLast: boolean): Heartbeat {
    const { worker, wakes, doorbell, watch, applier, counters, latencies, throughput } = this.#options;
    const nowMs = this.#options.clock.nowMs();
    const depth = this.#measureDepth(isLast);
    const state = wakes.state;
    return {
      timestamp: timeText(nowMs),
      pid: process.pid,
      mode: state.mode,
      iteration: counters.iterations,
      events_processed: counters.applied,
      last_process_time: this.lastAppliedAtMs === null ? null : timeText(this.lastAppliedAtMs),
      idle_seconds: Math.floor((nowMs - this.idleSinceMs) / 1000),
      queue_size: depth.pending,
      processing_count: depth.processing,
      worker,
      start_token: worker.slice(worker.indexOf("-") + 1),
      process_start: this.#processStart,
      background: this.#options.isBackground,
      version: VERSION,
      started_at: timeText(this.#startedAtMs),
      fallback_reason: state.fallbackReason,
      watch: state.watch,
      doorbell: state.doorbell,
      watcher_restarts: state.restarts,
      duplicates: counters.duplicates,
      failed: counters.failed,
      retried: counters.retried,
      recovered: counters.recovered,
      wakes: { ...wakes.counts },
      rings: doorbell?.rings ?? 0,
      watch_events: watch.events,
      missed_wakes: counters.missedWakes,
      store_error: applier.storeError,
      queue_error: this.#options.queueOutage.error,
      latency: latencies.summary(),
      throughput_per_second: throughput.perSecond(),
      stopped_at: isLast ? timeText(nowMs) : null,
    };
  }
}

function timeText(atMs: number): string {
  return new Date(atMs).toISOString();
}
