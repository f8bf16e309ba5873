import { lstatSync } from "node:fs";
import type { Clock } from "../../base/clock.ts";
import { earliest } from "../claims/deferrals.ts";
import type { FileIdentity } from "../read-entry.ts";

/** The time for which a file that does not parse may still be being written. */
const WRITING_MS = 2000;
/** The first check of a file being written comes this long after its discovery. */
const FIRST_LOOK_MS = 2;

interface Unfinished {
  readonly dueMs: number;
  /** A change of it ends the wait. */
  readonly file: FileIdentity;
}

/**
 * Files in `pending/` whose writers may not be done. The event of a write's end may be dropped, so each file is checked
 * again. The waits double with the time since its last change; the last check comes 2 s after it.
 */
export class UnfinishedFiles {
  readonly #pending: string;
  readonly #clock: Clock;
  readonly #byName = new Map<string, Unfinished>();

  constructor(pending: string, clock: Clock) {
    this.#pending = pending;
    this.#clock = clock;
  }

  /** When to look at the first of them again, in ms since 1970; null when there is none. */
  get nextDueMs(): number | null {
    return earliest(Array.from(this.#byName.values(), ({ dueMs }) => dueMs));
  }

  /** A time further ahead than a write may take comes from a clock that was set back. */
  mayBeBeingWritten(modifiedAtMs: number): boolean {
    return Math.abs(this.#clock.nowMs() - modifiedAtMs) < WRITING_MS;
  }

  putOff(name: string, file: FileIdentity): void {
    const nowMs = this.#clock.nowMs();
    const waitMs = Math.max(FIRST_LOOK_MS, Math.abs(nowMs - file.modifiedAtMs));
    this.#byName.set(name, { dueMs: Math.min(file.modifiedAtMs + WRITING_MS, nowMs + waitMs), file });
  }

  isDue(name: string): boolean {
    const unfinished = this.#byName.get(name);
    if (unfinished === undefined) return true;
    if (!this.#hasChanged(name, unfinished.file)) return false;
    this.#byName.delete(name);
    return true;
  }

  /** Ends expired waits, and delays files that may still be being written again. */
  endDue(nowMs: number): void {
    for (const [name, { dueMs, file }] of this.#byName) {
      if (dueMs > nowMs) continue;
      if (this.mayBeBeingWritten(file.modifiedAtMs) && !this.#hasChanged(name, file)) this.putOff(name, file);
      else this.#byName.delete(name);
    }
  }

  #hasChanged(name: string, file: FileIdentity): boolean {
    const stat = lstatSync(`${this.#pending}/${name}`, { throwIfNoEntry: false });
    return stat?.size !== file.bytes || stat.mtimeMs !== file.modifiedAtMs;
  }
}
