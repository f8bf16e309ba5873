import { closeSync, readdirSync, readSync } from "node:fs";
import { journalName } from "./enqueue.ts";
import { isOwnSeq, ownSeqAtMs, parseEntryName } from "./entry.ts";
import { nodeFiles, openRegular } from "./files.ts";
import type { QueuePaths } from "./layout.ts";
import { unlinkIfThere } from "./maintenance.ts";

const ID_BYTES = 16;
const HOUR_MS = 3_600_000;
const CAPTURED = /^\d+\.ids$/;
const DROPPED = /^\d+\.dropped$/;

/** A million entries in an hour; more than the limits of a queue let in. */
export const MAX_JOURNAL_BYTES = 16 * 1024 ** 2;
/** A million entries a day; a clone could fill any number of journals. */
const MAX_TOTAL_BYTES = 16 * 1024 ** 2;
const MAX_JOURNALS = 1000;
const CHUNK_BYTES = 65_536;

const uuidOf = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;

/**
 * The ids of the entries enqueued through hive since a time, from the hourly journals, without those that were deleted
 * on purpose. The journal is written after the commit, so each of these was in `pending/` once; one that is nowhere now
 * is lost.
 */
export function capturedIds(paths: QueuePaths, sinceMs: number): string[] {
  const dropped = new Set(readIds(paths, DROPPED, sinceMs));
  return readIds(paths, CAPTURED, sinceMs).filter((id) => !dropped.has(id));
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

function readIds(paths: QueuePaths, kind: RegExp, sinceMs: number): string[] {
  const firstHour = hourOf(journalName(sinceMs));
  const names = journals(paths, kind).filter((name) => hourOf(name) >= firstHour);
  const ids: string[] = [];
  let bytes = 0;
  for (const name of names.slice(0, MAX_JOURNALS)) {
    bytes += readJournal(`${paths.captured}/${name}`, MAX_TOTAL_BYTES - bytes, sinceMs, ids);
  }
  return ids;
}

/** Adds the ids that a journal holds; none where it is no file, or larger than it may be. @returns the bytes read */
function readJournal(path: string, leftBytes: number, sinceMs: number, ids: string[]): number {
  const file = openRegular(path);
  if (file === null) return 0;
  try {
    const size = file.bytes - (file.bytes % ID_BYTES);
    if (size > Math.min(leftBytes, MAX_JOURNAL_BYTES)) return 0;
    const buffer = Buffer.alloc(Math.min(size, CHUNK_BYTES));
    for (let at = 0; at < size;) {
      const length = readSync(file.fd, buffer, 0, Math.min(buffer.length, size - at), at);
      if (length < ID_BYTES) break;
      addIds(buffer.subarray(0, length - (length % ID_BYTES)), sinceMs, ids);
      at += length - (length % ID_BYTES);
    }
    return size;
  } finally {
    closeSync(file.fd);
  }
}

/** A UUIDv7 begins with its time. */
function addIds(chunk: Buffer, sinceMs: number, ids: string[]): void {
  const latestMs = Date.now() + HOUR_MS;
  for (let at = 0; at < chunk.length; at += ID_BYTES) {
    const atMs = chunk.readUIntBE(at, 6);
    // One of the future is none of this user's.
    if (atMs >= sinceMs && atMs <= latestMs) ids.push(uuidOf(chunk.toString("hex", at, at + ID_BYTES)));
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

/** What is no file under such a name is none: a link is not followed. */
function journals(paths: QueuePaths, kind: RegExp): string[] {
  return readdirSync(paths.captured, { withFileTypes: true })
    .filter((entry) => entry.isFile() && kind.test(entry.name))
    .map((entry) => entry.name);
}

function hourOf(name: string): number {
  return Number.parseInt(name, 10);
}
