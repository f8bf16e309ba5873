import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { ReadSoFar } from "../../store/archive/transcript-rows.ts";

/** Bytes of one transcript that a pass reads; the next pass continues. */
const CHUNK_BYTES = 4 * 1024 ** 2;
/** The longest document that is read. Of one that grows beyond it, what was read stays. */
export const MAX_DOCUMENT_BYTES = 32 * 1024 ** 2;

const NEWLINE = 0x0a;

/** Older versions of Gemini write a session as one JSON document, anew at each message. */
export const isDocument = (path: string): boolean => path.endsWith(".json");

interface Chunk {
  /** Of a document there is one. */
  readonly lines: readonly string[];
  readonly ino: number;
  readonly endBytes: number;
  /** Whether reading starts over, since the file was replaced or truncated. */
  readonly isAnew: boolean;
  readonly isMore: boolean;
}

/** The next whole lines of a regular file of this user's, or a document that has changed; null where there are none. */
export function nextChunk(path: string, before: ReadSoFar | null): Chunk | null {
  let file: number | undefined;
  try {
    // @mutant no link in a transcript's place is followed
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.uid !== process.geteuid?.()) return null;
    const isOther = before === null || before.path !== path || before.ino !== stat.ino;
    return isDocument(path)
      ? documentChunk(file, stat, isOther ? null : before.bytes)
      : linesChunk(file, stat, isOther || stat.size < before.bytes ? null : before.bytes);
  } catch {
    // It was deleted, or cannot be read: what was read of it stays.
    return null;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

type Stat = Readonly<Record<"ino" | "size", number>>;

/** @param readBytes null if reading starts over */
function linesChunk(file: number, { ino, size }: Stat, readBytes: number | null): Chunk | null {
  const from = readBytes ?? 0;
  const bytes = bytesOf(file, from, Math.min(CHUNK_BYTES, size - from));
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  // A line longer than a chunk is passed over in parts. Its first part is no JSON, and the others count no more.
  const taken = end === 0 && bytes.length === CHUNK_BYTES ? bytes.length : end;
  if (taken === 0) return null;
  const isWithin = from > 0 && bytesOf(file, from - 1, 1)[0] !== NEWLINE;
  const start = isWithin ? bytes.indexOf(NEWLINE) + 1 || taken : 0;
  const lines = bytes
    .toString("utf8", start, taken)
    .split("\n")
    .filter((line) => line.trim() !== "");
  return { lines, ino, endBytes: from + taken, isAnew: readBytes === null, isMore: from + taken < size };
}

/** @param readBytes its length when it was read last; null if it was not */
function documentChunk(file: number, { ino, size }: Stat, readBytes: number | null): Chunk | null {
  if (size === 0 || size === readBytes || size > MAX_DOCUMENT_BYTES) return null;
  const text = bytesOf(file, 0, size).toString("utf8");
  return { lines: [text.trim()], ino, endBytes: size, isAnew: true, isMore: false };
}

function bytesOf(file: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, from));
}

/** The first bytes of a file, as text. */
export function readStart(path: string, maxBytes: number): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(Math.min(maxBytes, fstatSync(file).size));
    return bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(file);
  }
}
