import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { errorCode } from "../errors.ts";

/** No file of this user's alone: another's, open to others, no regular file, too large. */
export const FOREIGN = Symbol("foreign");

const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * Reads a file in one of the user's own directories; links are followed, since they are the user's.
 * @returns null where there is none
 */
export function readOwn(path: string, maxBytes: number): string | typeof FOREIGN | null {
  let fd: number;
  try {
    fd = openSync(path, FLAGS);
  } catch (error) {
    return errorCode(error) === "ENOENT" ? null : FOREIGN;
  }
  try {
    const stat = fstatSync(fd);
    const isOwn = stat.isFile() && stat.uid === process.geteuid?.() && (stat.mode & 0o077) === 0;
    if (!isOwn || stat.size > maxBytes) return FOREIGN;
    const bytes = Buffer.alloc(stat.size);
    return bytes.toString("utf8", 0, readSync(fd, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(fd);
  }
}
