import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { journalName } from "./enqueue.ts";
import { isOwnSeq, ownSeqAtMs, parseEntryName } from "./entry.ts";
import { nodeFiles } from "./files.ts";
import type { QueuePaths } from "./layout.ts";
import { unlinkIfThere } from "./maintenance.ts";

const ID_BYTES = 16;
const HOUR_MS = 3_600_000;
const CAPTURED = /^\d+\.ids$/;
const DROPPED = /^\d+\.dropped$/;

function uuidAt(hex: string, index: number): string {
  const id = hex.slice(index * 2 * ID_BYTES, (index + 1) * 2 * ID_BYTES);
  return `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`;
}

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
  const first = journalName(sinceMs);
  const ids: string[] = [];
  for (const name of journals(paths, kind)) {
    if (hourOf(name) < hourOf(first)) continue;
    const path = `${paths.captured}/${name}`;
    // One that ended a moment ago, or that is no file: a FIFO would be waited for.
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) continue;
    const bytes = readFileSync(path);
    const hex = bytes.toString("hex");
    for (let index = 0; index < Math.floor(bytes.length / ID_BYTES); index += 1) ids.push(uuidAt(hex, index));
  }
  return ids.filter((id) => ownSeqAtMs(id) >= sinceMs);
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

function journals(paths: QueuePaths, kind: RegExp): string[] {
  return readdirSync(paths.captured).filter((name) => kind.test(name));
}

function hourOf(name: string): number {
  return Number.parseInt(name, 10);
}
