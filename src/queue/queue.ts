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
 * Assumes one host, one local POSIX file system for the whole queue, and a wall clock that does not jump by hours.
 * Cost on ext4: enqueue 0.07 ms, claim 0.02 ms, ack 0.01 ms.
 */
import * as fs from "node:fs";
import { dirname } from "node:path";
import { type Clock, systemClock } from "../base/clock.ts";
import { DEFAULTS, type Durability } from "../base/config.ts";
import { errorCode, HiveError } from "../base/errors.ts";
import { userKeyIfAny } from "../origin/key.ts";
import { resealed } from "../origin/seal.ts";
import { Backlog } from "./backlog.ts";
import { DeadLetters } from "./dead-letters.ts";
import { Deferrals } from "./deferrals.ts";
import { type Depth, measureDepth } from "./depth.ts";
import type { EnqueueStep } from "./enqueue.ts";
import { type Entry, isOwnName, type NewEntry, parseEntryName } from "./entry.ts";
import { nodeFiles } from "../base/files.ts";
import { type QueuePaths, queuePaths } from "./layout.ts";
import { recover, type TakeLock, unlinkIfThere } from "./maintenance.ts";
import { makeDirectory, makeQueue } from "./make.ts";
import { moveBack } from "./put-back.ts";
import { type FileIdentity, readEntry, type ReadResult } from "./read-entry.ts";
import { Producer } from "./producer.ts";
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

/** An entry that this worker holds. */
export interface Claim {
  readonly id: string;
  readonly name: string;
  readonly entry: Entry;
  readonly file: FileIdentity;
  /** Whether this user's hive wrote it: see {@link FoundEntry}. */
  readonly isProved: boolean;
  /** Whether a worker died, or was killed, that held it: the entry itself may be why. */
  readonly isSuspect: boolean;
}

/** Entries of the largest size are claimed a few at a time: what a worker holds in memory is bounded by this. */
const BATCH_BYTES = 8 * 1024 ** 2;

/** However often an entry has failed, it is tried again after so long. */
const LONGEST_BACKOFF_MS = 3_600_000;

export class Queue {
  readonly paths: QueuePaths;
  readonly deadLetters: DeadLetters;
  readonly #options: Required<Omit<QueueOptions, "worker" | "onStep">>;
  readonly #onStep: ((step: QueueStep) => void) | undefined;
  readonly #worker: string | undefined;
  readonly #claims: string | undefined;
  readonly #backlog: Backlog;
  readonly #producer: Producer;
  #isOpen = false;
  readonly #deferrals: Deferrals;
  /** Files that were taken and could not be looked at, such as without a free file descriptor. */
  readonly #strays = new Set<string>();
  /** Entries that {@link Queue.recover} took back from dead workers, by name, until they end. */
  readonly #suspects = new Set<string>();

