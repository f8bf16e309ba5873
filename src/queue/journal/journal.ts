import { closeSync, lstatSync, readdirSync, readSync } from "node:fs";
import { journalName } from "../producer/enqueue.ts";
import { isOwnSeq, ownSeqAtMs, parseEntryName } from "../entry.ts";
import { nodeFiles, openRegular } from "../../base/files/files.ts";
import { ID_BYTES, IdList, wordsOf } from "./id-list.ts";
import { between, sortIds, WORDS } from "./id-order.ts";
import type { QueuePaths } from "../layout.ts";
import { unlinkIfThere } from "../claims/recover.ts";

const HOUR_MS = 3_600_000;
const ENQUEUED = /^\d+\.ids$/;
const DROPPED = /^\d+\.dropped$/;

/** A million entries in an hour; more than the limits of a queue let in. */
export const MAX_JOURNAL_BYTES = 16 * 1024 ** 2;
/** A million entries a day; a clone could fill any number of journals. */
const MAX_TOTAL_BYTES = 16 * 1024 ** 2;
const MAX_JOURNALS = 1000;

/** The ids that were enqueued, and which of them were deleted on purpose since. */
export interface Journaled {
  readonly ids: IdList;
  /** By index: 1 for an id that was deleted on purpose. */
  readonly isDropped: Uint8Array;
}

/**
 * The ids of the entries enqueued through hive since a time, from the hourly journals. The journal is written after the
 * commit, so each of these was in `pending/` once. An id that was not dropped and is nowhere now is lost.
 */
export function readJournaled(paths: QueuePaths, sinceMs: number): Journaled {
  // hive writes no journal of a future hour: it came from elsewhere.
  const ids = new IdList(between(sortIds(readIds(paths, ENQUEUED, sinceMs)), sinceMs, Date.now() + HOUR_MS));
  const isDropped = new Uint8Array(ids.size);
  const dropped = readIds(paths, DROPPED, sinceMs);
  for (let at = 0; at < dropped.length; at += WORDS) {
    const place = ids.find(dropped, at);
    if (place >= 0) isDropped[place] = 1;
  }
  return { ids, isDropped };
}

/** The seqs enqueued since a time, without dropped ones. Only for short journals: it holds them as strings. */
export function journaledIds(paths: QueuePaths, sinceMs: number): string[] {
  const { ids, isDropped } = readJournaled(paths, sinceMs);
  return Array.from(isDropped.keys())
    .filter((place) => isDropped[place] === 0)
    .map((place) => ids.seqAt(place));
}

/**
 * Notes that a dead letter's entry is about to be deleted on purpose, so that it is not reported missing. The journal
 * is that of the hour in which the entry was enqueued, so both are swept together.
 */
export function journalDrop(paths: QueuePaths, name: string): void {
  const seq = seqOf(name);
  if (seq === null) return;
  const journal = journalName(ownSeqAtMs(seq)).replace(/ids$/, "dropped");
  try {
    nodeFiles.append(`${paths.journals}/${journal}`, Uint8Array.fromHex(seq.replaceAll("-", "")));
  } catch {
    // Without the note the entry is reported missing for a day. That is no reason to fail, least of all on a full disk.
    return;
  }
}

/** The hive seq in a file name, also in a numbered one such as `5_a~1.json`; null for a foreign name. */
export function seqOf(name: string): string | null {
  const seq = parseEntryName(name)?.seq.replace(/~\d+$/, "");
  return seq !== undefined && isOwnSeq(seq) ? seq : null;
}

/** The ids in the journals of a period, except journals over the size limit. */
function readIds(paths: QueuePaths, kind: RegExp, sinceMs: number): Uint32Array {
  const firstHour = hourOf(journalName(sinceMs));
  const names = journals(paths, kind).filter((name) => hourOf(name) >= firstHour);
  const found: { path: string; bytes: number }[] = [];
  let leftBytes = MAX_TOTAL_BYTES;
  for (const name of names.slice(0, MAX_JOURNALS)) {
    const path = `${paths.journals}/${name}`;
    const size = lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
    // Whole ids; ids appended from now on are left out.
    const bytes = size - (size % ID_BYTES);
    // @mutant a journal that is larger than it may be is not read
    if (bytes > Math.min(leftBytes, MAX_JOURNAL_BYTES)) continue;
    leftBytes -= bytes;
    found.push({ path, bytes });
  }
  const all = Buffer.alloc(MAX_TOTAL_BYTES - leftBytes);
  let end = 0;
  for (const { path, bytes } of found) end += readJournal(path, all.subarray(end, end + bytes));
  return wordsOf(all.subarray(0, end));
}

/** @returns the bytes of whole ids that were read into the buffer */
function readJournal(path: string, buffer: Buffer): number {
  const file = openRegular(path);
  if (file === null) return 0;
  try {
    const length = readSync(file.fd, buffer, 0, buffer.length, 0);
    return length - (length % ID_BYTES);
  } finally {
    closeSync(file.fd);
  }
}

/** Removes the journals of hours that ended before a time. */
export function sweepJournals(paths: QueuePaths, beforeMs: number): number {
  let swept = 0;
  for (const name of [...journals(paths, ENQUEUED), ...journals(paths, DROPPED)]) {
    if ((hourOf(name) + 1) * HOUR_MS > beforeMs) continue;
    unlinkIfThere(`${paths.journals}/${name}`);
    swept += 1;
  }
  return swept;
}

/** By hour. A directory or link under such a name is skipped: links are not followed. */
function journals(paths: QueuePaths, kind: RegExp): string[] {
  return readdirSync(paths.journals, { withFileTypes: true })
    .filter((entry) => entry.isFile() && kind.test(entry.name))
    .map((entry) => entry.name)
    .toSorted((a, b) => hourOf(a) - hourOf(b));
}

function hourOf(name: string): number {
  return Number.parseInt(name, 10);
}
