import { lstatSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { HiveError } from "../../base/errors.ts";
import { readRegular } from "../../base/files/files.ts";
import type { QueuePaths } from "../layout.ts";
import { type CapacityLimits, mayBeFull, MIN_DIRECTORY_ENTRY_BYTES } from "./limits.ts";

const SAMPLED_FILES = 256;
/**
 * If a count of this many names takes longer, all producers reuse it for a hundred times its duration.
 */
const CHEAP_MS = 1;
/** Fewer are counted each time: it took long because the machine is busy. */
const MANY_FILES = 1000;
const COST_FACTOR = 100;
const LONGEST_REUSE_MS = 60_000;
const MAX_REUSE_BYTES = 64;

/**
 * Refuses when `pending/` is at its limit. The limit is soft: producers that check at the same moment all pass. The
 * bytes of a large directory are estimated from 256 of its files. A count that found room in such a directory is reused
 * for a while.
 * @returns the number of entries of the largest size that still fit, as last counted
 * @throws HIVE_QUEUE_FULL
 */
export function assertCapacity({ pending, queue, tmp }: QueuePaths, limits: CapacityLimits): number {
  const directoryBytes = statSync(pending, { throwIfNoEntry: false })?.size ?? 0;
  if (!mayBeFull(directoryBytes, limits)) return roomWhenEmpty(limits) - directoryBytes / MIN_DIRECTORY_ENTRY_BYTES;
  const reuse = `${queue}/.room`;
  // The file holds no count: until its time a producer may add as many entries as fit an empty queue.
  if (Date.now() < readReuseMs(reuse)) return roomWhenEmpty(limits);
  const startedMs = performance.now();
  const { files, room } = count(pending, limits);
  const costMs = performance.now() - startedMs;
  if (files >= MANY_FILES && costMs > CHEAP_MS) {
    // By a rename, which replaces a link where a write would go through it.
    const temporary = `${tmp}/${Bun.randomUUIDv7()}`;
    writeFileSync(temporary, String(Date.now() + costMs * COST_FACTOR), { mode: 0o600, flag: "wx" });
    orGiveUp(temporary, () => renameSync(temporary, reuse));
  }
  return room;
}

/** The number of entries of the largest size that an empty queue can hold. */
function roomWhenEmpty({ maxPending, maxPendingBytes, maxEntryBytes }: CapacityLimits): number {
  return Math.min(maxPending, maxPendingBytes / maxEntryBytes);
}

/**
 * Without this file each producer counts by itself. So a failure here, such as a directory from a clone, is ignored.
 */
function orGiveUp(temporary: string, putInPlace: () => void): void {
  try {
    putInPlace();
  } catch {
    rmSync(temporary, { force: true });
  }
}

/** The time until which producers reuse the last count, in ms since 1970; 0 means count now. */
function readReuseMs(path: string): number {
  const untilMs = Number(readRegular(path, MAX_REUSE_BYTES) ?? 0);
  // After a clock was set back, a count that is valid for a minute must not be valid for a year.
  return untilMs - Date.now() < LONGEST_REUSE_MS ? untilMs : 0;
}

/** @returns how many entries are pending, and for how many of the largest size there is room beside them */
function count(pending: string, limits: CapacityLimits): { readonly files: number; readonly room: number } {
  const names = readdirSync(pending);
  // @mutant maxPending is enforced
  if (names.length >= limits.maxPending) {
    throw queueFull(`${names.length} entries are pending, the limit is maxPending ${limits.maxPending}`);
  }
  const roomFor = (bytes: number): number =>
    Math.min(limits.maxPending - names.length, (limits.maxPendingBytes - bytes) / limits.maxEntryBytes);
  const bytesAtMost = names.length * limits.maxEntryBytes;
  if (bytesAtMost < limits.maxPendingBytes) return { files: names.length, room: roomFor(bytesAtMost) };
  const bytes = Math.round(meanBytes(pending, names) * names.length);
  // @mutant maxPendingBytes is enforced
  if (bytes >= limits.maxPendingBytes) {
    throw queueFull(`about ${bytes} bytes are pending, the limit is maxPendingBytes ${limits.maxPendingBytes}`);
  }
  return { files: names.length, room: roomFor(bytes) };
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