  /** Opens the queue under `root`, the `.hive-mind` directory, and makes what is missing of it. */
  constructor(root: string, options: QueueOptions = {}) {
    const { worker, onStep, ...given } = options;
    this.#options = { ...DEFAULTS, clock: systemClock, key: userKeyIfAny(root), ...given };
    this.#onStep = onStep;
    this.paths = queuePaths(root);
    this.deadLetters = new DeadLetters(this.paths, this.#options);
    this.#worker = worker;
    this.#claims = worker === undefined ? undefined : `${this.paths.processing}/${worker}`;
    this.#producer = new Producer(this.paths, { ...this.#options, onStep });
    this.#backlog = new Backlog(this.paths.pending);
    this.#deferrals = new Deferrals(this.paths.pending, this.#options.clock);
    this.prepare();
  }

  /**
   * Makes the directories that are missing. A project that was deleted is not made again.
   * @throws HIVE_QUEUE_UNAVAILABLE
   */
  prepare(): void {
    if (this.#isOpen && !fs.existsSync(dirname(this.paths.root))) {
      throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `${this.paths.root} is gone, and the directory that held it`);
    }
    this.#isOpen = true;
    makeQueue(this.paths);
    if (this.#claims !== undefined) makeDirectory(this.#claims);
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
   * Takes up to `limit` ready entries, in the order of priority and then seq, and no further one once they have 8 MiB.
   * What cannot be an entry becomes a dead letter on the way; what may still be being written stays for up to 2 s.
   * @throws the system's error when nothing can be taken now: call again later, after ENOENT {@link prepare} first
   */
  claim(limit: number): Claim[] {
    const claims: Claim[] = [];
    let bytes = 0;
    this.#deferrals.forgetDue();
    try {
      this.#putStraysBack();
      do {
        this.#backlog.refresh();
        this.#buryMisnamed();
        let name: string | undefined;
        while (claims.length < limit && bytes < BATCH_BYTES && (name = this.#backlog.next()) !== undefined) {
          const claim = this.#deferrals.isDue(name) ? this.#take(name) : null;
          if (claim === null) continue;
          claims.push(claim);
          bytes += claim.file.bytes;
        }
        // What was left of an old listing may hold nothing to take: empty hands mean an empty queue.
      } while (claims.length === 0 && this.#backlog.isStale);
    } catch (error) {
      this.#backlog.invalidate();
      // What has been taken is to be applied; the next call meets the fault again.
      if (claims.length === 0) throw error;
    }
    // Those that other workers have taken end there.
    if (claims.length === 0 && this.nextDueMs === null) this.#suspects.clear();
    return claims;
  }

  /** When the next deferred entry is due, in ms since 1970; null when none is deferred. */
  get nextDueMs(): number | null {
    return this.#deferrals.nextDueMs;
  }

  /** When to claim again though nothing tells of an entry, in ms since 1970; null for not at all. */
  get nextLookMs(): number | null {
    return this.#deferrals.nextLookMs;
  }

  /** Ends an entry that has been applied. One whose file somebody removed has ended already. */
  ack(claim: Claim): void {
    unlinkIfThere(this.#pathOf(claim.name));
    this.#suspects.delete(claim.name);
    this.#onStep?.("acked");
  }

  /** Puts an entry back as it was, to be passed over until a time; no attempt is counted. @default dueMs now */
  putBack(claim: Claim, dueMs?: number): void {
    const name = this.#moveBack(claim.name);
    if (dueMs !== undefined) this.#deferrals.until(name, dueMs);
  }

  /**
   * Counts a failed attempt: the entry is due again after a backoff, or becomes a dead letter at `maxAttempts`.
   * @returns what became of it
   */
  nack(claim: Claim, error: { readonly code: string; readonly message: string }): "retried" | "buried" {
    const attempts = claim.entry.retries + 1;
    if (attempts >= this.#options.maxAttempts) {
      this.deadLetter(claim, error);
      return "buried";
    }
    const backoffMs = Math.min(LONGEST_BACKOFF_MS, this.#options.retryBackoffMs * 2 ** (attempts - 1));
    const dueMs = this.#options.clock.nowMs() + backoffMs;
    const entry = { ...claim.entry, retries: attempts, not_before_ms: dueMs, hive_id: claim.id };
    const temporary = `${this.paths.tmp}/${Bun.randomUUIDv7()}`;
    nodeFiles.create(temporary, resealed(JSON.stringify(entry), claim.isProved, this.#options.key, "entry"));
    try {
      if (this.#options.durability === "power") nodeFiles.sync(temporary);
      fs.renameSync(temporary, this.#pathOf(claim.name));
    } catch (error) {
      fs.rmSync(temporary, { force: true });
      throw error;
    }
    this.#onStep?.("retry-written");
    this.#deferrals.until(this.#moveBack(claim.name), dueMs);
    return "retried";
  }

  /** Gives an entry up, with the reason. */
  deadLetter(claim: Claim, reason: { readonly code: string; readonly message: string }): void {
    const letter = {
      entry_id: claim.id,
      reason: { code: reason.code, message: reason.message },
      attempts: claim.entry.retries + 1,
      failed_at: this.#nowText(),
      entry: { ...claim.entry },
    };
    this.deadLetters.bury(this.#pathOf(claim.name), claim.name, letter, { isProved: claim.isProved });
    this.#suspects.delete(claim.name);
    this.#onStep?.("buried");
  }

  /** Puts the claims of dead workers back; claimed here, they are suspects. See {@link recover}. @returns how many */
  recover(takeLock: TakeLock, onFault?: (error: unknown) => void): number {
    const names = recover(this.paths, takeLock, { self: this.#worker, onFault });
    for (const name of names) this.#suspects.add(name);
    if (names.length > 0) this.wake();
    return names.length;
  }

  /** Removes what crashes left in `.tmp/`, and dead letters older than `deadLetterMs`. @returns how many files */
  sweep(deadLetterMs: number): number {
    const nowMs = this.#options.clock.nowMs();
    return sweepTemporaryFiles(this.paths, nowMs) + this.deadLetters.sweep(deadLetterMs, nowMs);
  }

  /** How many entries are in each state, and the age of the oldest that is ready. */
  depth(): Depth {
    return measureDepth(this.paths, this.#options.clock.nowMs());
  }

  /** Renames a pending file to this worker's claims. @returns false when it is gone or cannot be held now */
  #hold(name: string, path: string): boolean {
    // A foreign writer used a name again whose first entry is still held here: its turn comes after that one's end.
    if (!isOwnName(name) && fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined) return false;
    try {
      fs.renameSync(`${this.paths.pending}/${name}`, path);
      return true;
    } catch (error) {
      // Another worker won it, or its writer took it back.
      const code = errorCode(error) ?? "";
      if (code === "ENOENT" && fs.existsSync(this.#claims!)) return false;
      // An immutable file, another user's directory, a mount: it stays, and keeps no other entry from its turn.
      if (["EACCES", "EPERM", "EBUSY"].includes(code) && this.#mayMove()) return false;
      throw error;
    }
  }

  /** Whether files may be moved from `pending/` to this worker's claims. */
  #mayMove(): boolean {
    try {
      for (const path of [this.paths.pending, this.#claims!])
        fs.accessSync(path, fs.constants.W_OK | fs.constants.X_OK);
      return true;
    } catch {
      // The caller's own error tells more.
      return false;
    }
  }

  /**
   * Whether a foreign file's writer may not be done: then it stays where it is. One that was taken away would have to be put
   * back, and its writer, done meanwhile, may have found the name free and write its next entry over this one.
   */
  #isBeingWritten(name: string): boolean {
    try {
      const result = this.#read(`${this.paths.pending}/${name}`, name);
      if (result?.kind !== "unparsable" || !this.#deferrals.mayBeBeingWritten(result.file.modifiedAtMs)) return false;
      this.#deferrals.whileWritten(name, result.file);
      return true;
    } catch {
      // The claim meets the same fault, and sees to it that it holds up no other entry.
      return false;
    }
  }

  #take(name: string): Claim | null {
    if (!isOwnName(name) && this.#isBeingWritten(name)) return null;
    if (!this.#hold(name, this.#pathOf(name))) return null;
    if (!isOwnName(name)) this.#deferrals.lookAgain();
    this.#onStep?.("claimed");
    return this.#orStray(name, () => this.#look(name));
  }

  /** A file that is held and in nobody's hand goes back before the next claim. */
  #orStray<T>(name: string, look: () => T): T {
    try {
      return look();
    } catch (error) {
      this.#strays.add(name);
      throw error;
    }
  }

  #putStraysBack(): void {
    for (const name of this.#strays) {
      if (fs.lstatSync(this.#pathOf(name), { throwIfNoEntry: false }) !== undefined) this.#moveBack(name);
      this.#strays.delete(name);
    }
  }

  #read(path: string, name: string): ReadResult | null {
    return readEntry(path, parseEntryName(name)!, this.#options.maxEntryBytes, this.#options);
  }

  #look(name: string): Claim | null {
    const path = this.#pathOf(name);
    const result = this.#read(path, name);
    if (result === null) return null;
    if (result.kind === "refused") {
      this.#bury(name, result.error, { entry: null }, true);
      return null;
    }
    if (result.kind === "unparsable") {
      this.#lookAgainOrBury(name, result);
      return null;
    }
    const dueMs = result.entry.not_before_ms;
    const waitMs = typeof dueMs === "number" ? dueMs - this.#options.clock.nowMs() : 0;
    // A time further off than any backoff comes from a clock that was set back.
    if (typeof dueMs === "number" && waitMs > 0 && waitMs <= LONGEST_BACKOFF_MS) {
      this.#deferrals.until(this.#moveBack(name), dueMs);
      return null;
    }
    const { id, entry, file, isProved } = result;
    return { id, name, entry, file, isProved, isSuspect: this.#suspects.has(name) };
  }

  #lookAgainOrBury(name: string, result: { error: HiveError; file: FileIdentity; bytes: Uint8Array }): void {
    if (this.#deferrals.mayBeBeingWritten(result.file.modifiedAtMs)) {
      this.#deferrals.whileWritten(this.#moveBack(name), result.file);
      return;
    }
    const text = Buffer.from(result.bytes).toString("utf8");
    const isText = Buffer.from(text).equals(result.bytes);
    const raw = isText ? text : Buffer.from(result.bytes).toString("base64");
    this.#bury(name, result.error, { entry: null, raw, raw_encoding: isText ? "utf8" : "base64" }, false);
  }

  #bury(
    name: string,
    error: HiveError,
    content: { entry: null; raw?: string; raw_encoding?: "utf8" | "base64" },
    keepsFile: boolean,
  ): void {
    const path = this.#pathOf(name);
    const stat = fs.lstatSync(path);
    const letter = {
      entry_id: `file:${stat.ino}:${stat.mtimeMs}`,
      reason: { code: error.code, message: error.message },
      attempts: 1,
      failed_at: this.#nowText(),
      ...content,
    };
    this.deadLetters.bury(path, name, letter, { keepsFile });
    this.#onStep?.("buried");
  }

  #buryMisnamed(): void {
    for (const name of this.#backlog.misnamed) {
      const stat = fs.lstatSync(`${this.paths.pending}/${name}`, { throwIfNoEntry: false });
      // Its writer may be about to rename it.
      if (stat === undefined || this.#deferrals.mayBeBeingWritten(stat.mtimeMs)) continue;
      if (!this.#hold(name, this.#pathOf(name))) continue;
      const error = new HiveError("HIVE_INVALID_ENTRY", "the name is not {priority}_{seq}.json, priority 1 to 10");
      this.#orStray(name, () => this.#bury(name, error, { entry: null }, true));
    }
  }

  /** Renames a claimed file to `pending/`, never over an entry that came there under the same name since. */
  #moveBack(name: string): string {
    const moved = moveBack(this.paths, this.#pathOf(name), name);
    if (this.#suspects.delete(name)) this.#suspects.add(moved);
    this.#onStep?.("put-back");
    return moved;
  }

  #pathOf(name: string): string {
    if (this.#claims === undefined) throw new HiveError("HIVE_BUG", "this queue was opened without a worker's name");
    return `${this.#claims}/${name}`;
  }

  #nowText(): string {
    return new Date(this.#options.clock.nowMs()).toISOString();
  }
}
