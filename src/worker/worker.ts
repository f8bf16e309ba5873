import { errorMessage } from "../base/errors.ts";
import type { Clock } from "../base/clock.ts";
import type { Config } from "../base/config/config.ts";
import type { Queue, QueueStep } from "../queue/queue.ts";
import type { Claim } from "../queue/claims/claim.ts";
import type { Store, StoreStep } from "../store/sqlite/store.ts";
import { isStoreUnavailable } from "../store/sqlite/open/unavailable.ts";
import type { Log } from "../supervisor/log.ts";
import { isSystemFault, type Outage, waitForQueue } from "../supervisor/outage.ts";
import type { Supervision } from "../supervisor/slot.ts";
import { endOutdated } from "../supervisor/end/end-outdated.ts";
import type { DoorbellSource } from "../wake/doorbell.ts";
import type { WakeCause } from "../wake/source.ts";
import type { Wakes } from "../wake/wakes.ts";
import type { WatchSource } from "../wake/watch.ts";
import type { Applier } from "./applier.ts";
import type { Counters, Throughput } from "./counters.ts";
import type { GitReader } from "./enrich/git-reader.ts";
import type { ForwardDriver } from "./forward/forward-driver.ts";
import type { Snapshotter } from "./enrich/snapshot.ts";
import type { Maintenance } from "./maintenance.ts";
import type { Reporter } from "./reporter.ts";

export type WorkerStep = QueueStep | StoreStep;

export interface WorkerOptions {
  /** The `.hive-mind` directory. */
  readonly root: string;
  readonly config: Config;
  readonly log: Log;
  /** Whether it ends as soon as nothing is left that is due. @default false */
  readonly isOnce?: boolean;
  /** Whether it forwards what it applies to the targets that the user has, by a process beside it. @default false */
  readonly isForwarding?: boolean;
  /** Set for a worker in the background. */
  readonly supervision?: Supervision;
  readonly clock?: Clock;
  /** Replaces the watcher, for tests of what happens when no event arrives. */
  readonly watch?: WatchSource;
  /** Replaces the doorbell; null leaves the watcher alone to wake it. */
  readonly doorbell?: DoorbellSource | null;
  /** Called after each durable step; unset in production. */
  readonly onStep?: (step: WorkerStep) => void;
}

/** The parts of a worker: see {@link openWorker}. */
export interface WorkerParts {
  readonly id: string;
  readonly queue: Queue;
  readonly store: Store;
  readonly wakes: Wakes;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly throughput: Throughput;
  readonly applier: Applier;
  readonly queueOutage: Outage;
  readonly git: GitReader;
  /** Null for a worker that forwards nothing. */
  readonly forward: ForwardDriver | null;
  readonly snapshotter: Snapshotter;
  readonly reporter: Reporter;
  readonly maintenance: Maintenance;
  /** Notifies the user's open pages that something was applied. */
  readonly ringListeners: () => void;
  /** Ends its waits. */
  readonly stopping: AbortController;
}

/** How long an ending worker waits for the forwarder: less than the 5 s that its own end may take. The next sends the rest. */
const FORWARD_END_MS = 3000;
/** The same of a worker that runs once: there may be no next. */
const ONCE_FORWARD_END_MS = 10_000;

/** An entry this old was announced by no event. */
const MISSED_WAKE_MS = 1000;

/**
 * Applies a queue's entries to its store: waits for a wake, drains until nothing is left, waits again. Several workers
 * may share one queue.
 */
export class Worker {
  readonly id: string;
  readonly queue: Queue;
  readonly store: Store;
  readonly wakes: Wakes;
  /** Resolves when the worker has ended and put everything back; rejects with the error that stopped it. */
  readonly done: Promise<void>;
  readonly #options: WorkerOptions;
  readonly #parts: WorkerParts;
  readonly #signal: AbortSignal;
  #isLeaving = false;
  #hasStoppedListening = false;

  constructor(options: WorkerOptions, parts: WorkerParts) {
    this.#options = options;
    this.#parts = parts;
    this.#signal = parts.stopping.signal;
    this.id = parts.id;
    this.queue = parts.queue;
    this.store = parts.store;
    this.wakes = parts.wakes;
    this.done = this.#run();
  }

  /** Finishes the batch, puts back claimed entries, and ends. */
  stop(): Promise<void> {
    this.#parts.stopping.abort();
    this.wakes.wake("start");
    return this.done;
  }

  async #run(): Promise<void> {
    const { log, config, isOnce = false } = this.#options;
    const { reporter, maintenance } = this.#parts;
    try {
      await endOutdated(this.queue.paths, this.id, log, this.#signal);
      if (!isOnce) await this.wakes.start();
      const { mode, fallbackReason } = this.wakes.state;
      const { durability } = config;
      log.write("info", "worker started", { worker: this.id, mode, fallbackReason, durability, isOnce });
      reporter.beat();
      for (const sentence of this.store.notes) log.write("warn", sentence);
      await maintenance.run(true);
      this.#startForwarding();
      await this.#loop();
      this.wakes.stop();
      this.#allowSuccessor();
      if (!this.#signal.aborted) maintenance.note();
    } finally {
      await this.#end();
    }
  }

  /** An earlier worker may have left rows. They are deleted if the user no longer wants them forwarded. */
  #startForwarding(): void {
    const { forward } = this.#parts;
    try {
      if (forward === null) this.store.emptyOutbox();
      else if (this.store.hasWaiting) forward.ring();
    } catch (error) {
      if (!isStoreUnavailable(error)) throw error;
      this.#options.log.write("debug", "the outbox was not looked at", { error: errorMessage(error) });
    }
  }

