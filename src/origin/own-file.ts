import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { errorCode } from "../base/errors.ts";

/** No file of this user's alone: another's, open to others, no regular file, too large. */
export const FOREIGN = Symbol("foreign");

const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/** The bits of a mode that let others read or write, and those that let them write. */
const OTHERS = 0o077;
export const OTHERS_WRITE = 0o022;

/** Whether a file is this user's, and a mode's bits are denied to all others. */
export const isOwnFile = ({ uid, mode }: Pick<Stats, "uid" | "mode">, bits: number): boolean =>
  uid === process.geteuid?.() && (mode & bits) === 0;

/**
 * Reads a file in one of the user's own directories; links are followed, since they are the user's.
 * @returns null if there is none
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

/**
 * Makes a small file of the user's own, 0600, whole from its first moment. Of several processes that make it at once
 * one wins: the others' text is dropped.
 * @param directory made if missing, 0700
 */
export function makeOwn(directory: string, path: string, text: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const temporary = `${path}.${crypto.randomUUID()}`;
  writeFileSync(temporary, text, { mode: 0o600, flag: "wx" });
  chmodSync(temporary, 0o600);
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  } finally {
    unlinkSync(temporary);
  }
}
