import { readdirSync, readFileSync } from "node:fs";
import { journalName } from "./enqueue.ts";
import { ownSeqAtMs } from "./entry.ts";
import type { QueuePaths } from "./layout.ts";
import { unlinkIfThere } from "./maintenance.ts";

const ID_BYTES = 16;
const HOUR_MS = 3_600_000;

function uuidAt(hex: string, index: number): string {
  const id = hex.slice(index * 2 * ID_BYTES, (index + 1) * 2 * ID_BYTES);
  return `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`;
}

/**
 * The ids of the entries enqueued through hive since a time, from the hourly journals. The journal is written after the
 * commit, so each of these was in `pending/` once; one that is nowhere now is lost.
 */
export function capturedIds(paths: QueuePaths, sinceMs: number): string[] {
  const first = journalName(sinceMs);
  const ids: string[] = [];
  for (const name of journals(paths)) {
    if (hourOf(name) < hourOf(first)) continue;
    const bytes = readFileSync(`${paths.captured}/${name}`);
    const hex = bytes.toString("hex");
    for (let index = 0; index < Math.floor(bytes.length / ID_BYTES); index += 1) ids.push(uuidAt(hex, index));
  }
  return ids.filter((id) => ownSeqAtMs(id) >= sinceMs);
}

/** Removes the journals of hours that ended before a time. */
export function sweepJournals(paths: QueuePaths, beforeMs: number): number {
  let swept = 0;
  for (const name of journals(paths)) {
    if ((hourOf(name) + 1) * HOUR_MS > beforeMs) continue;
    unlinkIfThere(`${paths.captured}/${name}`);
    swept += 1;
  }
  return swept;
}

function journals(paths: QueuePaths): string[] {
  return readdirSync(paths.captured).filter((name) => /^\d+\.ids$/.test(name));
}

function hourOf(name: string): number {
  return Number.parseInt(name, 10);
}
