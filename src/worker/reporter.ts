import { type Clock, timeText } from "../base/clock.ts";
import { errorCode, errorMessage } from "../base/errors.ts";
import type { Depth } from "../queue/depth.ts";
import type { Queue } from "../queue/queue.ts";
import type { Store } from "../store/sqlite/store.ts";
import type { DoorbellSource } from "../wake/doorbell.ts";
import type { Wakes } from "../wake/wakes.ts";
import type { WatchSource } from "../wake/watch.ts";
import type { Applier } from "./applier.ts";
import type { ForwardDriver } from "./forward/forward-driver.ts";
import type { Counters, Throughput } from "./counters.ts";
import {
  type Heartbeat,
  heartbeatOf,
  readHeartbeat,
  type WorkerIdentity,
  writeHeartbeat,
} from "../supervisor/heartbeat.ts";
import { processStart } from "../platform/process/identity.ts";
import type { Latencies } from "../supervisor/latencies.ts";
import type { Log } from "../supervisor/log.ts";
import type { Outage } from "../supervisor/outage.ts";

/** The parts of a worker that its heartbeat reports. */
export interface ReporterOptions {
  readonly worker: string;
  readonly queue: Queue;
  readonly store: Store;
  readonly wakes: Wakes;
  readonly doorbell: DoorbellSource | null;
  readonly watch: WatchSource;
  readonly applier: Applier;
  readonly queueOutage: Outage;
  readonly forward: ForwardDriver | null;
  readonly counters: Counters;
  readonly latencies: Latencies;
  readonly throughput: Throughput;
  readonly clock: Clock;
  readonly log: Log;
  readonly isBackground: boolean;
}

const INTERVAL_MS = 1000;
/** Writing a heartbeat costs an idle worker more than all its other work. */
const IDLE_INTERVAL_MS = 300_000;
/** An agent makes calls at once: the next one must not wait for the files of a report on the last. */
const QUIET_MS = 100;
/** To move the log flushes two files, in up to 25 ms: it waits for a quiet moment until so many entries are in it. */
const LOG_ENTRIES = 1000;
/** The first commit after a move flushes the log. A call that comes alone must not pay for that, so a short log stays. */
const SHORT_LOG_ENTRIES = 100;
/** Counting a backlog of a million takes long: then it is done less often. */
const COST_FACTOR = 50;
const NOTHING: Depth = { pending: 0, processing: 0, failed: 0, temporary: 0, oldestAgeMs: null };

/** Writes a worker's heartbeats, once a second at most and seldom while nothing happens. */
export class Reporter {
  readonly #options: ReporterOptions;
  readonly #identity: WorkerIdentity;
  #dueMs = 0;
  #depth: Depth | undefined;
  #depthDueMs = 0;
  #writtenMs = Number.NEGATIVE_INFINITY;
  #activity = "";
  #activeMs = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #appliedAtCheckpoint = 0;
  /** Those that earlier workers counted. */
  readonly #duplicatesBefore: number;
  /** When an entry was last taken, in ms since 1970. */
  lastAppliedAtMs: number | null = null;

  constructor(options: ReporterOptions) {
    this.#options = options;
    const { worker, isBackground, clock, queue } = options;
    this.#duplicatesBefore = readHeartbeat(queue.paths)?.duplicates ?? 0;
    this.#identity = { worker, isBackground, processStart: processStart(process.pid), startedAtMs: clock.nowMs() };
  }

  /** Since when nothing has been taken, in ms since 1970. */
  get idleSinceMs(): number {
    return this.lastAppliedAtMs ?? this.#identity.startedAtMs;
  }

