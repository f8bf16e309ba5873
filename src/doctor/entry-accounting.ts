import { readdirSync } from "node:fs";
import { readJournaled, seqOf } from "../queue/journal/journal.ts";
import { claimedFiles } from "../queue/depth.ts";
import { type IdList, wordsOf } from "../queue/journal/id-list.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { otherStores } from "../store/sqlite/open/location.ts";
import { LONGEST_BATCH_MS, LOT_WORDS } from "../store/sqlite/ledger/applied-ids.ts";
import { StatusReader } from "../store/sqlite/read/status-reader.ts";

/** Entries enqueued through hive in the last 24 hours and not dropped since, and where they are now. */
export interface Account {
  readonly enqueued: number;
  readonly applied: number;
  readonly pending: number;
  readonly failed: number;
  /**
   * Enqueued ids that are found nowhere: lost, or deleted by another program. If hive does not read the database, ids
   * that are not found count as neither missing nor enqueued.
   */
  readonly missing: readonly string[];
}

/** A journal line is written after its entry, and a younger entry may be between two directories. */
const SETTLED_MS = 2000;

/** The states of an id. */
const UNKNOWN = 0;
const DROPPED = 1;
const APPLIED = 2;
const PENDING = 3;
const FAILED = 4;

/**
 * Accounts for the entries enqueued since a time. Those that a worker noted as applied are counted. The others need a
 * byte per id, as only missing ids are spelled out.
 * @param reader of the store, if there is one; each further look opens it again, to see the entries applied since
 * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
 */
export async function readAccount(
  paths: QueuePaths,
  reader: StatusReader | null,
  nowMs: number,
  sinceMs: number,
): Promise<Account> {
  const { ids, isDropped, noted, ledgerSinceMs } = readJournaled(paths, sinceMs, reader?.notes());
  const marks = new Marks(ids, isDropped);
  const lookedAtMs = Date.now();
  marks.findApplied(reader, Math.max(sinceMs, ledgerSinceMs - LONGEST_BATCH_MS));
  if (marks.isAnyUnknown()) {
    marks.findFiles(paths);
    await marks.findAppliedSince(paths.root, Math.max(sinceMs, lookedAtMs - LONGEST_BATCH_MS));
  }
  if (marks.countMissing(nowMs) > 0) {
    // An entry can move against the direction of the look, and a clock can be set back: look twice.
    marks.findFiles(paths);
    // @mutant an entry is called missing after a second look
    await marks.findAppliedSince(paths.root, 0);
  }
  const [dropped, applied, failed] = marks.counts();
  const unfound = marks.countMissing(nowMs);
  // A database that hive does not read may have applied them: after an update from 0.1.0, or a lost key.
  const isElsewhere = unfound > 0 && otherStores(paths.root).length > 0;
  const missing = isElsewhere ? [] : marks.missing(nowMs);
  const listed = ids.size - dropped - (isElsewhere ? unfound : 0);
  // An entry too young to be missing counts as pending.
  const pending = listed - applied - failed - missing.length;
  return { enqueued: noted + listed, applied: noted + applied, pending, failed, missing };
}

/** The first place where each enqueued entry was found. */
class Marks {
  readonly #ids: IdList;
  readonly #marks: Uint8Array;

  /** @param isDropped by index; changed in place */
  constructor(ids: IdList, isDropped: Uint8Array) {
    this.#ids = ids;
    this.#marks = isDropped;
  }

  async findAppliedSince(root: string, sinceMs: number): Promise<void> {
    if (!this.isAnyUnknown()) return;
    using reader = await StatusReader.open(root);
    this.findApplied(reader, sinceMs);
  }

  findApplied(reader: StatusReader | null, sinceMs: number): void {
    if (reader === null || !this.isAnyUnknown()) return;
    for (const ids of reader.appliedSince(sinceMs)) {
      const words = wordsOf(Buffer.from(ids.buffer));
      for (let at = 0; at < words.length; at += LOT_WORDS) this.#mark(this.#ids.find(words, at), APPLIED);
    }
  }

  /** Looks at the claims twice: a file may move either way meanwhile. */
  findFiles(paths: QueuePaths): void {
    this.#markFiles(claimedFiles(paths), PENDING);
    this.#markFiles(readdirSync(paths.pending), PENDING);
    this.#markFiles(claimedFiles(paths), PENDING);
    this.#markFiles(readdirSync(paths.failed), FAILED);
  }

  isAnyUnknown(): boolean {
    return this.#marks.includes(UNKNOWN);
  }

  counts(): readonly [dropped: number, applied: number, failed: number] {
    const counts = new Uint32Array(FAILED + 1);
    for (let place = 0; place < this.#marks.length; place += 1) counts[this.#marks[place]!]! += 1;
    return [counts[DROPPED]!, counts[APPLIED]!, counts[FAILED]!];
  }

  /** The seqs of entries that are nowhere, although they are old enough to be somewhere. */
  missing(nowMs: number): string[] {
    return Array.from(this.#missing(nowMs), (place) => this.#ids.seqAt(place));
  }

  countMissing(nowMs: number): number {
    let count = 0;
    for (const _ of this.#missing(nowMs)) count += 1;
    return count;
  }

  *#missing(nowMs: number): Generator<number> {
    for (let place = this.#marks.indexOf(UNKNOWN); place >= 0; place = this.#marks.indexOf(UNKNOWN, place + 1)) {
      if (nowMs - this.#ids.madeAtMs(place) > SETTLED_MS) yield place;
    }
  }

  #markFiles(files: readonly string[], mark: number): void {
    for (const file of files) {
      const seq = seqOf(file.slice(file.lastIndexOf("/") + 1));
      if (seq !== null) this.#mark(this.#ids.findSeq(seq), mark);
    }
  }

  #mark(place: number, mark: number): void {
    if (place >= 0 && this.#marks[place] === UNKNOWN) this.#marks[place] = mark;
  }
}
