import { type Clock, systemClock } from "../base/clock.ts";
import type { Config } from "../base/config.ts";
import { HiveError } from "../base/errors.ts";
import { lockPath, reportPath, unlinkIfThere } from "../queue/maintenance.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { type Claim, Queue, type QueueStep } from "../queue/queue.ts";
import type { Store, StoreStep } from "../store/store.ts";
import { DoorbellSource } from "../wake/doorbell.ts";
import type { WakeCause } from "../wake/source.ts";
import { Wakes } from "../wake/wakes.ts";
import { WatchSource } from "../wake/watch.ts";
import { Applier } from "./applier.ts";
import { newCounters, Throughput } from "./counters.ts";
import { GitReader } from "./enrich/git-reader.ts";
import { Latencies } from "../supervisor/latencies.ts";
import { ProcessLock } from "../supervisor/lock.ts";
import type { Log } from "../supervisor/log.ts";
import { Maintenance } from "./maintenance.ts";
import { openStore } from "./open-store.ts";
import { endUnaware } from "../supervisor/unaware.ts";
import { isSystemFault, Outage, waitForQueue } from "../supervisor/outage.ts";
import { Reporter } from "./reporter.ts";

export type WorkerStep = QueueStep | StoreStep;

/** What a worker in the background owes to those who would start another. */
export interface Supervision {
  /**
   * It listens no more, and ends in order: called before the last look at the queue, so that whoever is not seen by
   * that finds the way free to start another.
   */
  readonly onDeaf: () => void;
  /** Called at each backstop. @returns whether it should end, such as for a newer version */
  readonly onMaintain: () => boolean;
}

export interface WorkerOptions {
  /** The `.hive-mind` directory. */
  readonly root: string;
  readonly config: Config;
  readonly log: Log;
  /** Whether it ends as soon as nothing is left that is due. @default false */
  readonly isOnce?: boolean;
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

const LOCK_ATTEMPTS = 10;
/** An entry that waited so long was not announced by any event. */
const MISSED_WAKE_MS = 1000;

/**
 * Applies a queue's entries to its store: waits for a wake, drains until nothing is left, waits again. One process may
 * be helped by others on the same queue.
 */
export class Worker {
  readonly id: string;
  readonly queue: Queue;
  readonly store: Store;
  readonly wakes: Wakes;
  /** Resolves when the worker has ended and put everything back; rejects with what stopped it. */
  readonly done: Promise<void>;
  readonly #options: WorkerOptions;
  readonly #clock: Clock;
  readonly #maintenance: Maintenance;
  readonly #stopping = new AbortController();
  readonly #counters = newCounters();
  readonly #throughput = new Throughput();
  readonly #applier: Applier;
  readonly #queueOutage: Outage;
  readonly #git: GitReader;
  readonly #reporter: Reporter;
  #isLeaving = false;
  #isDeaf = false;

