import { assertCapacity } from "./capacity.ts";
import type { QueuePaths } from "./layout.ts";
import type { CapacityLimits } from "./limits.ts";

/** A look at `pending/` holds so long for the process that took it. */
const HOLDS_MS = 100;
/** Of the room that was found a process takes this share before it looks again: others saw the same room. */
const SHARE = 1 / 16;

/**
 * The bound of a queue, for a process that enqueues again and again: one look serves many entries. A directory of ext4
 * never shrinks, so one that was large once would be listed for each entry. Near the limit each entry is looked for.
 */
export class Room {
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
      // Nothing is known where the look throws.
      this.#entriesLeft = 0;
      this.#entriesLeft = assertCapacity(this.#paths, this.#limits) * SHARE;
      this.#untilMs = nowMs + HOLDS_MS;
    }
    this.#entriesLeft -= entries;
  }
}
