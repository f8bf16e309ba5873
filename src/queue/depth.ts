import { lstatSync, readdirSync } from "node:fs";
import { isOwnSeq, ownSeqAtMs, parseEntryName } from "./entry.ts";
import type { QueuePaths } from "./layout.ts";

/** How many entries are in each state now. */
export interface Depth {
  readonly pending: number;
  readonly processing: number;
  readonly failed: number;
  /** Files in `.tmp/`: entries being written, or left by a crash. */
  readonly temporary: number;
  /** Age of the oldest pending entry; null when none is pending. */
  readonly oldestAgeMs: number | null;
}

const isEntryFile = (name: string): boolean => name.endsWith(".json") && !name.startsWith(".");

// Foreign names carry no time, so their files are asked; so many at most.
const MAX_STATS = 1000;

export function measureDepth(paths: QueuePaths, nowMs: number): Depth {
  const pending = readdirSync(paths.pending).filter(isEntryFile);
  let oldestAtMs = Number.POSITIVE_INFINITY;
  let stats = 0;
  for (const name of pending) {
    const seq = parseEntryName(name)?.seq ?? "";
    if (isOwnSeq(seq)) oldestAtMs = Math.min(oldestAtMs, ownSeqAtMs(seq));
    else if (stats < MAX_STATS) {
      stats += 1;
      const stat = lstatSync(`${paths.pending}/${name}`, { throwIfNoEntry: false });
      if (stat !== undefined) oldestAtMs = Math.min(oldestAtMs, stat.mtimeMs);
    }
  }
  return {
    pending: pending.length,
    processing: readdirSync(paths.processing, { recursive: true }).filter((name) => isEntryFile(String(name))).length,
    failed: readdirSync(paths.failed).filter(isEntryFile).length,
    temporary: readdirSync(paths.tmp).length,
    oldestAgeMs: Number.isFinite(oldestAtMs) ? Math.max(0, nowMs - oldestAtMs) : null,
  };
}