  private constructor(options: WorkerOptions, parts: { id: string; lock: ProcessLock; queue: Queue; store: Store }) {
    const { config, log } = options;
    this.#options = options;
    this.id = parts.id;
    this.queue = parts.queue;
    this.store = parts.store;
    this.#clock = options.clock ?? systemClock;
    const { doorbell = new DoorbellSource(this.queue.paths.doorbell) } = options;
    const watch = options.watch ?? new WatchSource(this.queue.paths.pending);
    const latencies = new Latencies();
    const { signal } = this.#stopping;
    this.wakes = new Wakes({
      mode: config.mode,
      pollIntervalMs: config.pollIntervalMs,
      backstopIntervalMs: config.backstopIntervalMs,
      watch,
      doorbell,
      signal,
      onChange: (message) => log.write("warn", message),
    });
    this.#maintenance = new Maintenance({
      worker: this.id,
      lock: parts.lock,
      config,
      queue: this.queue,
      store: this.store,
      wakes: this.wakes,
      counters: this.#counters,
      clock: this.#clock,
      log,
    });
    this.#git = new GitReader(options.root, this.store, log, this.#clock);
    this.#queueOutage = new Outage({ name: "the queue", log, signal, onChange: () => this.#reporter.beat() });
    this.#applier = new Applier({
      queueOutage: this.#queueOutage,
      queue: this.queue,
      store: this.store,
      log,
      clock: this.#clock,
      counters: this.#counters,
      latencies,
      apart: { root: options.root, config },
      signal,
      // A clone may name any number of sessions and directories.
      onApplied: (claim) => {
        if (claim.isProved) this.#git.note(claim);
      },
      onStoreChange: () => this.#reporter.beat(),
      onProgress: () => {
        this.#reporter.lastAppliedAtMs = this.#clock.nowMs();
        this.#reporter.beat();
      },
    });
    this.#reporter = new Reporter({
      worker: this.id,
      queue: this.queue,
      store: this.store,
      wakes: this.wakes,
      doorbell,
      watch,
      applier: this.#applier,
      queueOutage: this.#queueOutage,
      counters: this.#counters,
      latencies,
      throughput: this.#throughput,
      clock: this.#clock,
      log,
      isBackground: options.supervision !== undefined,
    });
    this.done = this.#run();
  }

  /**
   * Takes the lock, opens queue and store, and begins to work. A store that is locked or full is waited for.
   * @param signal ends the wait
   * @throws HIVE_QUEUE_UNAVAILABLE, HIVE_MIGRATION; HIVE_STORE_UNAVAILABLE when the signal ended the wait, or with
   * `isOnce` when the database is not sound
   */
  static async start(options: WorkerOptions, signal = new AbortController().signal): Promise<Worker> {
    const { root, config, onStep } = options;
    const { paths } = new Queue(root);
    // Before the directory of its claims exists: claims without a lock belong to a dead worker.
    const { id, lock } = takeNewLock(paths);
    const store = await openStore({ ...options, paths, worker: id, signal }).catch((error: unknown) => {
      // It has claimed nothing yet.
      for (const path of [reportPath(paths, id), lockPath(paths, id)]) unlinkIfThere(path);
      lock.release();
      throw error;
    });
    const clock = options.clock ?? systemClock;
    const queue = new Queue(root, { ...config, worker: id, clock, ...(onStep === undefined ? {} : { onStep }) });
    return new Worker(options, { id, lock, queue, store });
  }

  /** Finishes the batch, puts back what is claimed, and ends. */
  stop(): Promise<void> {
    this.#stopping.abort();
    this.wakes.wake("start");
    return this.done;
  }

  async #run(): Promise<void> {
    const { log, config } = this.#options;
    try {
      await endUnaware(this.queue.paths, log, this.#stopping.signal);
      if (this.#options.isOnce !== true) await this.wakes.start();
      const { mode, fallbackReason } = this.wakes.state;
      log.write("info", "worker started", { worker: this.id, mode, fallbackReason, durability: config.durability });
      this.#reporter.beat();
      for (const sentence of this.store.notes) log.write("warn", sentence);
      await this.#maintenance.run(true);
      await this.#loop();
      this.wakes.stop();
      this.#openTheWay();
    } finally {
      await this.#end();
    }
  }

  async #loop(): Promise<void> {
    let causes: ReadonlySet<WakeCause> = new Set<WakeCause>(["start"]);
    while (!this.#stopping.signal.aborted) {
      this.#counters.iterations += 1;
      this.queue.wake();
      await this.#drain(causes);
      if (causes.has("backstop")) {
        await this.#maintenance.run(false);
        await endUnaware(this.queue.paths, this.#options.log, this.#stopping.signal);
        this.#isLeaving = this.#options.supervision?.onMaintain() ?? false;
      }
      this.#reporter.beat();
      if (this.#stopping.signal.aborted) break;
      if (this.#options.isOnce === true && this.queue.nextDueMs === null) break;
      const waitMs = this.#isLeaving ? 0 : this.#nextDueInMs();
      if (waitMs !== null && waitMs <= 0 && (await this.#isIdleForGood())) break;
      causes = await this.wakes.next(waitMs);
    }
  }

  /** Applies until nothing is left that is due. @returns how many entries were taken */
  async #drain(causes: ReadonlySet<WakeCause>): Promise<number> {
    const isUnannounced = causes.size === 1 && causes.has("backstop");
    let taken = 0;
    while (!this.#stopping.signal.aborted) {
      const startedMs = performance.now();
      // A new entry may be more urgent than the rest of a long backlog.
      if (this.wakes.isPending) this.queue.wake();
      const claims = await this.#claim();
      if (claims.length === 0) break;
      if (isUnannounced) await this.#noteMissed(claims);
      await this.#applier.apply(claims);
      taken += claims.length;
      const nowMs = this.#clock.nowMs();
      this.#reporter.lastAppliedAtMs = nowMs;
      this.#throughput.add(claims.length, performance.now() - startedMs, nowMs);
      // Lets signals and wakes in between two batches.
      await new Promise<void>((resolve) => setImmediate(resolve));
      this.#reporter.beat();
    }
    this.#git.start();
    return taken;
  }

  /** Takes the next batch. A queue that cannot be read or written is waited for. */
  async #claim(): Promise<readonly Claim[]> {
    while (!this.#stopping.signal.aborted) {
      try {
        const claims = this.queue.claim(this.#options.config.batchSize);
        if (this.#queueOutage.error !== null) await this.#queueIsBack();
        return claims;
      } catch (error) {
        if (!isSystemFault(error)) throw error;
        await waitForQueue(this.#queueOutage, this.queue, error);
      }
    }
    return [];
  }

  /** Directories that were made again have other watches, locks and a doorbell. */
  async #queueIsBack(): Promise<void> {
    this.#queueOutage.end();
    this.#maintenance.keepLock();
    if (this.#options.isOnce !== true) await this.wakes.check(false);
  }

  /** The backstop found entries of which no event had told: the sources have to prove themselves again. */
  async #noteMissed(claims: readonly Claim[]): Promise<void> {
    if (this.wakes.state.mode === "poll") return;
    const nowMs = this.#clock.nowMs();
    const missed = claims.filter(
      ({ file, entry }) => entry.retries === 0 && nowMs - file.modifiedAtMs > MISSED_WAKE_MS,
    ).length;
    if (missed === 0) return;
    this.#counters.missedWakes += missed;
    this.#options.log.write("warn", "the backstop found entries that no event told of", { entries: missed });
    await this.wakes.check(true);
  }

  #nextDueInMs(): number | null {
    const { idleExitSeconds } = this.#options.config;
    const nowMs = this.#clock.nowMs();
    const dueMs = this.queue.nextLookMs;
    const dueInMs = dueMs === null ? null : Math.max(1, dueMs - nowMs);
    // An entry that was put off keeps it.
    if (idleExitSeconds === 0 || dueInMs !== null) return dueInMs;
    // The clock was set back: it is idle since now.
    if (this.#reporter.idleSinceMs > nowMs) this.#reporter.lastAppliedAtMs = nowMs;
    return this.#reporter.idleSinceMs + idleExitSeconds * 1000 - nowMs;
  }

  /**
   * Stops listening, then looks once more: a producer either finds nobody at the doorbell, or its entry is seen here.
   * @returns false when there was something, and the worker listens again
   */
  async #isIdleForGood(): Promise<boolean> {
    await this.wakes.fallSilent();
    this.#openTheWay();
    this.queue.wake();
    const taken = await this.#drain(new Set(["start"]));
    if (taken === 0 && (this.#isLeaving || this.queue.nextDueMs === null)) return true;
    this.#isDeaf = false;
    await this.wakes.start();
    return false;
  }

  #openTheWay(): void {
    if (!this.#isDeaf) this.#options.supervision?.onDeaf();
    this.#isDeaf = true;
  }

  async #end(): Promise<void> {
    this.wakes.stop();
    await this.#git.finish();
    this.#reporter.finish();
    this.#maintenance.retire();
    this.store.close();
    this.#maintenance.release();
    this.#options.log.write("info", "worker stopped", { worker: this.id, applied: this.#counters.applied });
  }
}

/** Another process that looks for dead workers may hold a new lock for a moment: then the next name is tried. */
function takeNewLock(paths: QueuePaths): { id: string; lock: ProcessLock } {
  for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt += 1) {
    const id = `${process.pid}-${crypto.randomUUID().slice(0, 8)}`;
    const lock = ProcessLock.take(lockPath(paths, id), true);
    if (lock !== null) return { id, lock };
  }
  throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `no lock can be taken in ${paths.workers}`, {
    hint: "is it on a file system without locks?",
  });
}