  async #loop(): Promise<void> {
    const { counters, maintenance, reporter, forward } = this.#parts;
    let causes: ReadonlySet<WakeCause> = new Set<WakeCause>(["start"]);
    while (!this.#signal.aborted) {
      counters.iterations += 1;
      this.queue.wake();
      await this.#drain(causes);
      if (causes.has("backstop")) {
        await maintenance.run(false);
        forward?.sweep();
        await endOutdated(this.queue.paths, this.id, this.#options.log, this.#signal);
        this.#isLeaving = this.#options.supervision?.onMaintain() ?? false;
      }
      reporter.beat();
      if (this.#signal.aborted) break;
      if (this.#options.isOnce === true && this.queue.nextDueMs === null) break;
      const waitMs = this.#isLeaving ? 0 : this.#nextDueInMs();
      if (waitMs !== null && waitMs <= 0 && (await this.#isIdleForGood())) break;
      causes = await this.wakes.next(waitMs);
    }
  }

  /** Applies until nothing is left that is due. @returns how many entries were taken */
  async #drain(causes: ReadonlySet<WakeCause>): Promise<number> {
    const { applier, reporter, throughput, clock, git, snapshotter, forward } = this.#parts;
    const isUnannounced = causes.size === 1 && causes.has("backstop");
    let taken = 0;
    while (!this.#signal.aborted) {
      const startedMs = performance.now();
      // A new entry may be more urgent than the rest of a long backlog.
      if (this.wakes.isPending) this.queue.wake();
      const claims = await this.#claim();
      if (claims.length === 0) break;
      if (isUnannounced) await this.#noteMissed(claims);
      await applier.apply(claims);
      taken += claims.length;
      const nowMs = clock.nowMs();
      reporter.lastAppliedAtMs = nowMs;
      // At most, the targets have the rows up to the previous batch.
      forward?.ring();
      throughput.add(claims.length, performance.now() - startedMs, nowMs);
      // Lets signals and wakes in between two batches.
      await new Promise<void>((resolve) => setImmediate(resolve));
      reporter.beat();
    }
    if (taken > 0) this.#parts.ringListeners();
    git.start();
    snapshotter.start();
    return taken;
  }

  /** Takes the next batch. A queue that cannot be read or written is waited for. */
  async #claim(): Promise<readonly Claim[]> {
    const { queueOutage } = this.#parts;
    while (!this.#signal.aborted) {
      try {
        const claims = this.queue.claim(this.#options.config.batchSize);
        if (queueOutage.error !== null) await this.#queueIsBack();
        return claims;
      } catch (error) {
        if (!isSystemFault(error)) throw error;
        await waitForQueue(queueOutage, this.queue, error);
      }
    }
    return [];
  }

  /** Directories that were made again have other watches, locks and a doorbell. */
  async #queueIsBack(): Promise<void> {
    this.#parts.queueOutage.end();
    this.#parts.maintenance.keepLock();
    if (this.#options.isOnce !== true) await this.wakes.check(false);
  }

  /** The backstop found entries for which no event came: the sources are probed again. */
  async #noteMissed(claims: readonly Claim[]): Promise<void> {
    if (this.wakes.state.mode === "poll") return;
    const nowMs = this.#parts.clock.nowMs();
    const missed = claims.filter(
      ({ file, entry }) => entry.retries === 0 && nowMs - file.modifiedAtMs > MISSED_WAKE_MS,
    ).length;
    if (missed === 0) return;
    this.#parts.counters.missedWakes += missed;
    this.#options.log.write("warn", "the backstop found entries without an event", { entries: missed });
    await this.wakes.check(true);
  }

  #nextDueInMs(): number | null {
    const { idleExitSeconds } = this.#options.config;
    const { clock, reporter } = this.#parts;
    const nowMs = clock.nowMs();
    const dueMs = this.queue.nextLookMs;
    const dueInMs = dueMs === null ? null : Math.max(1, dueMs - nowMs);
    // A deferred entry keeps the worker from ending.
    if (idleExitSeconds === 0 || dueInMs !== null) return dueInMs;
    // The clock was set back: count the idle time from now.
    if (reporter.idleSinceMs > nowMs) reporter.lastAppliedAtMs = nowMs;
    return reporter.idleSinceMs + idleExitSeconds * 1000 - nowMs;
  }

  /**
   * Stops listening, then looks once more. A producer either gets no answer at the doorbell, or its entry is seen here.
   * @returns false when there was something, and the worker listens again
   */
  async #isIdleForGood(): Promise<boolean> {
    // @mutant an idle worker stops listening before that look
    await this.wakes.stopListening();
    this.#allowSuccessor();
    this.queue.wake();
    // @mutant an idle worker looks once more before it ends
    const taken = await this.#drain(new Set(["start"]));
    if (taken === 0 && (this.#isLeaving || this.queue.nextDueMs === null)) return true;
    this.#hasStoppedListening = false;
    await this.wakes.start();
    return false;
  }

  #allowSuccessor(): void {
    if (!this.#hasStoppedListening) this.#options.supervision?.onStopListening();
    this.#hasStoppedListening = true;
  }

  async #end(): Promise<void> {
    const { git, snapshotter, reporter, maintenance, counters, forward } = this.#parts;
    // @mutant a worker gives up its lock after its claims are back
    this.wakes.stop();
    await Promise.all([git.finish(), snapshotter.finish()]);
    await forward?.end(this.#options.isOnce === true ? ONCE_FORWARD_END_MS : FORWARD_END_MS);
    forward?.sweep();
    reporter.finish();
    maintenance.retire();
    this.store.close();
    maintenance.release();
    this.#options.log.write("info", "worker stopped", { worker: this.id, applied: counters.applied });
  }
}
