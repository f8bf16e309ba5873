import { isUtf8 } from "node:buffer";
import { IndexEntries } from "./entries.ts";
import { isPlainAt, nextAfter, orderOf, pathAt, pathEnd, STAT_BYTES } from "./layout.ts";

/** What an index has, whatever file it comes from. */
export interface Parsed {
  readonly entries: IndexEntries;
  /** The paths of repositories within this one, which are no entries. */
  readonly submodules: readonly string[];
  /** Whether no entry is of a merge, left out by a sparse checkout or without its content yet (`git add -N`). */
  readonly isPlain: boolean;
}

const HEADER_BYTES = 12;
export const SUBMODULE = 0o160000;
/** The bytes of a path that most have at most. */
const USUAL_PATH_BYTES = 64;
/** Linux opens no longer path. A few bytes of version 4 may stand for a much longer one. */
const MAX_PATH_BYTES = 4096;

/**
 * Finds the entries of an index. Paths that are not UTF-8 are left out, since Bun could not open them, and those in the
 * midst of a merge once only.
 * @param hashBytes 20, or 32 in a repository of SHA-256
 * @returns null for one that is split or sparse, of a version that is not known, or damaged
 */
export function parseIndex(bytes: Buffer, hashBytes: number): Parsed | null {
  if (bytes.length < HEADER_BYTES + hashBytes || bytes.toString("latin1", 0, 4) !== "DIRC") return null;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return null;
  const count = bytes.readUInt32BE(8);
  // A count that is not true would take all memory.
  if (count > bytes.length / (STAT_BYTES + hashBytes)) return null;
  const packed = version === 4 ? unpacked(bytes, hashBytes, count) : { bytes, from: HEADER_BYTES, end: null };
  if (packed === null) return null;
  const found = entriesIn(packed.bytes, packed.from, { count, hashBytes });
  return found !== null && holdsWholeIndex(bytes, packed.end ?? found.end, hashBytes) ? found : null;
}

/** @returns null where it ends too early, or is not in git's order */
function entriesIn(
  bytes: Buffer,
  from: number,
  { count, hashBytes }: { readonly count: number; readonly hashBytes: number },
): (Parsed & { readonly end: number }) | null {
  const starts = new Uint32Array(count);
  const submodules: string[] = [];
  let size = 0;
  let isPlain = true;
  let before = -1;
  let at = from;
  for (let n = 0; n < count; n += 1) {
    const name = pathAt(bytes, at, hashBytes);
    const end = pathEnd(bytes, name);
    if (end >= bytes.length) return null;
    const order = before < 0 ? -1 : orderOf(bytes, before, bytes, name);
    if (order > 0) return null;
    if (!isPlainAt(bytes, at, hashBytes)) isPlain = false;
    if (order < 0 && isName(bytes, name, end)) {
      if (bytes.readUInt32BE(at + 24) === SUBMODULE) submodules.push(bytes.toString("utf8", name, end));
      else starts[size++] = at;
    }
    before = name;
    at = nextAfter(at, end);
  }
  return { entries: new IndexEntries(bytes, starts.subarray(0, size), hashBytes), submodules, isPlain, end: at };
}

/** A file of which only mode and id are known. */
export interface Listed {
  readonly path: string;
  readonly mode: number;
  readonly blob: string;
}

/** The entries of such files: none is as its stat says. */
export function packedIndex(files: readonly Listed[], hashBytes: number): Parsed {
  const named = files.map((file) => ({ ...file, name: Buffer.from(file.path) }));
  named.sort((a, b) => a.name.compare(b.name));
  const nameAt = STAT_BYTES + hashBytes + 2;
  const bytes = Buffer.alloc(named.reduce((sum, { name }) => nextAfter(sum, sum + nameAt + name.length), 0));
  let at = 0;
  for (const { name, mode, blob } of named) {
    bytes.writeUInt32BE(mode, at + 24);
    bytes.write(blob, at + STAT_BYTES, hashBytes, "hex");
    name.copy(bytes, at + nameAt);
    at = nextAfter(at, at + nameAt + name.length);
  }
  return entriesIn(bytes, 0, { count: named.length, hashBytes })!;
}

function isName(bytes: Buffer, from: number, end: number): boolean {
  for (let at = from; at < end; at += 1) if (bytes[at]! > 0x7f) return isUtf8(bytes.subarray(from, end));
  return true;
}

/** The entries of version 4 with whole paths: there each begins with what it has in common with the one before. */
function unpacked(bytes: Buffer, hashBytes: number, count: number) {
  let to = Buffer.allocUnsafeSlow(count * (STAT_BYTES + hashBytes + USUAL_PATH_BYTES));
  let at = HEADER_BYTES;
  let start = 0;
  let [before, beforeEnd] = [0, 0];
  for (let n = 0; n < count; n += 1) {
    const dropAt = pathAt(bytes, at, hashBytes);
    const [dropped, name] = offsetIn(bytes, dropAt);
    const end = pathEnd(bytes, name);
    const kept = beforeEnd - before - dropped;
    const length = kept + end - name;
    if (end >= bytes.length || dropped < 0 || kept < 0 || length > MAX_PATH_BYTES) return null;
    const path = start + dropAt - at;
    const pathEndAt = path + length;
    const next = nextAfter(start, pathEndAt);
    if (next > to.length) to = Buffer.concat([to], next * 2);
    bytes.copy(to, start, at, dropAt);
    to.copyWithin(path, before, before + kept);
    bytes.copy(to, path + kept, name, end);
    to.fill(0, pathEndAt, next);
    [before, beforeEnd, start, at] = [path, pathEndAt, next, end + 1];
  }
  return { bytes: to, from: 0, end: at };
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

/** An extension with a small letter first has to be understood: of a split or a sparse index. */
function holdsWholeIndex(bytes: Buffer, from: number, hashBytes: number): boolean {
  for (let at = from; at + 8 <= bytes.length - hashBytes;) {
    const first = bytes[at]!;
    if (first < 0x41 || first > 0x5a) return false;
    at += 8 + bytes.readUInt32BE(at + 4);
  }
  return true;
}
