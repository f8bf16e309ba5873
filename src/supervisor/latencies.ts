/** The latencies of recent entries, as `hive status` shows them. */
export interface LatencySummary {
  readonly n: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** The last 1,024 latencies, enqueue to commit, of entries whose producer said when it enqueued them. */
export class Latencies {
  readonly #samples = new Float64Array(1024);
  #count = 0;

  add(latencyMs: number): void {
    this.#samples[this.#count % this.#samples.length] = latencyMs;
    this.#count += 1;
  }

  summary(): LatencySummary | null {
    const n = Math.min(this.#count, this.#samples.length);
    if (n === 0) return null;
    const sorted = this.#samples.slice(0, n).toSorted();
    const rank = (fraction: number): number => sorted[Math.max(0, Math.ceil(fraction * n) - 1)]!;
    return { n, p50Ms: rank(0.5), p99Ms: rank(0.99), maxMs: sorted[n - 1]! };
  }
}
