import { lstatSync, readdirSync, readlinkSync, readSync, closeSync } from "node:fs";
import { openRegular } from "./files.ts";

/** Shorter ids are not searched for: they may occur in any text by chance. */
export const MIN_NAME_CHARS = 8;

const CHUNK_BYTES = 4 * 1024 ** 2;

/** Whether a name stands in a text, as it is or as JSON spells it. */
export function isNamedIn(text: string, name: string): boolean {
  return spellings(name).some((spelling) => text.includes(spelling));
}

/**
 * Whether a name occurs in a file's bytes or own name or, for a directory, anywhere below it. Links are not followed.
 * @param name false for one shorter than {@link MIN_NAME_CHARS}
 */
export function holdsName(path: string, name: string): boolean {
  if (name.length < MIN_NAME_CHARS) return false;
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  if (isNamedIn(path.slice(path.lastIndexOf("/") + 1), name)) return true;
  if (stat.isDirectory()) return readdirSync(path).some((inside) => holdsName(`${path}/${inside}`, name));
  if (stat.isSymbolicLink()) return isNamedIn(readlinkSync(path), name);
  return (
    stat.isFile() &&
    fileHolds(
      path,
      spellings(name).map((one) => Buffer.from(one)),
    )
  );
}

function fileHolds(path: string, needles: readonly Buffer[]): boolean {
  const file = openRegular(path);
  if (file === null) return false;
  // A name may lie across two chunks.
  const overlap = Math.max(...needles.map(({ length }) => length)) - 1;
  const chunk = Buffer.alloc(CHUNK_BYTES);
  try {
    for (let at = 0; at < file.bytes; at += CHUNK_BYTES - overlap) {
      const part = chunk.subarray(0, readSync(file.fd, chunk, 0, CHUNK_BYTES, at));
      if (needles.some((needle) => part.includes(needle))) return true;
    }
    return false;
  } finally {
    closeSync(file.fd);
  }
}

const spellings = (name: string): string[] => [...new Set([name, JSON.stringify(name).slice(1, -1)])];
