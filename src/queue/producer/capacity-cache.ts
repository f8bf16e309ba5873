import { assertCapacity } from "./capacity.ts";
import type { QueuePaths } from "../layout.ts";
import type { CapacityLimits } from "./limits.ts";

/** A count of `pending/` is valid for this long, in the process that made it. */
const HOLDS_MS = 100;
/**
 * Share of the known free capacity that a process uses before it checks again. Other processes saw the same capacity.
 */
// @mutant one process takes a share of the room that it found
const SHARE = 1 / 16;

/**
 * Holds the queue's free capacity for a process that enqueues repeatedly, so that one count serves many entries. A
 * directory of ext4 never shrinks, so a once large one would be counted for each entry. Near the limit it counts for
 * each entry.
 */
export class CapacityCache {
  readonly #paths: QueuePaths;
  readonly #limits: CapacityLimits;
  #entriesLeft = 0;
  #untilMs = 0;

  constructor(paths: QueuePaths, limits: CapacityLimits) {
    this.#paths = paths;
    this.#limits = limits;
  }

  /** @throws HIVE_QUEUE_FULL */
  take(entries: number): void {
    const nowMs = performance.now();
    if (entries > this.#entriesLeft || nowMs >= this.#untilMs) {
      // If the look throws, nothing is known.
      this.#entriesLeft = 0;
      this.#entriesLeft = assertCapacity(this.#paths, this.#limits) * SHARE;
      this.#untilMs = nowMs + HOLDS_MS;
    }
    this.#entriesLeft -= entries;
  }
}
