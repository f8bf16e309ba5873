import { existsSync } from "node:fs";
import { errorCode, errorMessage } from "../base/errors.ts";
import type { Claim } from "../queue/claims/claim.ts";
import type { StoreEntry } from "../store/port.ts";
import type { Outcome } from "../store/port.ts";
import type { Store } from "../store/sqlite/store.ts";
import { DELETION_MS, makeAgain, Outage } from "../supervisor/outage.ts";
import { type Group, groupsOf, isUnprovedSql, type Where } from "./grouping.ts";
import { applyInChild, type ChildLimits, POISON_LIMIT_MS } from "./isolate/apply-in-child.ts";
import { TimeBudget, type TimeLimits } from "./isolate/time-budget.ts";
import { Settler, type SettlerOptions } from "./settler.ts";

export interface ApplierOptions extends SettlerOptions {
  readonly store: Store;
  readonly child: ChildLimits;
  /** Time used by raw SQL in children. @default none */
  readonly childTime?: TimeBudget;
  /** Called when a part of a batch is settled and more of it is left. */
  readonly onProgress?: () => void;
  /** Called when {@link Applier.storeError} has changed. */
  readonly onStoreChange?: () => void;
}

/** Time budget for raw SQL in children. */
export const CHILD_LIMITS: TimeLimits = { freeMs: 250, budgetMs: 30_000, windowMs: 60_000 };
/** Time budget for untrusted raw SQL, wherever it is applied, so that trusted entries need not wait. */
export const UNPROVED_LIMITS: TimeLimits = { freeMs: 50, budgetMs: 1000, windowMs: 10_000 };

/** Time budget for raw SQL that may take long: entries behind it must not wait longer. */
const NOT_NOW: Outcome = {
  kind: "rejected",
  error: { code: "HIVE_SQL_REFUSED", message: "refused for now: raw SQL has taken half of the last minute" },
};

/** Takes claims through the store: applied and acked, put off, or given up. */
export class Applier {
  readonly #options: ApplierOptions;
  readonly #settler: Settler;
  readonly #storeOutage: Outage;
  readonly #childTime: TimeBudget;
  readonly #unprovedTime = new TimeBudget(UNPROVED_LIMITS);

  constructor(options: ApplierOptions) {
    this.#options = options;
    this.#settler = new Settler(options);
    const { log, signal, onStoreChange } = options;
    this.#childTime = options.childTime ?? new TimeBudget(CHILD_LIMITS);
    this.#storeOutage = new Outage({ name: "the store", log, signal, onChange: onStoreChange });
  }

  /** Why the store cannot be written now; null when it can. */
  get storeError(): string | null {
    return this.#storeOutage.error;
  }

  /**
   * Applies a batch. A store that is locked or full is waited out, and no attempt is counted. The same holds for a file
   * system on which an outcome cannot be noted. If the worker is stopped meanwhile, unsettled claims are put back.
   *
   * Before a group goes to a child, earlier entries are settled.
   */
  async apply(claims: readonly Claim[]): Promise<void> {
    let left = this.#groups(claims);
    for (let isFirst = true; left.length > 0; isFirst = false) {
      const group = left.shift()!;
      if (!isFirst) this.#options.onProgress?.();
      // @mutant an entry is acked after its commit
      const mayStop = !isFirst && this.#options.signal.aborted;
      // @mutant raw SQL without proof has a time of its own
      if (!mayStop && isUnprovedSql(group.claims[0]!) && this.#unprovedTime.isSpent) {
        const dueMs = this.#options.clock.nowMs() + UNPROVED_LIMITS.windowMs;
        if (!(await this.#settler.putOff(group.claims, dueMs))) return;
        continue;
      }
      const startMs = performance.now();
      const outcomes = mayStop ? null : await this.#untilApplied(group);
      if (isUnprovedSql(group.claims[0]!)) this.#unprovedTime.add(performance.now() - startMs);
      if (outcomes === null) return this.#settler.putBack([group, ...left].flatMap((one) => one.claims));
      if (outcomes === "died") left.unshift(...this.#alone(group));
      else if (!(await this.#settler.settle(group.claims, outcomes))) return;
      // @mutant a worker that short entries hold up gives the rest away
      if (this.#options.store.isRawSqlSlow) left = left.flatMap((one) => this.#groupedAgain(one));
    }
  }

  #groups(claims: readonly Claim[]): Group[] {
    return groupsOf(claims, (sql) => this.#options.store.isBounded(sql));
  }

  #groupedAgain(group: Group): readonly Group[] {
    return group.where === "inline" ? this.#groups(group.claims) : [group];
  }

  #alone({ where, claims }: Group): Group[] {
    const message = "a child died of what a dead worker had claimed: its entries are applied one by one";
    this.#options.log.write("warn", message, { entries: claims.length });
    return claims.map((claim) => ({ where, claims: [claim] }));
  }

  /** @returns `died` if each must be tried alone; null if the worker was stopped before they were applied */
  async #untilApplied({ where, claims }: Group): Promise<readonly Outcome[] | "died" | null> {
    const { queue, store, log, signal } = this.#options;
    let isReopened = false;
    for (;;) {
      try {
        if (await store.reopenIfLost(this.#storeOutage.error !== null)) isReopened = true;
        const outcomes = where === "inline" ? this.#applyInline(claims) : await this.#applyInChild(claims, where);
        if (isReopened) log.write("warn", "the store was opened again: it failed, was deleted or replaced");
        this.#storeOutage.end();
        return outcomes;
      } catch (error) {
        if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE") throw error;
        // @mutant a store that is away costs no attempt
        await this.#storeOutage.wait(error, store.isDeleted ? DELETION_MS : 0);
        // The store is gone with the state directory, and perhaps the whole project.
        if (!existsSync(queue.paths.queue)) makeAgain(queue);
      }
      if (signal.aborted) return null;
    }
  }

  async #applyInChild(claims: readonly Claim[], where: Where): Promise<readonly Outcome[] | "died" | null> {
    const { store, clock, child, signal } = this.#options;
    const isRaw = where === "child";
    // @mutant slow raw SQL does not hold the others up for ever
    if (isRaw && this.#childTime.isSpent) return claims.map(() => NOT_NOW);
    const limitMs = isRaw ? child.config.rawSqlTimeoutMs : POISON_LIMIT_MS;
    const work = { entries: claims.map(toStoreEntry), nowMs: clock.nowMs(), limitMs };
    const startMs = performance.now();
    const outcomes = await applyInChild(store, work, child, signal);
    if (isRaw) this.#childTime.add(performance.now() - startMs);
    return outcomes;
  }

  /** Applies entries one by one after the batch failed as a whole, so that only the faulty entry is given up. */
  #applyInline(claims: readonly Claim[]): Outcome[] {
    try {
      return this.#inStore(claims);
    } catch (error) {
      if (errorCode(error) === "HIVE_STORE_UNAVAILABLE") throw error;
      this.#options.log.write("warn", "a batch failed, applying its entries one by one", {
        error: errorMessage(error),
      });
      // @mutant a batch with a fault is tried one by one
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
}

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