  /** Writes the first heartbeat now, each later one when it is due. While nothing happens it is written every five minutes. */
  beat(): void {
    const { counters, wakes, applier, queueOutage, forward } = this.#options;
    const { applied, failed, retried, duplicates } = counters;
    const errors = `${applier.storeError} ${queueOutage.error} ${JSON.stringify(forward?.targets)}`;
    const activity = `${applied} ${failed} ${retried} ${duplicates} ${wakes.state.restarts} ${errors}`;
    if (activity === this.#activity && performance.now() - this.#writtenMs < IDLE_INTERVAL_MS) return;
    this.#activity = activity;
    this.#activeMs = performance.now();
    if (this.#dueMs === 0) this.#write(false);
    else this.#writeIn(Math.max(QUIET_MS, this.#dueMs - this.#activeMs));
  }

  #writeIn(waitMs: number): void {
    this.#timer ??= setTimeout(() => this.#write(false), waitMs);
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
    this.#checkpointLog(isLast, startedMs - this.#activeMs >= QUIET_MS / 2);
    try {
      writeHeartbeat(queue.paths, this.#heartbeat(isLast));
    } catch (error) {
      log.write("warn", "no heartbeat written", { error: errorMessage(error) });
      // A directory was deleted: the worker looks after the queue.
      if (errorCode(error) === "ENOENT") wakes.wake("backstop");
    }
    this.#dueMs = startedMs + INTERVAL_MS;
  }

  /** Counts again, or returns an older count if counting takes long. */
  #measureDepth(isLast: boolean): Depth {
    const startedMs = performance.now();
    if (this.#depth !== undefined && startedMs < this.#depthDueMs && !isLast) return this.#depth;
    try {
      this.#depth = this.#options.queue.depth();
    } catch (error) {
      // An unreadable queue must be reported, too, with the last count.
      if (this.#options.queueOutage.error === null) throw error;
    }
    this.#depthDueMs = startedMs + (performance.now() - startedMs) * COST_FACTOR;
    return this.#depth ?? NOTHING;
  }

  #checkpointLog(isLast: boolean, isQuiet: boolean): void {
    const { counters, store, log } = this.#options;
    const entries = counters.applied - this.#appliedAtCheckpoint;
    if (entries < (isLast ? 1 : SHORT_LOG_ENTRIES)) return;
    if (!isLast && !isQuiet && entries < LOG_ENTRIES) return this.#writeIn(INTERVAL_MS);
    this.#appliedAtCheckpoint = counters.applied;
    try {
      store.checkpointLog();
    } catch (error) {
      // The log stays as it is until the next time.
      log.write("debug", "the log of the store was not moved", { error: errorMessage(error) });
    }
  }

  #heartbeat(isLast: boolean): Heartbeat {
    const { wakes, doorbell, watch, applier, counters, latencies, throughput } = this.#options;
    const nowMs = this.#options.clock.nowMs();
    const depth = this.#measureDepth(isLast);
    const state = wakes.state;
    return heartbeatOf(this.#identity, nowMs, {
      mode: state.mode,
      iteration: counters.iterations,
      events_processed: counters.applied,
      last_process_time: this.lastAppliedAtMs === null ? null : timeText(this.lastAppliedAtMs),
      idle_seconds: Math.floor((nowMs - this.idleSinceMs) / 1000),
      queue_size: depth.pending,
      processing_count: depth.processing,
      fallback_reason: state.fallbackReason,
      watch: state.watch,
      doorbell: state.doorbell,
      watcher_restarts: state.restarts,
      duplicates: this.#duplicatesBefore + counters.duplicates,
      failed: counters.failed,
      retried: counters.retried,
      recovered: counters.recovered,
      wakes: { ...wakes.counts },
      rings: doorbell?.rings ?? 0,
      watch_events: watch.events,
      missed_wakes: counters.missedWakes,
      store_error: applier.storeError,
      queue_error: this.#options.queueOutage.error,
      targets: this.#options.forward?.targets ?? [],
      latency: latencies.summary(),
      throughput_per_second: throughput.perSecond(),
      stopped_at: isLast ? timeText(nowMs) : null,
    });
  }
}
