import { lstatSync } from "node:fs";
import { hasOpen, lockHolders, lockKey } from "./kernel-locks.ts";

const LSOF_MS = 2000;

/**
 * Whether the kernel shows that a process holds the lock on a file, which somebody is known to hold. A file can name any
 * process; only the kernel knows whose the lock is. Where it does not show it, such as for a process of another
 * container, the answer is no.
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

/** By lsof(8), which macOS brings. Opening the file here would release a lock of this process. */
function isOpenedBy(path: string, pid: number): boolean {
  if (Bun.which("lsof") === null) return false;
  const { stdout } = Bun.spawnSync(["lsof", "-a", "-p", String(pid), "-Fp", "--", path], {
    stderr: "ignore",
    timeout: LSOF_MS,
  });
  return stdout.toString().split("\n").includes(`p${pid}`);
}
