import { systemClock } from "../base/clock.ts";
import { HiveError } from "../base/errors.ts";
import { ownDirectory } from "../origin/own-directory.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { lockPath, reportPath, unlinkIfThere } from "../queue/claims/recover.ts";
import { Queue } from "../queue/queue.ts";
import type { Store } from "../store/sqlite/store.ts";
import { Latencies } from "../supervisor/latencies.ts";
import { ProcessLock } from "../supervisor/lock.ts";
import { Outage } from "../supervisor/outage.ts";
import { DoorbellSource } from "../wake/doorbell.ts";
import { ringListeners } from "../wake/listeners.ts";
import { Wakes } from "../wake/wakes.ts";
import { WatchSource } from "../wake/watch.ts";
import { Applier } from "./applier.ts";
import { newCounters, Throughput } from "./counters.ts";
import { GitReader } from "./enrich/git-reader.ts";
import { ForwardDriver } from "./forward/forward-driver.ts";
import { Snapshotter } from "./enrich/snapshot.ts";
import { Maintenance } from "./maintenance.ts";
import { openStore } from "./open-store.ts";
import { Reporter } from "./reporter.ts";
import { Worker, type WorkerOptions, type WorkerParts } from "./worker.ts";

const LOCK_ATTEMPTS = 10;

/** The parts on which all others depend. */
interface Base {
  readonly id: string;
  readonly lock: ProcessLock;
  readonly queue: Queue;
  readonly store: Store;
}

/**
 * Takes the lock, opens queue and store, and begins to work. It waits for a store that is locked or full.
 * @param signal ends the wait
 * @throws HIVE_QUEUE_UNAVAILABLE, HIVE_MIGRATION; HIVE_STORE_UNAVAILABLE when the signal ended the wait, or with
 * `isOnce` when the database is not sound
 */
export async function openWorker(options: WorkerOptions, signal = new AbortController().signal): Promise<Worker> {
  const { root, config, onStep, clock = systemClock } = options;
  const { paths } = new Queue(root);
  // Before the directory of its claims exists: claims without a lock belong to a dead worker.
  const { id, lock } = takeNewLock(paths);
  const store = await openStore({ ...options, paths, worker: id, signal }).catch((error: unknown) => {
    // It has claimed nothing yet.
    for (const path of [reportPath(paths, id), lockPath(paths, id)]) unlinkIfThere(path);
    lock.release();
    throw error;
  });
  const queue = new Queue(root, { ...config, worker: id, clock, ...(onStep === undefined ? {} : { onStep }) });
  return new Worker(options, makeParts(options, { id, lock, queue, store }));
}

/** The parts know each other: the reporter's next heartbeat includes each part's findings. */
function makeParts(options: WorkerOptions, { id, lock, queue, store }: Base): WorkerParts {
  const { root, config, log, supervision, clock = systemClock } = options;
  const { doorbell = new DoorbellSource(queue.paths.doorbell), watch = new WatchSource(queue.paths.pending) } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const counters = newCounters();
  const throughput = new Throughput();
  const latencies = new Latencies();
  const common = { queue, store, log, clock, counters, latencies };
  const beat = (): void => reporter.beat();
  const wakes = new Wakes({
    mode: config.mode,
    pollIntervalMs: config.pollIntervalMs,
    backstopIntervalMs: config.backstopIntervalMs,
    watch,
    doorbell,
    signal,
    onChange: (message) => log.write("warn", message),
  });
  const maintenance = new Maintenance({ worker: id, lock, config, wakes, ...common });
  const git = new GitReader(root, store, log, clock);
  const forward = options.isForwarding === true ? new ForwardDriver({ root, store, log, onChange: beat }) : null;
  // A worker that ends as soon as it has drained would wait for the snapshot alone.
  const isOn = config.snapshots === "on" && options.isOnce !== true;
  const snapshotter = new Snapshotter({ root, store, log, clock, isOn });
  const queueOutage = new Outage({ name: "the queue", log, signal, onChange: beat });
  const applier = new Applier({
    ...common,
    queueOutage,
    child: { root, config, hasOutbox: options.isForwarding === true },
    signal,
    // A clone may name any number of sessions and directories.
    onApplied: (claim) => {
      if (!claim.isProved) return;
      git.note(claim);
      snapshotter.note(claim);
    },
    onStoreChange: beat,
    onProgress: () => {
      reporter.lastAppliedAtMs = clock.nowMs();
      beat();
    },
  });
  const isBackground = supervision !== undefined;
  const reporter = new Reporter({
    worker: id,
    wakes,
    doorbell,
    watch,
    applier,
    queueOutage,
    forward,
    throughput,
    isBackground,
    ...common,
  });
  const data = ownDirectory("data", process.env, root);
  return {
    id,
    queue,
    store,
    wakes,
    clock,
    counters,
    throughput,
    applier,
    queueOutage,
    git,
    forward,
    snapshotter,
    reporter,
    maintenance,
    ringListeners: () => {
      if (data !== null) ringListeners(data);
    },
    stopping,
  };
}

/** Another process that looks for dead workers may hold a new lock for a moment: try the next name. */
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
