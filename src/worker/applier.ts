import type { Clock } from "../clock.ts";
import { errorCode, errorMessage } from "../errors.ts";
import type { Claim, Queue } from "../queue/queue.ts";
import type { Outcome, Store } from "../store/store.ts";
import type { Counters } from "./counters.ts";
import type { Latencies } from "./latencies.ts";
import type { Log } from "./log.ts";

export interface ApplierOptions {
  readonly queue: Queue;
  readonly store: Store;
  readonly log: Log;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly latencies: Latencies;
  /** Aborted when the worker is to stop: a wait for the store ends then. */
  readonly signal: AbortSignal;
  /** Called with each entry that was applied. */
  readonly onApplied?: (claim: Claim) => void;
  /** Called when {@link Applier.storeError} has changed. */
  readonly onStoreChange?: () => void;
}

const FIRST_WAIT_MS = 25;
const LONGEST_WAIT_MS = 1000;

/** Takes claims through the store: applied and acked, put off, or given up. */
export class Applier {
  readonly #options: ApplierOptions;
  /** Why the store cannot be written now; null when it can. */
  storeError: string | null = null;

  constructor(options: ApplierOptions) {
    this.#options = options;
  }

  /**
   * Applies a batch. A store that is locked or full is waited out, and no attempt is counted for it; when the worker is
   * to stop meanwhile, the claims are put back.
   */
  async apply(claims: readonly Claim[]): Promise<void> {
    const { queue, signal } = this.#options;
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
      try {
        this.#settle(claims, this.#applyTogether(claims));
        this.#storeIsBack();
        return;
      } catch (error) {
        if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE") throw error;
        this.#storeIsAway(errorMessage(error));
      }
      await sleep(waitMs, signal);
      if (signal.aborted) {
        for (const claim of claims) queue.putBack(claim);
        return;
      }
    }
  }

  /** A fault that is no single entry's takes the batch apart, so that only its cause is given up. */
  #applyTogether(claims: readonly Claim[]): Outcome[] {
    try {
      return this.#inStore(claims);
    } catch (error) {
      if (errorCode(error) === "HIVE_STORE_UNAVAILABLE" || claims.length === 1) throw error;
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
    const entries = claims.map(({ id, entry }) => ({ ...entry, id }));
    return this.#options.store.applyBatch(entries, this.#options.clock.nowMs());
  }

  #settle(claims: readonly Claim[], outcomes: readonly Outcome[]): void {
    const { queue, counters, latencies, log, clock } = this.#options;
    const committedAtMs = clock.nowMs();
    claims.forEach((claim, index) => {
      const outcome = outcomes[index]!;
      if (outcome.kind === "rejected") {
        const fate = queue.nack(claim, outcome.error);
        counters[fate === "buried" ? "failed" : "retried"] += 1;
        const { name } = claim;
        log.write("warn", fate === "buried" ? "entry given up" : "entry put off", { name, error: outcome.error });
        return;
      }
      queue.ack(claim);
      if (outcome.kind === "duplicate") {
        counters.duplicates += 1;
        return;
      }
      counters.applied += 1;
      const enqueuedAtMs = claim.entry.metadata["enqueued_at_ms"];
      if (typeof enqueuedAtMs === "number") latencies.add(committedAtMs - enqueuedAtMs);
      this.#options.onApplied?.(claim);
    });
  }

  #storeIsAway(message: string): void {
    if (this.storeError === null) this.#options.log.write("warn", "the store is away, waiting", { error: message });
    const isNews = this.storeError === null;
    this.storeError = message;
    if (isNews) this.#options.onStoreChange?.();
  }

  #storeIsBack(): void {
    if (this.storeError === null) return;
    this.#options.log.write("info", "the store is back");
    this.storeError = null;
    this.#options.onStoreChange?.();
  }
}

/** Waits; an abort ends the wait. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const end = (): void => resolve();
  signal.addEventListener("abort", end, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", end);
}
