/**
 * A durable queue in a directory: one file an entry, and the directory it is in is its state.
 *
 * | directory | state |
 * | --- | --- |
 * | `.tmp/` | being written |
 * | `pending/` | ready |
 * | `processing/{worker}/` | claimed by that worker |
 * | `failed/` | dead letter |
 *
 * 1. enqueue: write to `.tmp/`, rename into `pending/`. The rename is the commit.
 * 2. claim: rename into `processing/{worker}/`. One rename wins; the loser gets ENOENT and takes the next.
 * 3. apply: the caller's business. It remembers the entry's id in the same commit, since an entry can come twice.
 * 4. ack: unlink. A crash between 3 and 4 leaves the claim.
 * 5. nack: the attempt is counted in a new file that replaces the claimed one, which is renamed to `pending/`.
 *    After `maxAttempts`, bury: the dead letter is linked into `failed/`, then the claimed file is unlinked.
 * 6. recover: the claims of a worker whose lock can be taken are renamed back to `pending/`.
 * 7. sweep: files in `.tmp/` older than an hour, old dead letters and old journals are removed.
 *
 * Assumes one host, one local POSIX file system for the whole queue, and a clock without jumps of hours. Cost on ext4:
 * enqueue 0.07 ms, claim 0.02 ms, ack 0.01 ms.
 */
import * as fs from "node:fs";
import { dirname } from "node:path";
import { type Clock, systemClock } from "../base/clock.ts";
import { DEFAULTS, type Durability } from "../base/config/config.ts";
import { HiveError } from "../base/errors.ts";
import { userKeyIfAny } from "../origin/key.ts";
import { Backlog } from "./backlog.ts";
import type { Claim, Reason } from "./claims/claim.ts";
import { Claims } from "./claims/claims.ts";
import { type Burial, DeadLetters } from "./dead-letters/dead-letters.ts";
import type { NewDeadLetter } from "./dead-letters/letter.ts";
import { Deferrals, earliest } from "./claims/deferrals.ts";
import { type Depth, measureDepth } from "./depth.ts";
import { type Entry, type NewEntry, parseEntryName } from "./entry.ts";
import { Inbox, invalidName, letterOfFile } from "./inbox/inbox.ts";
import { type QueuePaths, queuePaths } from "./layout.ts";
import { type TakeLock, unlinkIfThere } from "./claims/recover.ts";
import { LONGEST_BACKOFF_MS, replaceClaimed, retryDueMs } from "./claims/retry.ts";
import { makeDirectory, makeQueue } from "./make.ts";
import type { EnqueueStep } from "./producer/enqueue.ts";
import { Producer } from "./producer/producer.ts";
import { readEntry, type ReadResult } from "./read-entry.ts";
import { sweepTemporaryFiles } from "./sweep.ts";

export type ClaimStep = "claimed" | "acked" | "retry-written" | "put-back" | "buried";
export type QueueStep = EnqueueStep | ClaimStep;

export interface QueueOptions {
  /** Names the claims of this process; needed to claim. Its lock is the caller's business. */
  readonly worker?: string;
  readonly durability?: Durability;
  readonly maxPending?: number;
  readonly maxPendingBytes?: number;
  readonly maxEntryBytes?: number;
  readonly maxAttempts?: number;
  readonly retryBackoffMs?: number;
  readonly clock?: Clock;
  /** Proves what hive writes; null for no proof. @default the user's own */
  readonly key?: string | null;
  readonly onStep?: (step: QueueStep) => void;
}

/** Bounds the memory of a worker: it claims entries of the largest size a few at a time. */
const BATCH_BYTES = 8 * 1024 ** 2;

export class Queue {
  readonly paths: QueuePaths;
  readonly deadLetters: DeadLetters;
  readonly #options: Required<Omit<QueueOptions, "worker" | "onStep">>;
  readonly #onStep: ((step: QueueStep) => void) | undefined;
  readonly #producer: Producer;
  readonly #backlog: Backlog;
  readonly #inbox: Inbox;
  readonly #claims: Claims;
  readonly #deferrals = new Deferrals();
  #isOpen = false;

