import { dlopen, FFIType } from "bun:ffi";
import type { Files } from "./files.ts";

/**
 * {@link Files} straight on the C library. Importing `node:fs` costs a Bun process 2.5 ms, 0.4 of an empty script;
 * this costs 0.5 ms. It reports that a call failed, not why: on failure the caller does the work again over
 * `node:fs`, which knows. Linux with glibc only; null elsewhere, or where the library cannot be opened.
 */
export interface LibcFiles extends Files {
  /** The content of a small file; null when it cannot be read. */
  read(path: string): string | null;
  /** The size of what is at a path, following links; null when nothing is. */
  size(path: string): number | null;
  /**
   * Reads standard input until its end or the deadline. An agent may never close it: where a line has ended and
   * nothing more is waiting, `isComplete` says whether what came is all of it.
   * @returns what came, at most `maxBytes`
   */
  readStdin(deadlineMs: number, maxBytes: number, isComplete: (bytes: Uint8Array) => boolean): Uint8Array;
}

// The numbers of <fcntl.h> and <poll.h> on Linux, the same on x86-64 and arm64 but for O_NOFOLLOW.
const O_WRONLY = 1;
const O_CREAT = 0o100;
const O_EXCL = 0o200;
const O_APPEND = 0o2000;
const O_NONBLOCK = 0o4000;
const O_NOFOLLOW = process.arch === "arm64" ? 0o100000 : 0o400000;
const SEEK_CUR = 1;
const AT_FDCWD = -100;
// struct statx is the same on every architecture, unlike struct stat.
const STATX_SIZE = 0x200;
const STATX_BYTES = 256;
const STATX_SIZE_OFFSET = 40;
const NEWLINE = 10;

const encoder = new TextEncoder();
const cString = (text: string): Uint8Array => encoder.encode(`${text}\0`);

function openLibrary() {
  return dlopen("libc.so.6", {
    open: { args: ["buffer", "i32", "i32"], returns: "i32" },
    read: { args: ["i32", "buffer", "u64"], returns: FFIType.i64_fast },
    write: { args: ["i32", "buffer", "u64"], returns: FFIType.i64_fast },
    close: { args: ["i32"], returns: "i32" },
    rename: { args: ["buffer", "buffer"], returns: "i32" },
    lseek: { args: ["i32", FFIType.i64_fast, "i32"], returns: FFIType.i64_fast },
    fsync: { args: ["i32"], returns: "i32" },
    statx: { args: ["i32", "buffer", "i32", "u32", "buffer"], returns: "i32" },
    poll: { args: ["buffer", "u64", "i32"], returns: "i32" },
  }).symbols;
}

type Libc = ReturnType<typeof openLibrary>;

function failed(call: string, path: string): Error {
  return new Error(`${call} failed: ${path}`);
}

export function openLibcFiles(): LibcFiles | null {
  if (process.platform !== "linux" || (process.arch !== "x64" && process.arch !== "arm64")) return null;
  let libc: Libc;
  try {
    libc = openLibrary();
  } catch {
    // Not glibc: the caller has node:fs.
    return null;
  }
  return {
    create(path, text) {
      const fd = libc.open(cString(path), O_WRONLY | O_CREAT | O_EXCL, 0o600);
      if (fd < 0) throw failed("open", path);
      if (writeAll(libc, fd, encoder.encode(text))) return;
      names().unlink(cString(path));
      throw failed("write", path);
    },
    append: (path, bytes) => writeTo(libc, path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, bytes),
    overwrite: (path, text) => writeTo(libc, path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW, encoder.encode(text)),
    rename(from, to) {
      if (libc.rename(cString(from), cString(to)) !== 0) throw failed("rename", from);
    },
    link(from, to) {
      if (names().link(cString(from), cString(to)) !== 0) throw failed("link", to);
    },
    unlink(path) {
      if (names().unlink(cString(path)) !== 0) throw failed("unlink", path);
    },
    sync(path) {
      const fd = libc.open(cString(path), 0, 0);
      if (fd < 0) throw failed("open", path);
      const isSynced = libc.fsync(fd) === 0;
      libc.close(fd);
      if (!isSynced) throw failed("fsync", path);
    },
    ring: (path) => ring(libc, path),
    read: (path) => readSmall(libc, path),
    size: (path) => sizeOf(libc, path),
    readStdin: (deadlineMs, maxBytes, isComplete) => readStdin(libc, deadlineMs, maxBytes, isComplete),
  };
}

