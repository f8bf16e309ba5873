import * as fs from "node:fs";
import type { Clock } from "../../base/clock.ts";
import type { Durability } from "../../base/config/config.ts";
import { nodeFiles } from "../../base/files/files.ts";
import { resealed } from "../../origin/seal.ts";
import type { Entry } from "../entry.ts";
import type { QueuePaths } from "../layout.ts";

/** The longest backoff, however often an entry has failed. */
export const LONGEST_BACKOFF_MS = 3_600_000;

/** When an entry is tried again, in ms since 1970: the backoff doubles with each failed attempt. */
export function retryDueMs(
  attempts: number,
  { clock, retryBackoffMs }: { readonly clock: Clock; readonly retryBackoffMs: number },
): number {
  return clock.nowMs() + Math.min(LONGEST_BACKOFF_MS, retryBackoffMs * 2 ** (attempts - 1));
}

/**
 * Replaces a claimed entry's file in one step.
 * @param isProved whether the claimed file had a proof; the new file gets one only then
 */
export function replaceClaimed(
  { tmp }: QueuePaths,
  path: string,
  entry: Entry,
  isProved: boolean,
  { key, durability }: { readonly key: string | null; readonly durability: Durability },
): void {
  const temporary = `${tmp}/${Bun.randomUUIDv7()}`;
  // @mutant a nack proves nothing
  nodeFiles.create(temporary, resealed(JSON.stringify(entry), isProved, key, "entry"));
  try {
    // @mutant a counted attempt is flushed before its rename
    if (durability === "power") nodeFiles.sync(temporary);
    fs.renameSync(temporary, path);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}
