import { lstatSync, readdirSync, statSync } from "node:fs";
import { HiveError } from "../errors.ts";
import { type CapacityLimits, mayBeFull } from "./limits.ts";

const SAMPLED_FILES = 256;

/**
 * Refuses when `pending/` is at its limit. Soft: producers that check at the same moment all pass, and the bytes of a
 * large directory are estimated from 256 of its files.
 * @throws HIVE_QUEUE_FULL
 */
export function assertCapacity(pending: string, limits: CapacityLimits): void {
  const directory = statSync(pending, { throwIfNoEntry: false });
  if (directory === undefined || !mayBeFull(directory.size, limits)) return;
  const names = readdirSync(pending);
  if (names.length >= limits.maxPending) {
    throw queueFull(`${names.length} entries are pending, the limit is maxPending ${limits.maxPending}`);
  }
  if (names.length * limits.maxEntryBytes < limits.maxPendingBytes) return;
  const bytes = Math.round(meanBytes(pending, names) * names.length);
  if (bytes >= limits.maxPendingBytes) {
    throw queueFull(`about ${bytes} bytes are pending, the limit is maxPendingBytes ${limits.maxPendingBytes}`);
  }
}

function queueFull(message: string): HiveError {
  return new HiveError("HIVE_QUEUE_FULL", message, { hint: "is a worker running? start one with: hive worker" });
}

function meanBytes(pending: string, names: readonly string[]): number {
  const stride = Math.max(1, Math.floor(names.length / SAMPLED_FILES));
  let bytes = 0;
  let files = 0;
  for (let index = 0; index < names.length; index += stride) {
    // A file that a worker has claimed since is not pending any more.
    bytes += lstatSync(`${pending}/${names[index]!}`, { throwIfNoEntry: false })?.size ?? 0;
    files += 1;
  }
  return bytes / files;
}
