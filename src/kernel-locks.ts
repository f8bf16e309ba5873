import { type BigIntStats, lstatSync, readFileSync } from "node:fs";
import { errorCode } from "./errors.ts";

/** What a system call may say of another's process, or of one that has just ended. */
export const NOT_SHOWN: readonly unknown[] = ["ENOENT", "ESRCH", "EACCES", "EPERM"];

/**
 * `1: POSIX  ADVISORY  WRITE 1234 fe:00:5678 0 EOF`; with an arrow before POSIX it is one who waits. See proc_locks(5).
 * Linux alone has the list.
 */
const HELD = /^\d+: POSIX +\S+ +(READ|WRITE) +(\d+) ([0-9a-f]+:[0-9a-f]+):(\d+) /gm;

/** The files under a lock for writing that this system's kernel knows of, as {@link lockKey} names them, and who holds it. */
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
 * Whether another process holds a lock of any sort on a file. The device is not compared: on btrfs and overlays the list
 * has other numbers than the file.
 */
export function isLockedElsewhere(path: string): boolean {
  const inode = lstatSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
  if (inode === undefined) return false;
  return [...locksText().matchAll(HELD)].some(
    ([, , pid, , found]) => found === String(inode) && Number(pid) !== process.pid,
  );
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
