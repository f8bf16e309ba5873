import type { dlopen } from "bun:ffi";
import type { Files } from "../base/files/files.ts";
import type { PathKind } from "../base/state-directory.ts";

/**
 * {@link Files} straight on the C library. Importing `node:fs` costs a Bun process 2.5 ms, 0.4 of an empty script;
 * this costs 0.5 ms. It reports that a call failed, not why: on failure the caller does the work again over
 * `node:fs`, which knows. Linux with glibc only; null elsewhere, or where the library cannot be opened.
 */
export interface LibcFiles extends Files {
  /** Reads a small file; null if it is unreadable or a link, which a cloned repository may carry. */
  read(path: string): string | null;
  /** Reads one of the user's own files, which may be a link; null if others may write it. */
  readOwn(path: string): string | null;
  /** The size of the file at a path, following links; null if there is none. */
  size(path: string): number | null;
  /** The file at a path itself, links not followed; null if there is none. */
  kind(path: string): PathKind | null;
  /** Whether the file at a path, links not followed, belongs to this user. */
  owns(path: string): boolean;
  /** Sets the process's umask. `process.umask` would take 0.1 ms. */
  umask(mask: number): void;
  /**
   * Reads standard input until its end or the deadline. An agent may never close it. At a line end with no more input
   * waiting, `isComplete` says whether the input is whole.
   * @returns the input, at most `maxBytes`
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
const AT_SYMLINK_NOFOLLOW = 0x100;
// struct statx is the same on every architecture, unlike struct stat.
const STATX_TYPE = 1;
const STATX_MODE = 2;
const STATX_UID = 8;
const STATX_SIZE = 0x200;
const STATX_BYTES = 256;
const STATX_UID_OFFSET = 20;
const STATX_MODE_OFFSET = 28;
const STATX_SIZE_OFFSET = 40;
// S_IFMT, S_IFDIR and S_IFLNK of <sys/stat.h>, of the higher byte of the mode.
const TYPE_MASK = 0xf0;
const TYPE_DIRECTORY = 0x40;
const TYPE_LINK = 0xa0;
const NEWLINE = 10;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const cString = (text: string): Uint8Array => encoder.encode(`${text}\0`);

type Ffi = { readonly dlopen: typeof dlopen };

/**
 * The internals under `bun:ffi`. Bun does not document them. Loading that module costs the hook 0.5 ms, a third of its
 * time over an empty script.
 */
export const nativeFfi = (Bun as { readonly FFI?: Ffi }).FFI;

/** `read`, `write` and `lseek` return 64 bits: 32 are enough for the sizes used here. */
function openLibrary({ dlopen }: Ffi) {
  return dlopen("libc.so.6", {
    open: { args: ["buffer", "i32", "i32"], returns: "i32" },
    read: { args: ["i32", "buffer", "u64"], returns: "i32" },
    write: { args: ["i32", "buffer", "u64"], returns: "i32" },
    close: { args: ["i32"], returns: "i32" },
    rename: { args: ["buffer", "buffer"], returns: "i32" },
    lseek: { args: ["i32", "u64", "i32"], returns: "i32" },
    umask: { args: ["u32"], returns: "u32" },
    statx: { args: ["i32", "buffer", "i32", "u32", "buffer"], returns: "i32" },
    poll: { args: ["buffer", "u64", "i32"], returns: "i32" },
  }).symbols;
}

type Libc = ReturnType<typeof openLibrary>;

function failed(call: string, path: string): Error {
  return new Error(`${call} failed: ${path}`);
}

/** @param ffi by default Bun's own, whichever is quicker to load */
export async function openLibcFiles(ffi = nativeFfi): Promise<LibcFiles | null> {
  if (process.platform !== "linux" || (process.arch !== "x64" && process.arch !== "arm64")) return null;
  const opener = ffi ?? (await import("bun:ffi"));
  let libc: Libc | undefined;
  try {
    libc = openLibrary(opener);
  } catch {
    // Not glibc: the caller has node:fs.
    return null;
  }
  // Bun's own returns what `bun:ffi` throws, an error without symbols: musl had no statx before 1.2.5.
  // @mutant the hook saves where the C library lacks a call
  if (libc === undefined) return null;
  let opened: ReturnType<typeof openRest> | undefined;
  // Seldom needed, so they are not among the calls that every hook opens.
  const rest = (): ReturnType<typeof openRest> => (opened ??= openRest(opener));
  return {
    create(path, text) {
      const fd = libc.open(cString(path), O_WRONLY | O_CREAT | O_EXCL, 0o600);
      if (fd < 0) throw failed("open", path);
      if (writeAll(libc, fd, encoder.encode(text))) return;
      rest().unlink(cString(path));
      throw failed("write", path);
    },
    append: (path, bytes) => writeTo(libc, path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOFOLLOW, bytes),
    overwrite: (path, text) => writeTo(libc, path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW, encoder.encode(text)),
    rename(from, to) {
      if (libc.rename(cString(from), cString(to)) !== 0) throw failed("rename", from);
    },
    link(from, to) {
      if (rest().link(cString(from), cString(to)) !== 0) throw failed("link", to);
    },
    unlink(path) {
      if (rest().unlink(cString(path)) !== 0) throw failed("unlink", path);
    },
    sync(path) {
      const fd = libc.open(cString(path), 0, 0);
      if (fd < 0) throw failed("open", path);
      // @mutant a flush over the C library reaches the kernel
      const isSynced = rest().fsync(fd) === 0;
      libc.close(fd);
      if (!isSynced) throw failed("fsync", path);
    },
    ring: (path) => ring(libc, path),
    // @mutant a backoff that is a link is none
    read: (path) => readSmall(libc, path, O_NOFOLLOW),
    readOwn: (path) => (isOwn(libc, path) ? readSmall(libc, path, 0) : null),
    size: (path) => sizeOf(libc, path),
    kind: (path) => kindOf(libc, path),
    owns: (path) => statOwner(libc, path) && uidIn(statBuffer!) === process.geteuid!(),
    umask: (mask) => void libc.umask(mask),
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
  const written = libc.write(fd, bytes, bytes.length);
  // close reports a delayed write error on some file systems.
  return libc.close(fd) === 0 && written === bytes.length;
}

function openRest({ dlopen }: Ffi) {
  return dlopen("libc.so.6", {
    fsync: { args: ["i32"], returns: "i32" },
    link: { args: ["buffer", "buffer"], returns: "i32" },
    unlink: { args: ["buffer"], returns: "i32" },
  }).symbols;
}

function ring(libc: Libc, path: string): boolean {
  const fd = libc.open(cString(path), O_WRONLY | O_NONBLOCK | O_NOFOLLOW, 0);
  if (fd < 0) return false;
  // Only a pipe has no position: a regular file put in the doorbell's place is not written to.
  const isPipe = libc.lseek(fd, 0, SEEK_CUR) < 0;
  if (isPipe) libc.write(fd, new Uint8Array([1]), 1);
  libc.close(fd);
  return isPipe;
}

/** The bits of a mode that let others write, of its lower byte. */
const OTHERS_WRITE = 0x12;

function isOwn(libc: Libc, path: string): boolean {
  const found = (statBuffer ??= new Uint8Array(STATX_BYTES));
  if (libc.statx(AT_FDCWD, cString(path), 0, STATX_MODE | STATX_UID, found) !== 0) return false;
  return uidIn(found) === process.geteuid!() && (found[STATX_MODE_OFFSET]! & OTHERS_WRITE) === 0;
}

let statBuffer: Uint8Array | undefined;

function sizeOf(libc: Libc, path: string): number | null {
  const found = (statBuffer ??= new Uint8Array(STATX_BYTES));
  if (libc.statx(AT_FDCWD, cString(path), 0, STATX_SIZE, found) !== 0) return null;
  // 64 bits, the lowest first.
  let size = 0;
  for (let index = 7; index >= 0; index -= 1) size = size * 256 + found[STATX_SIZE_OFFSET + index]!;
  return size;
}

function kindOf(libc: Libc, path: string): PathKind | null {
  const found = (statBuffer ??= new Uint8Array(STATX_BYTES));
  if (libc.statx(AT_FDCWD, cString(path), AT_SYMLINK_NOFOLLOW, STATX_TYPE | STATX_MODE | STATX_UID, found) !== 0)
    return null;
  const type = found[STATX_MODE_OFFSET + 1]! & TYPE_MASK;
  // @mutant another user's state directory is none
  if (type === TYPE_DIRECTORY && uidIn(found) !== process.geteuid!()) return "another's";
  if (type === TYPE_DIRECTORY) return isOpenToUser(found) ? "directory" : "shut";
  return type === TYPE_LINK ? "link" : "other";
}

function statOwner(libc: Libc, path: string): boolean {
  const found = (statBuffer ??= new Uint8Array(STATX_BYTES));
  return libc.statx(AT_FDCWD, cString(path), AT_SYMLINK_NOFOLLOW, STATX_UID, found) === 0;
}

/** The three bits of a mode that are its user's own lie in two bytes. */
const isOpenToUser = (found: Uint8Array): boolean =>
  (found[STATX_MODE_OFFSET]! & 0xc0) === 0xc0 && (found[STATX_MODE_OFFSET + 1]! & 1) === 1;

/** 32 bits, the lowest first. */
function uidIn(found: Uint8Array): number {
  let uid = 0;
  for (let index = 3; index >= 0; index -= 1) uid = uid * 256 + found[STATX_UID_OFFSET + index]!;
  return uid;
}

/** One for all files: each new one takes the hook a page fault per page. */
let readBuffer: Uint8Array | undefined;

function readSmall(libc: Libc, path: string, flags: number): string | null {
  // Do not block if a FIFO is in its place.
  const fd = libc.open(cString(path), O_NONBLOCK | flags, 0);
  if (fd < 0) return null;
  const buffer = (readBuffer ??= new Uint8Array(65_536));
  const length = libc.read(fd, buffer, buffer.length);
  libc.close(fd);
  return length < 0 ? null : decoder.decode(buffer.subarray(0, length));
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
  const pollFd = new Uint8Array([0, 0, 0, 0, 1, 0, 0, 0]);
  const isReadable = (waitMs: number): boolean => libc.poll(pollFd, 1, waitMs) > 0;
  while (length < maxBytes) {
    const endsLine = length > 0 && buffer[length - 1] === NEWLINE;
    if (endsLine && !isReadable(0) && isComplete(buffer.subarray(0, length))) break;
    const leftMs = endMs - performance.now();
    // In whole milliseconds, rounded up. A negative time would wait without a limit.
    // @mutant standard input has a deadline
    if (!isReadable(leftMs > 0 ? (leftMs + 1) | 0 : 0)) break;
    if (length === buffer.length) {
      const larger = new Uint8Array(buffer.length * 4);
      larger.set(buffer);
      buffer = larger;
    }
    const got = libc.read(0, buffer.subarray(length), buffer.length - length);
    if (got <= 0) break;
    length += got;
  }
  return buffer.subarray(0, length < maxBytes ? length : maxBytes);
}
