import { lstatSync } from "node:fs";
import type { Clock } from "../clock.ts";
import type { FileIdentity } from "./read-entry.ts";

interface Deferral {
  readonly dueMs: number;
  /** Set for a file that is being written: a change of it ends the wait. */
  readonly writing?: FileIdentity | undefined;
}

/** Entries in `pending/` that are not due yet, by name: put off after a failed attempt, or still being written. */
export class Deferrals {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #deferred = new Map<string, Deferral>();

  constructor(directory: string, clock: Clock) {
    this.#directory = directory;
    this.#clock = clock;
  }

  /** @param writing the file as it is, when its writer may not be done */
  add(name: string, dueMs: number, writing?: FileIdentity): void {
    this.#deferred.set(name, { dueMs, writing });
  }

  isDue(name: string): boolean {
    const deferral = this.#deferred.get(name);
    if (deferral === undefined) return true;
    if (deferral.writing === undefined) return false;
    const stat = lstatSync(`${this.#directory}/${name}`, { throwIfNoEntry: false });
    if (stat?.size === deferral.writing.bytes && stat.mtimeMs === deferral.writing.modifiedAtMs) return false;
    this.#deferred.delete(name);
    return true;
  }

  /** Ends the waits that are over, also of entries that somebody else has taken since. */
  forgetDue(): void {
    if (this.#deferred.size === 0) return;
    const nowMs = this.#clock.nowMs();
    for (const [name, { dueMs }] of this.#deferred) {
      if (dueMs <= nowMs) this.#deferred.delete(name);
    }
  }

  /** When the first of them is due, in ms since 1970; null when there is none. */
  get nextDueMs(): number | null {
    const times = [...this.#deferred.values()].map(({ dueMs }) => dueMs);
    return times.length === 0 ? null : Math.min(...times);
  }
}
