/** Entries that wait until a set time, such as the end of a retry's backoff, by name in `pending/`. */
export class Deferrals {
  readonly #dueMs = new Map<string, number>();

  /** When the first of them is due, in ms since 1970; null when none waits. */
  get nextDueMs(): number | null {
    return earliest(this.#dueMs.values());
  }

  until(name: string, dueMs: number): void {
    this.#dueMs.set(name, dueMs);
  }

  isDue(name: string): boolean {
    return !this.#dueMs.has(name);
  }

  /** Ends expired waits, including those of entries that another worker has taken since. */
  endDue(nowMs: number): void {
    for (const [name, dueMs] of this.#dueMs) if (dueMs <= nowMs) this.#dueMs.delete(name);
  }
}

/** The earliest of some times; null for none. */
export function earliest(times: Iterable<number | null>): number | null {
  let first: number | null = null;
  for (const ms of times) if (ms !== null && (first === null || ms < first)) first = ms;
  return first;
}
