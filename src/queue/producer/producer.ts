import type { Clock } from "../../base/clock.ts";
import type { CapacityLimits } from "./limits.ts";
import { enqueue, type EnqueueOptions } from "./enqueue.ts";
import { completeEntry, type Entry, type NewEntry } from "../entry.ts";
import { keptFiles } from "./kept-files.ts";
import type { QueuePaths } from "../layout.ts";
import { CapacityCache } from "./capacity-cache.ts";

export interface ProducerOptions extends EnqueueOptions, CapacityLimits {
  readonly clock: Clock;
}

/** Enqueues repeatedly: file handles and counts serve many entries in one process. */
export class Producer {
  readonly #paths: QueuePaths;
  readonly #options: ProducerOptions;
  readonly #files = keptFiles();
  readonly #capacity: CapacityCache;

  constructor(paths: QueuePaths, options: ProducerOptions) {
    this.#paths = paths;
    this.#options = options;
    this.#capacity = new CapacityCache(paths, options);
  }

  /** The result of {@link Queue.enqueue}. */
  enqueue(newEntries: readonly NewEntry[]): { entries: Entry[]; isHeard: boolean } {
    const { clock } = this.#options;
    const entries = newEntries.map((entry) => completeEntry(entry, clock.nowMs()));
    this.#capacity.take(entries.length);
    return { entries, isHeard: enqueue(this.#paths, this.#files, entries, this.#options) };
  }
}
