export interface CapacityLimits {
  readonly maxPending: number;
  readonly maxPendingBytes: number;
  readonly maxEntryBytes: number;
}

// ext4 takes 16 bytes for the shortest name, tmpfs counts 20, APFS 32, btrfs more.
export const MIN_DIRECTORY_ENTRY_BYTES = 16;

/**
 * Whether a directory of this size may be over the limits: false proves that it is not, without counting. A directory
 * on ext4 grows and never shrinks, so true proves nothing. File systems whose directory size does not grow with entries
 * (ZFS) are exempt: short-lived producers do not enforce limits there.
 */
export function mayBeFull(directoryBytes: number, limits: CapacityLimits): boolean {
  const entriesAtMost = directoryBytes / MIN_DIRECTORY_ENTRY_BYTES;
  return entriesAtMost >= limits.maxPending || entriesAtMost * limits.maxEntryBytes >= limits.maxPendingBytes;
}
