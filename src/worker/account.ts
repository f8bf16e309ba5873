import { readdirSync } from "node:fs";
import { readCaptured, seqOf } from "../queue/captured.ts";
import { claimedFiles } from "../queue/depth.ts";
import { ID_CHARS, type IdList } from "../queue/id-list.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { otherStores } from "../store/location.ts";
import { StoreReader } from "../store/queries.ts";

/** Entries enqueued through hive in the last 24 hours and not dropped since, and where they are now. */
export interface Account {
  readonly captured: number;
  readonly applied: number;
  readonly pending: number;
  readonly failed: number;
  /**
   * Ids that were enqueued and are nowhere: none unless something was lost, or deleted past hive. Beside a database that
   * hive does not read none is called so, and what is not found does not count as captured.
   */
  readonly missing: readonly string[];
}

/** A journal line is written after the entry: so young an entry may be between two directories now. */
const SETTLED_MS = 2000;
/** A batch that was being applied at the first look may bear an earlier time. */
const LONGEST_BATCH_MS = 60_000;

/** What is known of an id. */
const UNKNOWN = 0;
const DROPPED = 1;
const APPLIED = 2;
const PENDING = 3;
const FAILED = 4;

/**
 * Accounts for what was captured since a time, with a byte an id: only one that is missing is spelled out.
 * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
 */
export async function readAccount(paths: QueuePaths, nowMs: number, sinceMs: number): Promise<Account> {
  const { ids, isDropped } = readCaptured(paths, sinceMs);
  const marks = new Marks(ids, isDropped);
  const lookedAtMs = Date.now();
  await marks.findApplied(paths.root, sinceMs);
  if (marks.isAnyUnknown()) {
    marks.findFiles(paths);
    await marks.findApplied(paths.root, Math.max(sinceMs, lookedAtMs - LONGEST_BATCH_MS));
  }
  if (marks.missing(nowMs).length > 0) {
    // An entry can move against the direction of the look, and a clock can be set back: it takes two looks to miss one.
    marks.findFiles(paths);
    await marks.findApplied(paths.root, 0);
  }
  const [dropped, applied, failed] = marks.counts();
  const unfound = marks.missing(nowMs);
  // A database that hive does not read may have applied them: after an update from 0.1.0, or a lost key.
  const isElsewhere = unfound.length > 0 && otherStores(paths.root).length > 0;
  const missing = isElsewhere ? [] : unfound;
  const captured = ids.size - dropped - (isElsewhere ? unfound.length : 0);
  // One that is too young to be missed is on its way.
  return { captured, applied, pending: captured - applied - failed - missing.length, failed, missing };
}

/** Where each captured entry was found first. */
class Marks {
  readonly #ids: IdList;
  readonly #marks: Uint8Array;

  /** @param isDropped by place, and taken over */
  constructor(ids: IdList, isDropped: Uint8Array) {
    this.#ids = ids;
    this.#marks = isDropped;
  }

  async findApplied(root: string, sinceMs: number): Promise<void> {
    if (!this.isAnyUnknown()) return;
    using reader = await StoreReader.open(root);
    if (reader === null) return;
    for (const seqs of reader.appliedSince(sinceMs)) {
      for (let at = 0; at < seqs.length; at += ID_CHARS) this.#mark(this.#ids.findSpelled(seqs, at), APPLIED);
    }
  }

  /** Looks twice at what is claimed: a file may move either way meanwhile. */
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

  /** The seqs of those that are nowhere, though they have had the time to be somewhere. */
  missing(nowMs: number): string[] {
    const seqs: string[] = [];
    for (let place = this.#marks.indexOf(UNKNOWN); place >= 0; place = this.#marks.indexOf(UNKNOWN, place + 1)) {
      if (nowMs - this.#ids.madeAtMs(place) > SETTLED_MS) seqs.push(this.#ids.seqAt(place));
    }
    return seqs;
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
