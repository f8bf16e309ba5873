/** A worker's totals since its start. */
export interface Counters {
  applied: number;
  duplicates: number;
  failed: number;
  retried: number;
  recovered: number;
  missedWakes: number;
  iterations: number;
}

export function newCounters(): Counters {
  return { applied: 0, duplicates: 0, failed: 0, retried: 0, recovered: 0, missedWakes: 0, iterations: 0 };
}

/** A pause in the work that ends a measurement of throughput. */
const PAUSE_MS = 10_000;

/** Entries per second over the current stretch of work. */
export class Throughput {
  #entries = 0;
  #busyMs = 0;
  #lastAtMs = 0;

  /** @param busyMs the time that the entries took */
  add(entries: number, busyMs: number, nowMs: number): void {
    if (nowMs - this.#lastAtMs > PAUSE_MS) {
      this.#entries = 0;
      this.#busyMs = 0;
    }
    this.#entries += entries;
    this.#busyMs += busyMs;
    this.#lastAtMs = nowMs;
  }

  perSecond(): number | null {
    return this.#busyMs === 0 ? null : Math.round((this.#entries / this.#busyMs) * 1000);
  }
}
