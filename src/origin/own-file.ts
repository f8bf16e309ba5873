import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { errorCode } from "../base/errors.ts";

/** No file of this user's alone: another's, open to others, no regular file, too large. */
export const FOREIGN = Symbol("foreign");

const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/** The bits of a mode that let others read or write, and those that let them write. */
const OTHERS = 0o077;
export const OTHERS_WRITE = 0o022;

/** Whether a file is this user's, and no other may do with it what the bits of a mode say. */
export const isOwnFile = ({ uid, mode }: Pick<Stats, "uid" | "mode">, bits: number): boolean =>
  uid === process.geteuid?.() && (mode & bits) === 0;

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
    if (!stat.isFile() || !isOwnFile(stat, OTHERS) || stat.size > maxBytes) return FOREIGN;
    const bytes = Buffer.alloc(stat.size);
    return bytes.toString("utf8", 0, readSync(fd, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(fd);
  }
}
