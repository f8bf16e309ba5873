import { existsSync } from "node:fs";
import type { Clock } from "../base/clock.ts";
import { errorCode, errorMessage } from "../base/errors.ts";
import type { Claim, Queue } from "../queue/queue.ts";
import type { Outcome, Store } from "../store/store.ts";
import type { StoreEntry } from "../store/store-entry.ts";
import { type ApartLimits, applyApart, SUSPECT_LIMIT_MS } from "./isolate/apply-apart.ts";
import type { Counters } from "./counters.ts";
import { inGroups } from "./groups.ts";
import type { Latencies } from "../supervisor/latencies.ts";
import type { Log } from "../supervisor/log.ts";
import { type TimeLimits, TimeBudget } from "./isolate/time-budget.ts";
import { DELETION_MS, isSystemFault, makeAgain, Outage, waitForQueue } from "../supervisor/outage.ts";

export interface ApplierOptions {
  readonly queue: Queue;
  readonly store: Store;
  readonly log: Log;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly latencies: Latencies;
  /** For what is applied in a process of its own. */
  readonly apart: ApartLimits;
  /** What raw SQL in processes of its own has taken. @default nothing */
  readonly apartTime?: TimeBudget;
  /** Aborted when the worker is to stop: a wait for the store ends then. */
  readonly signal: AbortSignal;
  /** Called with each entry that was applied. */
  readonly onApplied?: (claim: Claim) => void;
  /** Called when a part of a batch is settled and more of it is left. */
  readonly onProgress?: () => void;
  /** The queue's file system, when it cannot be used. */
  readonly queueOutage: Outage;
  /** Called when {@link Applier.storeError} has changed. */
  readonly onStoreChange?: () => void;
}

/**
 * Where an entry is applied: in this process; or in one of its own, which may be killed: raw SQL that does not plainly
 * end soon each by itself, entries with which a worker died together, so that what kills is found without this worker.
 */
type Place = "here" | "apart" | "apart-together";

/** A batch, or a part of it, that is applied in one place. */
interface Group {
  readonly place: Place;
  readonly claims: readonly Claim[];
}

/** Entries with raw SQL in one transaction: they plainly end soon, but not if somebody has made the rows large. */
const RAW_SQL_TOGETHER = 16;

/** Of such entries without proof, which may have come with a clone: what comes behind them is not kept so long. */
const UNPROVED_TOGETHER = 4;

/** What raw SQL in processes of its own may take. */
export const APART_LIMITS: TimeLimits = { freeMs: 250, budgetMs: 30_000, windowMs: 60_000 };
/** What raw SQL without proof may take, wherever it is applied: then what is proved has its turn. */
export const UNPROVED_LIMITS: TimeLimits = { freeMs: 50, budgetMs: 1000, windowMs: 10_000 };

/** For raw SQL that may take long when too much of it has: what comes behind it has waited long enough. */
const NOT_NOW: Outcome = {
  kind: "rejected",
  error: { code: "HIVE_SQL_REFUSED", message: "refused for now: raw SQL has taken half of the last minute" },
};

/** Takes claims through the store: applied and acked, put off, or given up. */
export class Applier {
  readonly #options: ApplierOptions;
  readonly #storeOutage: Outage;
  readonly #apartTime: TimeBudget;
  readonly #unprovedTime = new TimeBudget(UNPROVED_LIMITS);

  constructor(options: ApplierOptions) {
    this.#options = options;
    const { log, signal, onStoreChange } = options;
    this.#apartTime = options.apartTime ?? new TimeBudget(APART_LIMITS);
    this.#storeOutage = new Outage({ name: "the store", log, signal, onChange: onStoreChange });
  }

  /** Why the store cannot be written now; null when it can. */
  get storeError(): string | null {
    return this.#storeOutage.error;
  }

