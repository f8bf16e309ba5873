import { existsSync, statfsSync } from "node:fs";

/** Linux keeps the files of this directory in memory. */
export const MEMORY = "/dev/shm";
const TMPFS_TYPE = 0x01_02_19_94;

export function isInMemory(directory: string): boolean {
  return statfsSync(directory).type === TMPFS_TYPE;
}

/** A directory in memory with room; null where there is none. */
export function memoryDirectory(minFreeBytes: number): string | null {
  if (!existsSync(MEMORY)) return null;
  const { bavail, bsize } = statfsSync(MEMORY);
  return isInMemory(MEMORY) && bavail * bsize > minFreeBytes ? MEMORY : null;
}
