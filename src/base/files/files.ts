import * as fs from "node:fs";
import { errorCode } from "../errors.ts";
import { flush } from "./flush.ts";

/** The file operations that enqueue needs: few, so that the hook can have them without loading `node:fs`. */
export interface Files {
  /** Creates a file that must not exist yet, mode 0600, with the whole text; of a failure nothing is left. */
  create(path: string, text: string): void;
  rename(from: string, to: string): void;
  /** Gives a file another name, which must not exist yet. */
  link(from: string, to: string): void;
  unlink(path: string): void;
  /** Writes a text over the beginning of a file, which must exist. */
  overwrite(path: string, text: string): void;
  /** Appends in one write, which the kernel keeps whole between processes. Never through a link. */
  append(path: string, bytes: Uint8Array): void;
  /** Flushes a file or a directory to the disk. */
  sync(path: string): void;
  /** Writes a byte to the FIFO at `path`; false when no worker reads it or it is no FIFO. Never waits. */
  ring(path: string): boolean;
}

const { O_RDONLY, O_WRONLY, O_NONBLOCK, O_NOFOLLOW, O_APPEND, O_CREAT, O_EXCL } = fs.constants;

const MODE = 0o600;

function writeAndClose(fd: number, bytes: Uint8Array): void {
  try {
    fs.writeSync(fd, bytes);
  } finally {
    fs.closeSync(fd);
  }
}

/** Opens a file to append to, and creates it if missing, never through a link. The caller closes it. */
export function openJournal(path: string): number {
  const fd = fs.openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOFOLLOW, MODE);
  try {
    // A umask may have taken its user's own part.
    fs.fchmodSync(fd, MODE);
    return fd;
  } catch (error) {
    fs.closeSync(fd);
    throw error;
  }
}

/** Opens a FIFO that has a reader; null for anything else. The caller closes it. */
export function openBell(path: string): number | null {
  const fd = fs.openSync(path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW);
  if (fs.fstatSync(fd).isFIFO()) return fd;
  fs.closeSync(fd);
  return null;
}

/** {@link Files} over `node:fs`: errors carry their system code. */
export const nodeFiles: Files = {
  create(path, text) {
    const fd = fs.openSync(path, O_WRONLY | O_CREAT | O_EXCL, MODE);
    try {
      fs.fchmodSync(fd, MODE);
      fs.writeFileSync(fd, text);
    } catch (error) {
      fs.unlinkSync(path);
      throw error;
    } finally {
      fs.closeSync(fd);
    }
  },
  rename: (from, to) => fs.renameSync(from, to),
  link: (from, to) => fs.linkSync(from, to),
  unlink: (path) => fs.unlinkSync(path),
  append: (path, bytes) => writeAndClose(openJournal(path), bytes),
  overwrite: (path, text) => writeAndClose(fs.openSync(path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW), Buffer.from(text)),
  sync(path) {
    const fd = fs.openSync(path, "r");
    try {
      // @mutant a flush over node:fs reaches the kernel
      flush(fd);
    } finally {
      fs.closeSync(fd);
    }
  },
  ring(path) {
    try {
      const fd = openBell(path);
      if (fd === null) return false;
      writeAndClose(fd, BELL);
      return true;
    } catch (error) {
      return ringFailed(errorCode(error));
    }
  },
};

/** Something other than a usable file: a loop of links, a socket, a file of another user's. */
const NO_FILE: readonly unknown[] = ["ENOENT", "ENOTDIR", "ELOOP", "ENXIO", "ENODEV", "EACCES", "EPERM"];

/** No file that hive writes for itself comes near it. */
const MAX_TEXT_BYTES = 1024 ** 2;

/**
 * Reads a text file; null if it is missing, not a file, or too large. Never waits, as for a FIFO, and follows no link,
 * which a cloned repository may carry.
 * @param followed a file of the user's own, which may be a link
 * @throws with the system's code
 */
export function readRegular(path: string, maxBytes = MAX_TEXT_BYTES, followed = false): string | null {
  return readBytes(path, maxBytes, followed)?.toString("utf8") ?? null;
}

/** Reads a file as {@link readRegular} does, as bytes. */
export function readBytes(path: string, maxBytes: number, followed = false): Buffer | null {
  const file = openRegular(path, followed);
  if (file === null) return null;
  try {
    // @mutant a file that is larger than it may be is not read
    if (file.bytes > maxBytes) return null;
    // No more than its size: a link may lead to a file of the kernel's that says 0 and does not end.
    const bytes = Buffer.alloc(file.bytes);
    return bytes.subarray(0, fs.readSync(file.fd, bytes, 0, bytes.length, 0));
  } finally {
    fs.closeSync(file.fd);
  }
}

/** The end of a file, whole lines where it was cut; null as for {@link readRegular}. */
export function readTail(path: string, maxBytes: number): string | null {
  const file = openRegular(path);
  if (file === null) return null;
  try {
    const buffer = Buffer.alloc(Math.min(file.bytes, maxBytes));
    const length = fs.readSync(file.fd, buffer, 0, buffer.length, file.bytes - buffer.length);
    const text = buffer.subarray(0, length).toString("utf8");
    return file.bytes > maxBytes ? text.slice(text.indexOf("\n") + 1) : text;
  } finally {
    fs.closeSync(file.fd);
  }
}

/** Opens a file to be read, to be closed by the caller; null where no regular file is. See {@link readRegular}. */
export function openRegular(path: string, followed = false): { readonly fd: number; readonly bytes: number } | null {
  let fd: number | undefined;
  try {
    fd = fs.openSync(path, O_RDONLY | O_NONBLOCK | (followed ? 0 : O_NOFOLLOW));
    const stat = fs.fstatSync(fd);
    if (stat.isFile()) return { fd, bytes: stat.size };
  } catch (error) {
    if (fd !== undefined) fs.closeSync(fd);
    if (NO_FILE.includes(errorCode(error))) return null;
    throw error;
  }
  fs.closeSync(fd);
  return null;
}

/** The byte that rings: any byte does. */
export const BELL = new Uint8Array([1]);

/** A full FIFO has been rung already; any other failure means that no worker listens. */
function ringFailed(code: string | undefined): boolean {
  return code === "EAGAIN";
}