  /**
   * Applies a batch. A store that is locked or full is waited out, and no attempt is counted for it; so is a file system
   * on which an outcome cannot be noted. When the worker is to stop meanwhile, what is not settled is put back.
   *
   * What is applied by a process of its own is so in its turn: what comes before it is settled first.
   */
  async apply(claims: readonly Claim[]): Promise<void> {
    let left = this.#inGroups(claims);
    for (let isFirst = true; left.length > 0; isFirst = false) {
      const group = left.shift()!;
      if (!isFirst) this.#options.onProgress?.();
      const mayStop = !isFirst && this.#options.signal.aborted;
      if (!mayStop && isUnprovedSql(group.claims[0]!) && this.#unprovedTime.isSpent) {
        if (!(await this.#putOff(group.claims))) return;
        continue;
      }
      const startMs = performance.now();
      const outcomes = mayStop ? null : await this.#untilApplied(group);
      if (isUnprovedSql(group.claims[0]!)) this.#unprovedTime.add(performance.now() - startMs);
      if (outcomes === null) return this.#putBack([group, ...left].flatMap((one) => one.claims));
      if (outcomes === "died") left.unshift(...this.#alone(group));
      else if (!(await this.#settleAll(group.claims, outcomes))) return;
      if (this.#options.store.isRawSqlSlow) left = left.flatMap((one) => this.#placedAgain(one));
    }
  }

  #placedAgain(group: Group): readonly Group[] {
    return group.place === "here" ? this.#inGroups(group.claims) : [group];
  }

  #inGroups(claims: readonly Claim[]): Group[] {
    let raws = 0;
    const placed = claims.map((claim) => {
      const isUnproved = isUnprovedSql(claim);
      const together = isUnproved ? UNPROVED_TOGETHER : RAW_SQL_TOGETHER;
      raws += claim.entry.sql === undefined ? 0 : 1;
      return { claim, place: this.#placeOf(claim), isUnproved, lot: Math.max(0, Math.ceil(raws / together) - 1) };
    });
    const groups = inGroups(
      placed,
      (a, b) => a.place === b.place && a.place !== "apart" && a.isUnproved === b.isUnproved && a.lot === b.lot,
    );
    return groups.map((group) => ({ place: group[0]!.place, claims: group.map(({ claim }) => claim) }));
  }

  #placeOf({ entry: { sql }, isSuspect }: Claim): Place {
    if (sql !== undefined && !this.#options.store.isShort(sql)) return "apart";
    return isSuspect ? "apart-together" : "here";
  }

  #alone({ place, claims }: Group): Group[] {
    const message = "the process that applied what a dead worker had claimed died too, applying it one by one";
    this.#options.log.write("warn", message, { entries: claims.length });
    return claims.map((claim) => ({ place, claims: [claim] }));
  }

  /** @returns false when the worker was told to stop before all of it was settled */
  async #settleAll(claims: readonly Claim[], outcomes: readonly Outcome[]): Promise<boolean> {
    const committedAtMs = this.#options.clock.nowMs();
    for (const [index, claim] of claims.entries()) {
      // What is still claimed goes back with the worker's end; of what was applied the ledger knows.
      if (!(await this.#settle(claim, outcomes[index]!, committedAtMs))) return false;
    }
    return true;
  }

  /** Has them wait, so that others have their turn. @returns false when the worker was told to stop meanwhile */
  async #putOff(claims: readonly Claim[]): Promise<boolean> {
    const { queue, queueOutage, clock, signal } = this.#options;
    const dueMs = clock.nowMs() + UNPROVED_LIMITS.windowMs;
    for (const claim of claims) {
      for (;;) {
        try {
          queue.putBack(claim, dueMs);
          break;
        } catch (error) {
          if (!isSystemFault(error)) throw error;
          await waitForQueue(queueOutage, queue, error);
        }
        if (signal.aborted) return false;
      }
    }
    return true;
  }

  #putBack(claims: readonly Claim[]): void {
    try {
      for (const claim of claims) this.#options.queue.putBack(claim);
    } catch (error) {
      // They go back with the worker's end, or by the next worker.
      if (!isSystemFault(error)) throw error;
    }
  }

  /** @returns `died` when each is to be tried alone; null when the worker was told to stop before they were applied */
  async #untilApplied({ place, claims }: Group): Promise<readonly Outcome[] | "died" | null> {
    const { queue, store, log, signal } = this.#options;
    let isReopened = false;
    for (;;) {
      try {
        if (await store.reopenIfLost(this.#storeOutage.error !== null)) isReopened = true;
        const outcomes = place === "here" ? this.#applyTogether(claims) : await this.#applyApart(claims, place);
        if (isReopened) log.write("warn", "the store was opened again: it failed, was deleted or replaced");
        this.#storeOutage.end();
        return outcomes;
      } catch (error) {
        if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE") throw error;
        await this.#storeOutage.wait(error, store.isDeleted ? DELETION_MS : 0);
        // With the state directory the store is gone, and perhaps the project.
        if (!existsSync(queue.paths.queue)) makeAgain(queue);
      }
      if (signal.aborted) return null;
    }
  }

  async #applyApart(claims: readonly Claim[], place: Place): Promise<readonly Outcome[] | "died" | null> {
    const { store, clock, apart, signal } = this.#options;
    const isRaw = place === "apart";
    if (isRaw && this.#apartTime.isSpent) return claims.map(() => NOT_NOW);
    const limitMs = isRaw ? apart.config.rawSqlTimeoutMs : SUSPECT_LIMIT_MS;
    const work = { entries: claims.map(toStoreEntry), nowMs: clock.nowMs(), limitMs };
    const startMs = performance.now();
    const outcomes = await applyApart(store, work, apart, signal);
    if (isRaw) this.#apartTime.add(performance.now() - startMs);
    return outcomes;
  }

  /** A fault that is no single entry's takes the batch apart, so that only its cause is given up. */
  #applyTogether(claims: readonly Claim[]): Outcome[] {
    try {
      return this.#inStore(claims);
    } catch (error) {
      if (errorCode(error) === "HIVE_STORE_UNAVAILABLE") throw error;
      this.#options.log.write("warn", "a batch failed, applying its entries one by one", {
        error: errorMessage(error),
      });
      return claims.map((claim) => this.#applyAlone(claim));
    }
  }

  #applyAlone(claim: Claim): Outcome {
    try {
      return this.#inStore([claim])[0]!;
    } catch (error) {
      if (errorCode(error) === "HIVE_STORE_UNAVAILABLE") throw error;
      return { kind: "rejected", error: { code: errorCode(error) ?? "HIVE_BUG", message: errorMessage(error) } };
    }
  }

  #inStore(claims: readonly Claim[]): Outcome[] {
    return this.#options.store.applyBatch(claims.map(toStoreEntry), this.#options.clock.nowMs());
  }

