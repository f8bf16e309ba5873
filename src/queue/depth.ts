import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { errorCode } from "../base/errors.ts";
import { isOwnSeq, ownSeqAtMs, parseEntryName } from "./entry.ts";
import type { QueuePaths } from "./layout.ts";

/** The number of entries in each state now. */
export interface Depth {
  readonly pending: number;
  readonly processing: number;
  readonly failed: number;
  /** Files in `.tmp/`: entries being written, or left by a crash. */
  readonly temporary: number;
  /** Age of the oldest pending entry; null when none is pending. */
  readonly oldestAgeMs: number | null;
}

/** Bun's replacement for bytes that are not UTF-8. Bun cannot open a file by such a name, so it cannot be claimed. */
export const isUnfindable = (name: string): boolean => name.includes("\uFFFD");

const isEntryFile = (name: string): boolean => name.endsWith(".json") && !name.startsWith(".") && !isUnfindable(name);

// Foreign names carry no time, so read it from their files, up to a limit.
const MAX_STATS = 1000;

/**
 * Paths of all claimed files. Links are not followed: links of a cloned repository could form a loop.
 */
export function claimedFiles({ processing }: QueuePaths): string[] {
  return listed(processing).flatMap((entry) => {
    const path = `${processing}/${entry.name}`;
    if (entry.isFile()) return isEntryFile(entry.name) ? [path] : [];
    if (!entry.isDirectory()) return [];
    return namesIn(path)
      .filter(isEntryFile)
      .map((name) => `${path}/${name}`);
  });
}

const namesIn = (directory: string): string[] => listed(directory).map(({ name }) => name);

/** The seqs of all entries whose files are there: waiting, claimed, given up. */
export function seqsThere(paths: QueuePaths): string[] {
  // A file may move either way between the two listings, and so be in both.
  const files = [...claimedFiles(paths), ...namesIn(paths.pending), ...claimedFiles(paths), ...namesIn(paths.failed)];
  const seqs = files.map((file) => parseEntryName(file.slice(file.lastIndexOf("/") + 1))?.seq.replace(/~\d+$/, ""));
  return [...new Set(seqs)].filter((seq) => seq !== undefined);
}

/** Empty for a missing directory: an ended worker removes the directory of its claims. */
function listed(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) return [];
    throw error;
  }
}

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
    processing: claimedFiles(paths).length,
    failed: readdirSync(paths.failed).filter(isEntryFile).length,
    temporary: readdirSync(paths.tmp).length,
    oldestAgeMs: Number.isFinite(oldestAtMs) ? Math.max(0, nowMs - oldestAtMs) : null,
  };
}
