import { dlopen, ptr, read } from "bun:ffi";
import { readFileSync } from "node:fs";

/** The bits of <sys/inotify.h> that an event has. */
export const EVENT = {
  attributes: 0x4,
  /** Something in the directory came, went or was moved. */
  cameOrWent: 0x3c0,
  selfDeleted: 0x400,
  selfMoved: 0x800,
  unmounted: 0x2000,
  overflow: 0x4000,
  /** The watch is gone: its directory was deleted, or it was removed. */
  ended: 0x8000,
  directory: 0x4000_0000,
} as const;

const IN_NONBLOCK = 0o4000;
const IN_CLOEXEC = 0o2000000;
const IN_MODIFY = 0x2;
const IN_CLOSE_WRITE = 0x8;
const IN_ONLYDIR = 0x100_0000;
const IN_DONT_FOLLOW = 0x200_0000;
/** Reports nothing about a file that has no name any more. */
const IN_EXCL_UNLINK = 0x400_0000;
const WATCHED =
  IN_MODIFY |
  IN_CLOSE_WRITE |
  EVENT.cameOrWent |
  EVENT.attributes |
  EVENT.selfDeleted |
  EVENT.selfMoved |
  IN_ONLYDIR |
  IN_DONT_FOLLOW |
  IN_EXCL_UNLINK;

const HEADER_BYTES = 16;
const BUFFER_BYTES = 256 * 1024;
const ENOSPC = 28;
const MAX_WATCHES = "/proc/sys/fs/inotify/max_user_watches";

const openLibrary = () =>
  dlopen("libc.so.6", {
    inotify_init1: { args: ["i32"], returns: "i32" },
    inotify_add_watch: { args: ["i32", "buffer", "u32"], returns: "i32" },
    inotify_rm_watch: { args: ["i32", "i32"], returns: "i32" },
    read: { args: ["i32", "ptr", "u64"], returns: "i32" },
    close: { args: ["i32"], returns: "i32" },
    __errno_location: { args: [], returns: "ptr" },
  }).symbols;

/** @param name in the watched directory; empty for an event of the directory itself */
export type OnEvent = (watch: number, mask: number, name: string) => void;

/**
 * The kernel's events of directories on Linux. The kernel puts an event into its queue before the call that causes it
 * returns. So a read reports every change that was made before it, without waiting. An event wakes no process: the
 * queue is read on request.
 */
export class Inotify implements Disposable {
  readonly #libc: ReturnType<typeof openLibrary>;
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  #fd: number;

  private constructor(libc: ReturnType<typeof openLibrary>, fd: number) {
    this.#libc = libc;
    this.#fd = fd;
  }

  /** @returns null on another system, with another C library, or where the user has too many of these */
  static open(): Inotify | null {
    if (process.platform !== "linux") return null;
    let libc: ReturnType<typeof openLibrary>;
    try {
      libc = openLibrary();
    } catch {
      // Not glibc.
      return null;
    }
    const fd = libc.inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return fd < 0 ? null : new Inotify(libc, fd);
  }

  /** How many directories the user's programs may watch together; null where that is not known. */
  static limit(): number | null {
    try {
      return Number(readFileSync(MAX_WATCHES, "utf8"));
    } catch {
      // No /proc.
      return null;
    }
  }

  /**
   * Watches a directory.
   * @returns the watch, the same one if it is watched already; `full` where the user has no more watches; null where no
   * directory can be watched
   */
  add(path: string): number | "full" | null {
    const watch = this.#libc.inotify_add_watch(this.#fd, Buffer.from(`${path}\0`), WATCHED);
    if (watch >= 0) return watch;
    return read.i32(this.#libc.__errno_location()!, 0) === ENOSPC ? "full" : null;
  }

  remove(watch: number): void {
    // It may have ended by itself.
    this.#libc.inotify_rm_watch(this.#fd, watch);
  }

  /** Hands over what has happened since the last call, in its order. */
  drain(onEvent: OnEvent): void {
    const buffer = this.#buffer;
    for (;;) {
      const length = this.#libc.read(this.#fd, ptr(buffer), buffer.length);
      if (length <= 0) return;
      for (let at = 0; at < length;) {
        const nameBytes = buffer.readUInt32LE(at + 12);
        const end = nameBytes === 0 ? at + HEADER_BYTES : buffer.indexOf(0, at + HEADER_BYTES);
        onEvent(buffer.readInt32LE(at), buffer.readUInt32LE(at + 4), buffer.toString("utf8", at + HEADER_BYTES, end));
        at += HEADER_BYTES + nameBytes;
      }
    }
  }

  close(): void {
    if (this.#fd >= 0) this.#libc.close(this.#fd);
    this.#fd = -1;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
