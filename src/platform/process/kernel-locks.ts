import { type BigIntStats, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { errorCode } from "../../base/errors.ts";

/** A system call's errors for another user's process, or for one that has just ended. */
export const NOT_SHOWN: readonly unknown[] = ["ENOENT", "ESRCH", "EACCES", "EPERM"];

/**
 * `1: POSIX  ADVISORY  WRITE 1234 fe:00:5678 0 EOF`; with an arrow before POSIX it is one who waits. See proc_locks(5).
 * Linux alone has the list.
 */
const HELD = /^\d+: POSIX +\S+ +(READ|WRITE) +(\d+) ([0-9a-f]+:[0-9a-f]+):(\d+) /gm;

/** Files under a write lock that this kernel knows of, by {@link lockKey}, each with its holder. */
export function lockHolders(): ReadonlyMap<string, ReadonlySet<number>> {
  const holders = new Map<string, Set<number>>();
  for (const [, mode, pid, device, inode] of locksText().matchAll(HELD)) {
    if (mode !== "WRITE") continue;
    const key = `${device} ${inode}`;
    holders.set(key, (holders.get(key) ?? new Set()).add(Number(pid)));
  }
  return holders;
}

/**
 * The processes that hold a lock of any sort on a file. The device is not compared: on btrfs and overlays the list has
 * other numbers than the file.
 */
export function lockersOf(path: string): number[] {
  const inode = lstatSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
  if (inode === undefined) return [];
  const held = [...locksText().matchAll(HELD)].filter(([, , , , found]) => found === String(inode));
  return held.map(([, , pid]) => Number(pid));
}

/** Whether a process has a file open. */
export function hasOpen(file: BigIntStats, pid: number): boolean {
  const directory = `/proc/${pid}/fd`;
  try {
    return readdirSync(directory).some((fd) => isSame(file, `${directory}/${fd}`));
  } catch (error) {
    if (NOT_SHOWN.includes(errorCode(error))) return false;
    throw error;
  }
}

function isSame(file: BigIntStats, path: string): boolean {
  const other = statSync(path, { bigint: true, throwIfNoEntry: false });
  return other !== undefined && other.dev === file.dev && other.ino === file.ino;
}

function locksText(): string {
  try {
    return readFileSync("/proc/locks", "utf8");
  } catch (error) {
    if (NOT_SHOWN.includes(errorCode(error))) return "";
    throw error;
  }
}

const hex = (value: bigint): string => value.toString(16).padStart(2, "0");

export function lockKey({ dev, ino }: BigIntStats): string {
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn);
  const minor = (dev & 0xffn) | ((dev >> 12n) & ~0xffn & 0xffffffffn);
  return `${hex(major)}:${hex(minor)} ${ino}`;
}
