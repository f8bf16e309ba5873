import { closeSync, lstatSync, readdirSync, readSync } from "node:fs";
import { journalName } from "./enqueue.ts";
import { isOwnSeq, ownSeqAtMs, parseEntryName } from "./entry.ts";
import { nodeFiles, openRegular } from "../base/files.ts";
import { ID_BYTES, IdList, wordsOf } from "./id-list.ts";
import { between, sortIds, WORDS } from "./id-order.ts";
import type { QueuePaths } from "./layout.ts";
import { unlinkIfThere } from "./maintenance.ts";

const HOUR_MS = 3_600_000;
const CAPTURED = /^\d+\.ids$/;
const DROPPED = /^\d+\.dropped$/;

/** A million entries in an hour; more than the limits of a queue let in. */
export const MAX_JOURNAL_BYTES = 16 * 1024 ** 2;
/** A million entries a day; a clone could fill any number of journals. */
const MAX_TOTAL_BYTES = 16 * 1024 ** 2;
const MAX_JOURNALS = 1000;

/** The ids that were enqueued, and which of them were deleted on purpose since. */
export interface Captured {
  readonly ids: IdList;
  /** By place: 1 for one that was deleted on purpose. */
  readonly isDropped: Uint8Array;
}

/**
 * The ids of the entries enqueued through hive since a time, from the hourly journals. The journal is written after the
 * commit, so each of these was in `pending/` once; one that was not dropped and is nowhere now is lost.
 */
export function readCaptured(paths: QueuePaths, sinceMs: number): Captured {
  // One of the future is none of this user's.
  const ids = new IdList(between(sortIds(readIds(paths, CAPTURED, sinceMs)), sinceMs, Date.now() + HOUR_MS));
  const isDropped = new Uint8Array(ids.size);
  const dropped = readIds(paths, DROPPED, sinceMs);
  for (let at = 0; at < dropped.length; at += WORDS) {
    const place = ids.find(dropped, at);
    if (place >= 0) isDropped[place] = 1;
  }
  return { ids, isDropped };
}

/** The same as seqs, without those that were dropped: for few. */
export function capturedIds(paths: QueuePaths, sinceMs: number): string[] {
  const { ids, isDropped } = readCaptured(paths, sinceMs);
  return Array.from(isDropped.keys())
    .filter((place) => isDropped[place] === 0)
    .map((place) => ids.seqAt(place));
}

/**
 * Notes that the entry of a file in `failed/` is about to be deleted on purpose, so that nobody misses it. The journal is
 * that of the hour in which the entry was enqueued, so both are swept together.
 */
export function noteDropped(paths: QueuePaths, name: string): void {
  const seq = seqOf(name);
  if (seq === null) return;
  const journal = journalName(ownSeqAtMs(seq)).replace(/ids$/, "dropped");
  try {
    nodeFiles.append(`${paths.captured}/${journal}`, Uint8Array.fromHex(seq.replaceAll("-", "")));
  } catch {
    // It is named as missing for a day then: no reason to keep it, on a full disk least of all.
    return;
  }
}

/** The seq of hive's own that a file's name carries, also a numbered one such as `5_a~1.json`; null for a foreign one. */
export function seqOf(name: string): string | null {
  const seq = parseEntryName(name)?.seq.replace(/~\d+$/, "");
  return seq !== undefined && isOwnSeq(seq) ? seq : null;
}

/** The ids that the journals of a time hold, without those of a journal that is larger than one may be. */
function readIds(paths: QueuePaths, kind: RegExp, sinceMs: number): Uint32Array {
  const firstHour = hourOf(journalName(sinceMs));
  const names = journals(paths, kind).filter((name) => hourOf(name) >= firstHour);
  const found: { path: string; bytes: number }[] = [];
  let leftBytes = MAX_TOTAL_BYTES;
  for (const name of names.slice(0, MAX_JOURNALS)) {
    const path = `${paths.captured}/${name}`;
    const size = lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
    // Whole ids; what is appended from now on is left out.
    const bytes = size - (size % ID_BYTES);
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
  for (const name of [...journals(paths, CAPTURED), ...journals(paths, DROPPED)]) {
    if ((hourOf(name) + 1) * HOUR_MS > beforeMs) continue;
    unlinkIfThere(`${paths.captured}/${name}`);
    swept += 1;
  }
  return swept;
}

/** By hour. What is no file under such a name is none: a link is not followed. */
function journals(paths: QueuePaths, kind: RegExp): string[] {
  return readdirSync(paths.captured, { withFileTypes: true })
    .filter((entry) => entry.isFile() && kind.test(entry.name))
    .map((entry) => entry.name)
    .toSorted((a, b) => hourOf(a) - hourOf(b));
}

function hourOf(name: string): number {
  return Number.parseInt(name, 10);
}
