import type { Clock } from "../base/clock.ts";
import type { CapacityLimits } from "./limits.ts";
import { enqueue, type EnqueueOptions } from "./enqueue.ts";
import { completeEntry, type Entry, type NewEntry } from "./entry.ts";
import { keptFiles } from "./kept-files.ts";
import type { QueuePaths } from "./layout.ts";
import { Room } from "./room.ts";

export interface ProducerOptions extends EnqueueOptions, CapacityLimits {
  readonly clock: Clock;
}

/** Enqueues again and again: what a process that makes one entry has to open, to count and to close serves many here. */
export class Producer {
  readonly #paths: QueuePaths;
  readonly #options: ProducerOptions;
  readonly #files = keptFiles();
  readonly #room: Room;

  constructor(paths: QueuePaths, options: ProducerOptions) {
    this.#paths = paths;
    this.#options = options;
    this.#room = new Room(paths, options);
  }

  /** What {@link Queue.enqueue} says. */
  enqueue(newEntries: readonly NewEntry[]): { entries: Entry[]; isHeard: boolean } {
    const { clock } = this.#options;
    const entries = newEntries.map((entry) => completeEntry(entry, clock.nowMs()));
    this.#room.take(entries.length);
    return { entries, isHeard: enqueue(this.#paths, this.#files, entries, this.#options) };
  }
}
