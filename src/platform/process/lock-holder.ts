import { existsSync, lstatSync } from "node:fs";
import { hasOpen, lockHolders, lockKey } from "./kernel-locks.ts";

/** Part of macOS. An absolute path, since the PATH may name a directory of a project. */
const LSOF = "/usr/sbin/lsof";
const LSOF_MS = 2000;

/**
 * True if the kernel shows that a process holds the lock on a file that is known to be locked. A file can name any
 * process, so only the kernel is believed. False for a lock that it does not show, such as that of a process in another
 * container.
 */
export function holdsLock(path: string, pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1) return false;
  const file = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (file === undefined || !file.isFile()) return false;
  if (process.platform !== "linux") return isOpenedBy(path, pid);
  const holders = lockHolders().get(lockKey(file));
  // On some file systems, such as btrfs and overlays, the list has other numbers than the file.
  return holders === undefined ? hasOpen(file, pid) : holders.has(pid);
}

/** By lsof(8). Opening the file here would release a lock of this process. */
function isOpenedBy(path: string, pid: number): boolean {
  if (!existsSync(LSOF)) return false;
  const { stdout } = Bun.spawnSync([LSOF, "-a", "-p", String(pid), "-Fp", "--", path], {
    stderr: "ignore",
    timeout: LSOF_MS,
  });
  return stdout.toString().split("\n").includes(`p${pid}`);
}
