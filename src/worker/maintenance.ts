import type { Clock } from "../base/clock.ts";
import type { Config } from "../base/config/config.ts";
import { errorCode, errorMessage } from "../base/errors.ts";
import { sweepJournals } from "../queue/journal/journal.ts";
import { seqsThere } from "../queue/depth.ts";
import { lockPath, retireWorker } from "../queue/claims/recover.ts";
import type { Queue } from "../queue/queue.ts";
import { clearForeign, sweepInstances, sweepWorkers } from "../queue/sweep.ts";
import type { StorePort } from "../store/port.ts";
import type { Store } from "../store/sqlite/store.ts";
import type { Wakes } from "../wake/wakes.ts";
import type { Counters } from "./counters.ts";
import { ProcessLock } from "../supervisor/lock.ts";
import type { Log } from "../supervisor/log.ts";
import { isSystemFault } from "../supervisor/outage.ts";
import { noteApplied } from "./note-applied.ts";

export interface MaintenanceOptions {
  readonly worker: string;
  /** The worker's own, held from here on. */
  readonly lock: ProcessLock;
  readonly config: Config;
  readonly queue: Queue;
  readonly store: StorePort & Pick<Store, "db">;
  readonly wakes: Wakes;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
}

const SWEEP_INTERVAL_MS = 3_600_000;
/** A look takes milliseconds; more where a clone brought journals. */
const NOTE_INTERVAL_MS = 600_000;
const HOUR_MS = 3_600_000;
/** `hive status` accounts for the entries of a day. */
const DAY_MS = 24 * HOUR_MS;
/** A thousand files of a cloned repository are no reason for as many lines in the log. */
const MAX_LINES = 10;

/**
 * Maintenance at a worker's start, at each backstop and at its end: repairs files, and keeps them from growing without
 * a bound.
 */
export class Maintenance {
  readonly #options: MaintenanceOptions;
  #lock: ProcessLock;
  #sweptAtMs = 0;
  #notedAtMs = 0;

  constructor(options: MaintenanceOptions) {
    this.#options = options;
    this.#lock = options.lock;
  }

  /** A lock whose file was deleted is invisible: others would take this worker for dead. */
  keepLock(): void {
    if (this.#lock.isInPlace) return;
    const { queue, worker, log } = this.#options;
    try {
      const lock = ProcessLock.take(lockPath(queue.paths, worker), true);
      if (lock === null) return;
      this.#lock.release();
      this.#lock = lock;
      log.write("warn", "the lock of this worker was deleted, and taken again");
    } catch (error) {
      if (errorCode(error) !== "HIVE_QUEUE_UNAVAILABLE") throw error;
      log.write("warn", "the lock of this worker was deleted", { error: errorMessage(error) });
    }
  }

  /** Recovers, checks the wake sources, and once an hour clears old files. */
  async run(isStart: boolean): Promise<void> {
    try {
      if (!isStart) {
        this.#options.queue.prepare();
        this.keepLock();
        await this.#options.wakes.check(false);
      }
      this.#recover();
      await this.#sweep();
      // An entry may wait for the start.
      if (!isStart && this.#isNoteDue()) this.note();
    } catch (error) {
      if (!isSystemFault(error)) throw error;
      this.#options.log.write("warn", "queue maintenance failed", { error: errorMessage(error) });
    }
  }

  #recover(): void {
    const { log, queue } = this.#options;
    let faults = 0;
    const onFault = (error: unknown): void => {
      if (!isSystemFault(error)) throw error;
      faults += 1;
      if (faults <= MAX_LINES)
        log.write("warn", "cannot recover the claims of a worker", { error: errorMessage(error) });
    };
    const recovered = queue.recover((worker) => this.#takeLock(worker), onFault);
    this.#options.counters.recovered += recovered;
    if (recovered === 0) return;
    log.write("info", "took back the entries of a dead worker", { entries: recovered });
  }

  #takeLock(worker: string): ProcessLock | null {
    return ProcessLock.take(lockPath(this.#options.queue.paths, worker), false);
  }

  async #sweep(): Promise<void> {
    const { config, log, queue, worker } = this.#options;
    const nowMs = this.#options.clock.nowMs();
    // The clock may have been set back.
    if (Math.abs(nowMs - this.#sweptAtMs) < SWEEP_INTERVAL_MS) return;
    this.#sweptAtMs = nowMs;
    const ledgerBeforeMs = nowMs - config.ledgerRetentionHours * HOUR_MS;
    for (const done of clearForeign(queue.paths).slice(0, MAX_LINES)) log.write("warn", done);
    queue.sweep(config.deadLetterRetentionDays * 24 * HOUR_MS);
    sweepWorkers(queue.paths, (id) => this.#takeLock(id), nowMs, worker);
    // A journal names only entries that the ledger still remembers.
    sweepJournals(queue.paths, ledgerBeforeMs + HOUR_MS);
    try {
      await this.#options.store.sweepLedger(ledgerBeforeMs, () => seqsThere(queue.paths));
      if (config.sessionRetentionDays > 0)
        await this.#pruneSessions(nowMs - config.sessionRetentionDays * 24 * HOUR_MS);
    } catch (error) {
      log.write("warn", "the store was not swept", { error: errorMessage(error) });
    }
  }

  /** The clock may have been set back. */
  #isNoteDue(): boolean {
    return Math.abs(this.#options.clock.nowMs() - this.#notedAtMs) >= NOTE_INTERVAL_MS;
  }

  /** Notes what was applied, for `hive status`. What no note is of, that finds in the ledger. */
  note(): void {
    const { clock, config, log, queue, store } = this.#options;
    const nowMs = clock.nowMs();
    this.#notedAtMs = nowMs;
    try {
      noteApplied(queue.paths, store.db, nowMs, nowMs - Math.min(DAY_MS, config.ledgerRetentionHours * HOUR_MS));
    } catch (error) {
      log.write("warn", "what was applied was not noted", { error: errorMessage(error) });
    }
  }

  async #pruneSessions(beforeMs: number): Promise<void> {
    sweepInstances(this.#options.queue.paths, beforeMs);
    const sessions = await this.#options.store.pruneSessions(beforeMs);
    if (sessions > 0) this.#options.log.write("info", "deleted old sessions", { sessions });
  }

  /** Puts back the claimed entries. */
  retire(): void {
    try {
      retireWorker(this.#options.queue.paths, this.#options.worker);
    } catch (error) {
      if (!isSystemFault(error)) throw error;
      const message = "its claims are left to the next worker";
      this.#options.log.write("warn", message, { worker: this.#options.worker, error: errorMessage(error) });
    }
  }

  /** Call this last: others may take this worker's claims after it. */
  release(): void {
    this.#lock.release();
  }
}
