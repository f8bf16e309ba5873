import { lstatSync } from "node:fs";
import type { Clock } from "../base/clock.ts";
import type { FileIdentity } from "./read-entry.ts";

/** How long a file that does not parse may still be being written. */
const WRITING_MS = 2000;
/** The first look at a file that is being written comes so soon after the one that found it so. */
const FIRST_LOOK_MS = 2;

/**
 * Bun's watcher drops an event of the same name as the last one, where it reads both within some milliseconds, and a
 * claim is an event. So the directory is looked at so soon after the claim of a name that may come again, then after
 * waits that double, up to the longest.
 */
const FIRST_LOOK_AGAIN_MS = 10;
const LONGEST_LOOK_AGAIN_MS = 640;

interface Deferral {
  readonly dueMs: number;
  /** Set for a file that is being written: a change of it ends the wait. */
  readonly writing?: FileIdentity;
}

/** The entries in `pending/` that are not due yet, by name, and when to look without being told to. */
export class Deferrals {
  readonly #pending: string;
  readonly #clock: Clock;
  readonly #byName = new Map<string, Deferral>();
  #look: { readonly atMs: number; readonly waitMs: number } | null = null;

  constructor(pending: string, clock: Clock) {
    this.#pending = pending;
    this.#clock = clock;
  }

  /** When the first of them is due, in ms since 1970; null when there is none. */
  get nextDueMs(): number | null {
    let first: number | null = null;
    for (const { dueMs } of this.#byName.values()) if (first === null || dueMs < first) first = dueMs;
    return first;
  }

  /** When to look without being told to, in ms since 1970; null for not at all. */
  get nextLookMs(): number | null {
    const ms = Math.min(this.nextDueMs ?? Infinity, this.#look?.atMs ?? Infinity);
    return Number.isFinite(ms) ? ms : null;
  }

  /** Puts an entry off until its time. */
  until(name: string, dueMs: number): void {
    this.#byName.set(name, { dueMs });
  }

  /**
   * Puts off a file whose writer may not be done. The event that tells of its end may be dropped, so the file is looked
   * at after waits that double with the time since its last change, for the last time 2 s after it.
   */
  whileWritten(name: string, file: FileIdentity): void {
    const nowMs = this.#clock.nowMs();
    const waitMs = Math.max(FIRST_LOOK_MS, Math.abs(nowMs - file.modifiedAtMs));
    this.#byName.set(name, { dueMs: Math.min(file.modifiedAtMs + WRITING_MS, nowMs + waitMs), writing: file });
  }

  /** A foreign name was claimed: its writer may use it again at once, and the event of that may be dropped. */
  lookAgain(): void {
    this.#lookIn(FIRST_LOOK_AGAIN_MS);
  }

  #lookIn(waitMs: number): void {
    this.#look = waitMs > LONGEST_LOOK_AGAIN_MS ? null : { atMs: this.#clock.nowMs() + waitMs, waitMs };
  }

  /** A time further ahead than a write may take comes from a clock that was set back. */
  mayBeBeingWritten(modifiedAtMs: number): boolean {
    return Math.abs(this.#clock.nowMs() - modifiedAtMs) < WRITING_MS;
  }

  isDue(name: string): boolean {
    const deferral = this.#byName.get(name);
    if (deferral === undefined) return true;
    if (deferral.writing === undefined || !this.#hasChanged(name, deferral.writing)) return false;
    this.#byName.delete(name);
    return true;
  }

  /** Ends the waits that are over, also of entries that somebody else has taken since. */
  forgetDue(): void {
    const nowMs = this.#clock.nowMs();
    const look = this.#look;
    // A time further ahead comes from a clock that was set back.
    if (look !== null && (look.atMs <= nowMs || look.atMs - nowMs > look.waitMs)) this.#lookIn(2 * look.waitMs);
    for (const [name, { dueMs, writing }] of this.#byName) {
      if (dueMs > nowMs) continue;
      const isUnderWay = writing !== undefined && this.mayBeBeingWritten(writing.modifiedAtMs);
      if (isUnderWay && !this.#hasChanged(name, writing)) this.whileWritten(name, writing);
      else this.#byName.delete(name);
    }
  }

  #hasChanged(name: string, file: FileIdentity): boolean {
    const stat = lstatSync(`${this.#pending}/${name}`, { throwIfNoEntry: false });
    return stat?.size !== file.bytes || stat.mtimeMs !== file.modifiedAtMs;
  }
}