  /** @returns false when the worker was told to stop before the file system took the outcome */
  async #settle(claim: Claim, outcome: Outcome, committedAtMs: number): Promise<boolean> {
    const { queue, queueOutage, signal } = this.#options;
    for (;;) {
      try {
        if (outcome.kind === "rejected") this.#giveBack(claim, outcome.error);
        else queue.ack(claim);
        break;
      } catch (error) {
        if (!isSystemFault(error)) throw error;
        await waitForQueue(queueOutage, queue, error);
      }
      if (signal.aborted) return false;
    }
    if (outcome.kind !== "rejected") this.#count(claim, outcome.kind, committedAtMs);
    return true;
  }

  #giveBack(claim: Claim, error: { readonly code: string; readonly message: string }): void {
    const { queue, counters, log } = this.#options;
    const fate = queue.nack(claim, error);
    counters[fate === "buried" ? "failed" : "retried"] += 1;
    log.write("warn", fate === "buried" ? "entry given up" : "entry put off", { name: claim.name, error });
  }

  #count(claim: Claim, kind: "applied" | "duplicate", committedAtMs: number): void {
    const { counters, latencies, onApplied } = this.#options;
    if (kind === "duplicate") {
      counters.duplicates += 1;
      return;
    }
    counters.applied += 1;
    const enqueuedAtMs = claim.entry.metadata["enqueued_at_ms"];
    if (typeof enqueuedAtMs === "number") latencies.add(committedAtMs - enqueuedAtMs);
    onApplied?.(claim);
  }
}

const isUnprovedSql = ({ entry, isProved }: Claim): boolean => entry.sql !== undefined && !isProved;

function toStoreEntry({ id, entry: { seq, operation, payload, sql }, isProved }: Claim): StoreEntry {
  return {
    id,
    seq,
    operation,
    payload,
    ...(sql === undefined ? {} : { sql }),
    ...(isProved ? {} : { isUntrusted: true }),
  };
}
