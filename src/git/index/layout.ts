/** How git's index has its entries in versions 2 and 3: https://git-scm.com/docs/index-format */

/** An entry begins with times, device, inode, mode, owner and size. The id follows, then flags and the path. */
export const STAT_BYTES = 40;
const EXTENDED = 0x40;
const SKIP_WORKTREE = 0x40;
const STAGE = 0x30;
/** NULs fill an entry up to a multiple of this, one at least. */
const UNIT_BYTES = 8;

/** Where the path of an entry begins. A NUL ends it. */
export function pathAt(bytes: Buffer, at: number, hashBytes: number): number {
  const flagsAt = at + STAT_BYTES + hashBytes;
  return flagsAt + ((bytes[flagsAt]! & EXTENDED) === 0 ? 2 : 4);
}

/** Whether an entry is of no merge, and has no flags but those that most have. */
export const isPlainAt = (bytes: Buffer, at: number, hashBytes: number): boolean =>
  (bytes[at + STAT_BYTES + hashBytes]! & (EXTENDED | STAGE)) === 0;

export function isSkippedAt(bytes: Buffer, at: number, hashBytes: number): boolean {
  const flagsAt = at + STAT_BYTES + hashBytes;
  return (bytes[flagsAt]! & EXTENDED) !== 0 && (bytes[flagsAt + 2]! & SKIP_WORKTREE) !== 0;
}

/** Where a path ends; the end of all bytes where no NUL ends it. */
export function pathEnd(bytes: Buffer, at: number): number {
  let end = at;
  while (end < bytes.length && bytes[end] !== 0) end += 1;
  return end;
}

/** Where the next entry begins. @param end of the entry's path */
export const nextAfter = (at: number, end: number): number => at + (((end - at) >> 3) + 1) * UNIT_BYTES;

/** Below 0 where the path at `a` comes before the one at `b`, as git sorts them; 0 for the same path. */
export function orderOf(left: Buffer, a: number, right: Buffer, b: number): number {
  for (let n = 0; ; n += 1) {
    const x = left[a + n]!;
    const y = right[b + n]!;
    if (x !== y || x === 0) return x - y;
  }
}

/** The same for the path at `a` and one that no NUL ends. */
export function orderTo(bytes: Buffer, a: number, path: Buffer): number {
  for (let n = 0; n < path.length; n += 1) {
    const byte = bytes[a + n]!;
    if (byte === 0) return -1;
    if (byte !== path[n]) return byte - path[n]!;
  }
  return bytes[a + path.length]!;
}
