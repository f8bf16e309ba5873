import type { Clock } from "../base/clock.ts";
import type { Queue } from "../queue/queue.ts";
import type { Claim, Reason } from "../queue/claims/claim.ts";
import type { Outcome } from "../store/port.ts";
import type { Latencies } from "../supervisor/latencies.ts";
import type { Log } from "../supervisor/log.ts";
import { isSystemFault, type Outage, waitForQueue } from "../supervisor/outage.ts";
import type { Counters } from "./counters.ts";

export interface SettlerOptions {
  readonly queue: Queue;
  readonly log: Log;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly latencies: Latencies;
  /** The queue's file system, when it cannot be used. */
  readonly queueOutage: Outage;
  /** Aborted when the worker is to stop: a wait for the file system ends then. */
  readonly signal: AbortSignal;
  /** Called with each entry that was applied. */
  readonly onApplied?: (claim: Claim) => void;
}

/** Notes the outcome of claims in the queue, and counts it. It waits for a file system that cannot be written. */
export class Settler {
  readonly #options: SettlerOptions;

  constructor(options: SettlerOptions) {
    this.#options = options;
  }

  /** @returns false if the worker was stopped before all of it was settled */
  async settle(claims: readonly Claim[], outcomes: readonly Outcome[]): Promise<boolean> {
    const committedAtMs = this.#options.clock.nowMs();
    for (const [index, claim] of claims.entries()) {
      const outcome = outcomes[index]!;
      // An unsettled claim goes back at the worker's end; the ledger knows the applied entries.
      if (!(await this.#untilTaken(() => this.#note(claim, outcome)))) return false;
      if (outcome.kind !== "rejected") this.#count(claim, outcome.kind, committedAtMs);
    }
    return true;
  }

  /** Defers claims, so that other entries come first. @returns false if the worker was stopped meanwhile */
  async putOff(claims: readonly Claim[], dueMs: number): Promise<boolean> {
    for (const claim of claims) {
      if (!(await this.#untilTaken(() => this.#options.queue.putBack(claim, dueMs)))) return false;
    }
    return true;
  }

  putBack(claims: readonly Claim[]): void {
    try {
      for (const claim of claims) this.#options.queue.putBack(claim);
    } catch (error) {
      // They go back with the worker's end, or by the next worker.
      if (!isSystemFault(error)) throw error;
    }
  }

  /** Retries until the file system accepts it. @returns false if the worker was stopped before that */
  async #untilTaken(act: () => void): Promise<boolean> {
    const { queue, queueOutage, signal } = this.#options;
    for (;;) {
      try {
        act();
        return true;
      } catch (error) {
        if (!isSystemFault(error)) throw error;
        await waitForQueue(queueOutage, queue, error);
      }
      if (signal.aborted) return false;
    }
  }

  #note(claim: Claim, outcome: Outcome): void {
    if (outcome.kind === "rejected") this.#giveBack(claim, outcome.error);
    else this.#options.queue.ack(claim);
  }

  #giveBack(claim: Claim, error: Reason): void {
    const { queue, counters, log } = this.#options;
    const fate = queue.nack(claim, error);
    counters[fate === "buried" ? "failed" : "retried"] += 1;
    log.write("warn", fate === "buried" ? "entry given up" : "entry will be retried", { name: claim.name, error });
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