  /** Opens the queue under `root`, the `.hive-mind` directory, and makes its missing parts. */
  constructor(root: string, options: QueueOptions = {}) {
    const { worker, onStep, ...given } = options;
    this.#options = { ...DEFAULTS, clock: systemClock, key: userKeyIfAny(root), ...given };
    this.#onStep = onStep;
    this.paths = queuePaths(root);
    this.deadLetters = new DeadLetters(this.paths, this.#options);
    this.#producer = new Producer(this.paths, { ...this.#options, onStep });
    this.#backlog = new Backlog(this.paths.pending);
    this.#inbox = new Inbox(this.paths.pending, this.#options.clock, (path, name) => this.#read(path, name));
    this.#claims = new Claims(this.paths, this.#inbox, worker);
    this.prepare();
  }

  /**
   * Makes the directories that are missing. A project that was deleted is not made again.
   * @throws HIVE_QUEUE_UNAVAILABLE
   */
  prepare(): void {
    if (this.#isOpen && !fs.existsSync(dirname(this.paths.root))) {
      throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `${this.paths.root} is gone, with its parent directory`);
    }
    this.#isOpen = true;
    makeQueue(this.paths);
    if (this.#claims.directory !== null) makeDirectory(this.#claims.directory);
  }

  /**
   * Adds entries, each on its own; they are committed when this returns.
   * @returns the entries as written, and whether a worker listens
   * @throws HIVE_QUEUE_FULL, HIVE_ENTRY_TOO_LARGE, HIVE_INVALID_ENTRY before anything is written
   */
  enqueue(...newEntries: readonly NewEntry[]): { entries: Entry[]; isHeard: boolean } {
    return this.#producer.enqueue(newEntries);
  }

  /** Says that entries may have come: the next claim looks. */
  wake(): void {
    this.#backlog.invalidate();
  }

  /**
   * Takes up to `limit` ready entries, by priority and then seq, and stops early at 8 MiB. A file that cannot be an
   * entry becomes a dead letter on the way. A file that may still be being written stays for up to 2 s.
   * @throws the system's error when nothing can be taken now: call again later, after ENOENT {@link prepare} first
   */
  claim(limit: number): Claim[] {
    const claims: Claim[] = [];
    this.#endWaits();
    try {
      this.#claims.putUnreadBack();
      // @mutant after a wake the directory is listed anew
      do {
        this.#backlog.refresh();
        this.#buryInvalidNames();
        this.#takeInto(claims, limit);
        // A stale listing can run out: it is made again before the queue counts as empty.
      } while (claims.length === 0 && this.#backlog.isStale);
    } catch (error) {
      this.#backlog.invalidate();
      // Return the entries taken so far, to be applied; the next call meets the fault again.
      if (claims.length === 0) throw error;
    }
    if (claims.length === 0 && this.nextDueMs === null) this.#claims.forgetAll();
    return claims;
  }

  /** When the next deferred entry is due, in ms since 1970; null when none is deferred. */
  get nextDueMs(): number | null {
    return earliest([this.#deferrals.nextDueMs, this.#inbox.nextDueMs]);
  }

  /** Time to claim again without a wake, in ms since 1970; null for never. */
  get nextLookMs(): number | null {
    return earliest([this.#deferrals.nextDueMs, this.#inbox.nextLookMs]);
  }

  /** Ends an entry that has been applied. An entry whose file was removed has already ended. */
  ack(claim: Claim): void {
    unlinkIfThere(this.#claims.pathOf(claim.name));
    this.#claims.forget(claim.name);
    this.#onStep?.("acked");
  }

  /** Puts an entry back as it was, to be passed over until a time; no attempt is counted. @default dueMs now */
  putBack(claim: Claim, dueMs?: number): void {
    const name = this.#putBack(claim.name);
    if (dueMs !== undefined) this.#deferrals.until(name, dueMs);
  }

  /**
   * Counts a failed attempt: the entry is due again after a backoff, or becomes a dead letter at `maxAttempts`.
   * @returns the outcome
   */
  nack(claim: Claim, error: Reason): "retried" | "buried" {
    // @mutant a nack counts the attempt
    const attempts = claim.entry.retries + 1;
    if (attempts >= this.#options.maxAttempts) {
      this.deadLetter(claim, error);
      return "buried";
    }
    const dueMs = retryDueMs(attempts, this.#options);
    const entry = { ...claim.entry, retries: attempts, not_before_ms: dueMs, hive_id: claim.id };
    replaceClaimed(this.paths, this.#claims.pathOf(claim.name), entry, claim.isProved, this.#options);
    this.#onStep?.("retry-written");
    this.#deferrals.until(this.#putBack(claim.name), dueMs);
    return "retried";
  }

  /** Gives an entry up, with the reason. */
  deadLetter(claim: Claim, { code, message }: Reason): void {
    const { id, entry, isProved } = claim;
    const letter = { entry_id: id, reason: { code, message }, attempts: entry.retries + 1, entry: { ...entry } };
    this.#bury(claim.name, letter, { isProved });
    this.#claims.forget(claim.name);
  }

  /** Takes back the claims of dead workers. Their entries are poison candidates. @returns how many */
  recover(takeLock: TakeLock, onFault?: (error: unknown) => void): number {
    const recovered = this.#claims.recover(takeLock, onFault);
    if (recovered > 0) this.wake();
    return recovered;
  }

  /** Removes what crashes left in `.tmp/`, and dead letters older than `deadLetterMs`. @returns how many files */
  sweep(deadLetterMs: number): number {
    const nowMs = this.#options.clock.nowMs();
    return sweepTemporaryFiles(this.paths, nowMs) + this.deadLetters.sweep(deadLetterMs, nowMs);
  }

  /** The number of entries in each state, and the age of the oldest ready entry. */
  depth(): Depth {
    return measureDepth(this.paths, this.#options.clock.nowMs());
  }

  #endWaits(): void {
    const nowMs = this.#options.clock.nowMs();
    this.#deferrals.endDue(nowMs);
    this.#inbox.endDue(nowMs);
  }

  #takeInto(claims: Claim[], limit: number): void {
    let bytes = 0;
    let name: string | undefined;
    while (claims.length < limit && bytes < BATCH_BYTES && (name = this.#backlog.next()) !== undefined) {
      if (!this.#deferrals.isDue(name) || !this.#inbox.isDue(name)) continue;
      const claim = this.#take(name);
      if (claim === null) continue;
      claims.push(claim);
      bytes += claim.file.bytes;
    }
  }

  #take(name: string): Claim | null {
    if (!this.#inbox.isFinished(name) || !this.#claims.hold(name)) return null;
    this.#onStep?.("claimed");
    return this.#claims.read(name, () => this.#look(name));
  }

  #read(path: string, name: string): ReadResult | null {
    return readEntry(path, parseEntryName(name)!, this.#options.maxEntryBytes, this.#options);
  }

  #look(name: string): Claim | null {
    const path = this.#claims.pathOf(name);
    const result = this.#read(path, name);
    if (result === null) return null;
    if (result.kind === "refused") {
      this.#bury(name, letterOfFile(path, result.error), { keepsFile: true });
      return null;
    }
    if (result.kind === "unparsable") {
      if (this.#inbox.mayBeBeingWritten(result.file)) this.#inbox.putOff(this.#putBack(name), result.file);
      else this.#bury(name, letterOfFile(path, result.error, result.bytes));
      return null;
    }
    if (this.#isEarly(name, result.entry)) return null;
    const { id, entry, file, isProved } = result;
    return { id, name, entry, file, isProved, maybePoison: this.#claims.maybePoison(name) };
  }

  /** Puts an entry that is not due yet back. */
  #isEarly(name: string, { not_before_ms: dueMs }: Entry): boolean {
    if (typeof dueMs !== "number") return false;
    const waitMs = dueMs - this.#options.clock.nowMs();
    // A time further off than any backoff comes from a clock that was set back.
    if (waitMs <= 0 || waitMs > LONGEST_BACKOFF_MS) return false;
    this.#deferrals.until(this.#putBack(name), dueMs);
    return true;
  }

  #buryInvalidNames(): void {
    for (const name of this.#inbox.abandoned(this.#backlog.invalidNames)) {
      if (!this.#claims.hold(name)) continue;
      this.#claims.read(name, () =>
        this.#bury(name, letterOfFile(this.#claims.pathOf(name), invalidName()), { keepsFile: true }),
      );
    }
  }

  #bury(name: string, letter: Omit<NewDeadLetter, "failed_at">, how?: Burial): void {
    const failedAt = new Date(this.#options.clock.nowMs()).toISOString();
    this.deadLetters.bury(this.#claims.pathOf(name), name, { ...letter, failed_at: failedAt }, how);
    this.#onStep?.("buried");
  }

  #putBack(name: string): string {
    const moved = this.#claims.putBack(name);
    this.#onStep?.("put-back");
    return moved;
  }
}