function writeTo(libc: Libc, path: string, flags: number, bytes: Uint8Array): void {
  const fd = libc.open(cString(path), flags, 0o600);
  if (fd < 0) throw failed("open", path);
  if (!writeAll(libc, fd, bytes)) throw failed("write", path);
}

/** Writes and closes. @returns whether all was written */
function writeAll(libc: Libc, fd: number, bytes: Uint8Array): boolean {
  const written = Number(libc.write(fd, bytes, bytes.length));
  // close reports a delayed write error on some file systems.
  return libc.close(fd) === 0 && written === bytes.length;
}

function openNames() {
  return dlopen("libc.so.6", {
    link: { args: ["buffer", "buffer"], returns: "i32" },
    unlink: { args: ["buffer"], returns: "i32" },
  }).symbols;
}

let openedNames: ReturnType<typeof openNames> | undefined;

/** Seldom needed, so they are not among the calls that every hook opens. */
function names(): ReturnType<typeof openNames> {
  return (openedNames ??= openNames());
}

function ring(libc: Libc, path: string): boolean {
  const fd = libc.open(cString(path), O_WRONLY | O_NONBLOCK | O_NOFOLLOW, 0);
  if (fd < 0) return false;
  // Only a pipe has no position: a regular file put in the doorbell's place is not written to.
  const isPipe = Number(libc.lseek(fd, 0, SEEK_CUR)) < 0;
  if (isPipe) libc.write(fd, new Uint8Array([1]), 1);
  libc.close(fd);
  return isPipe;
}

function sizeOf(libc: Libc, path: string): number | null {
  const found = new Uint8Array(STATX_BYTES);
  if (libc.statx(AT_FDCWD, cString(path), 0, STATX_SIZE, found) !== 0) return null;
  return Number(new DataView(found.buffer).getBigUint64(STATX_SIZE_OFFSET, true));
}

function readSmall(libc: Libc, path: string): string | null {
  const fd = libc.open(cString(path), 0, 0);
  if (fd < 0) return null;
  const buffer = new Uint8Array(65_536);
  const length = Number(libc.read(fd, buffer, buffer.length));
  libc.close(fd);
  return length < 0 ? null : new TextDecoder().decode(buffer.subarray(0, length));
}

function readStdin(
  libc: Libc,
  deadlineMs: number,
  maxBytes: number,
  isComplete: (bytes: Uint8Array) => boolean,
): Uint8Array {
  const endMs = performance.now() + deadlineMs;
  let buffer = new Uint8Array(65_536);
  let length = 0;
  // struct pollfd { int fd; short events; short revents }, POLLIN = 1
  const pollFd = new Int32Array([0, 1]);
  const isReadable = (waitMs: number): boolean => libc.poll(pollFd, 1, waitMs) > 0;
  while (length < maxBytes) {
    const endsLine = length > 0 && buffer[length - 1] === NEWLINE;
    if (endsLine && !isReadable(0) && isComplete(buffer.subarray(0, length))) break;
    if (!isReadable(Math.max(0, Math.ceil(endMs - performance.now())))) break;
    if (length === buffer.length) {
      const larger = new Uint8Array(buffer.length * 4);
      larger.set(buffer);
      buffer = larger;
    }
    const got = Number(libc.read(0, buffer.subarray(length), buffer.length - length));
    if (got <= 0) break;
    length += got;
  }
  return buffer.subarray(0, Math.min(length, maxBytes));
}
