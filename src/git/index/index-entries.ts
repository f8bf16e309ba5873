import { closeSync, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../../base/errors.ts";
import type { GitTree } from "../git-tree.ts";
import { IndexEntries, type IndexEntry } from "./index-columns.ts";

export interface GitIndex {
  /** Distinguishes the states of the file: git never writes into an index, it renames a new one. */
  readonly version: string;
  readonly entries: IndexEntries;
  /** The paths of repositories within this one, which are no entries. */
  readonly submodules: readonly string[];
  /** Whether no entry is of a merge, left out by a sparse checkout or without its content yet (`git add -N`). */
  readonly isPlain: boolean;
  /** When the index was written: a file that changed as late may have changed after git looked. */
  readonly writtenMs: number;
}

const MAX_BYTES = 1024 ** 3;
const NO_INDEX = "none";
const HEADER_BYTES = 12;
const STAT_BYTES = 40;
const EXTENDED = 0x4000;
const SKIP_WORKTREE = 0x4000;
const STAGE = 0x3000;
export const SUBMODULE = 0o160000;

/**
 * Reads git's index without git, which could run a filter to compare. See https://git-scm.com/docs/index-format. Paths
 * that are not UTF-8 are left out, and those in the midst of a merge once only.
 * @param hashBytes 20, or 32 in a repository of SHA-256
 * @param last what was read before, which is returned while the file is the same.
 * @default null
 * @returns null for one that is split or sparse, or of a version that is not known; without a file an empty one
 */
export function readIndex({ gitDirectory }: GitTree, hashBytes: number, last: GitIndex | null = null): GitIndex | null {
  let fd: number;
  try {
    fd = openSync(join(gitDirectory, "index"), "r");
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    return { version: NO_INDEX, ...emptyIndex(0, hashBytes), isPlain: true, writtenMs: 0 };
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile() || stat.size > MAX_BYTES) return null;
    const version = versionOf(stat);
    // Return the same object, so that a caller can reuse what it derived from it.
    if (last?.version === version) return last;
    const bytes = Buffer.allocUnsafeSlow(stat.size);
    if (readSync(fd, bytes, 0, bytes.length, 0) !== bytes.length) return null;
    const found = entriesIn(bytes, hashBytes);
    return found === null ? null : { version, ...found, writtenMs: stat.mtimeMs };
  } finally {
    closeSync(fd);
  }
}

const emptyIndex = (capacity: number, hashBytes: number): { entries: IndexEntries; submodules: string[] } => ({
  entries: new IndexEntries(capacity, hashBytes),
  submodules: [],
});

const versionOf = ({ ino, size, mtimeMs, ctimeMs }: Stats): string => `${ino} ${size} ${mtimeMs} ${ctimeMs}`;

function entriesIn(bytes: Buffer, hashBytes: number): Omit<GitIndex, "version" | "writtenMs"> | null {
  if (bytes.length < HEADER_BYTES + hashBytes || bytes.toString("latin1", 0, 4) !== "DIRC") return null;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return null;
  const count = bytes.readUInt32BE(8);
  // A count that is not true would take all memory.
  if (count > bytes.length / (STAT_BYTES + hashBytes)) return null;
  const { entries, submodules } = emptyIndex(count, hashBytes);
  let at = HEADER_BYTES;
  let isPlain = true;
  let previous: Buffer = Buffer.alloc(0);
  for (let n = 0; n < count; n += 1) {
    const flagsAt = at + STAT_BYTES + hashBytes;
    const flags = bytes.readUInt16BE(flagsAt);
    const isExtended = version > 2 && (flags & EXTENDED) !== 0;
    if (isExtended || (flags & STAGE) !== 0) isPlain = false;
    let nameAt = flagsAt + (isExtended ? 4 : 2);
    let dropped = previous.length;
    if (version === 4) [dropped, nameAt] = offsetIn(bytes, nameAt);
    const end = bytes.indexOf(0, nameAt);
    if (end < 0) return null;
    let path: string | null;
    if (version === 4) {
      previous = Buffer.concat([previous.subarray(0, previous.length - dropped), bytes.subarray(nameAt, end)]);
      path = textIn(previous, 0, previous.length);
    } else path = textIn(bytes, nameAt, end);
    if (path !== null) {
      const isSkipped = isExtended && (bytes.readUInt16BE(flagsAt + 2) & SKIP_WORKTREE) !== 0;
      const entry = entryAt(bytes, at, path, isSkipped);
      if (entry.mode === SUBMODULE) submodules.push(path);
      else entries.add(entry, bytes, at + STAT_BYTES);
    }
    at = version === 4 ? end + 1 : at + (((end - at) >> 3) + 1) * 8;
  }
  return holdsWholeIndex(bytes, at, hashBytes) ? { entries, submodules, isPlain } : null;
}

function entryAt(bytes: Buffer, at: number, path: string, isSkipped: boolean): Omit<IndexEntry, "blob"> {
  const timeMs = (from: number): number => bytes.readUInt32BE(from) * 1000 + bytes.readUInt32BE(from + 4) / 1e6;
  return {
    path,
    mode: bytes.readUInt32BE(at + 24),
    size: bytes.readUInt32BE(at + 36),
    ctimeMs: timeMs(at),
    mtimeMs: timeMs(at + 8),
    inode: bytes.readUInt32BE(at + 20),
    isSkipped,
  };
}

/** A number in git's offset encoding, and where it ends. */
function offsetIn(bytes: Buffer, from: number): [number, number] {
  let at = from;
  let byte = bytes[at++]!;
  let value = byte & 0x7f;
  while (byte & 0x80) {
    byte = bytes[at++]!;
    value = ((value + 1) << 7) | (byte & 0x7f);
  }
  return [value, at];
}

/** Null for a name that is not UTF-8, which Bun could not open. */
function textIn(bytes: Buffer, from: number, to: number): string | null {
  const text = bytes.toString("utf8", from, to);
  return text.includes("\uFFFD") && !Buffer.from(text).equals(bytes.subarray(from, to)) ? null : text;
}

/** An extension with a small letter first has to be understood: of a split or a sparse index. */
function holdsWholeIndex(bytes: Buffer, from: number, hashBytes: number): boolean {
  for (let at = from; at + 8 <= bytes.length - hashBytes;) {
    const first = bytes[at]!;
    if (first < 0x41 || first > 0x5a) return false;
    at += 8 + bytes.readUInt32BE(at + 4);
  }
  return true;
}
