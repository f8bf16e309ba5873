import { fsyncSync } from "node:fs";

/** F_FULLFSYNC of macOS's <fcntl.h>: it has no argument. */
const F_FULLFSYNC = 51;

/**
 * Flushes an open file or directory to the disk. macOS's fsync ends at the disk's own cache, which a power cut empties;
 * F_FULLFSYNC empties that cache, too. A file system without it gets a plain fsync.
 */
export function flush(fd: number): void {
  fsyncSync(fd);
  if (process.platform === "darwin") fullFlush(fd);
}

function fullFlush(fd: number): void {
  // Loaded here alone: it takes the hook half a millisecond.
  const { dlopen } = require("bun:ffi") as typeof import("bun:ffi");
  const system = dlopen("libSystem.B.dylib", { fcntl: { args: ["i32", "i32"], returns: "i32" } });
  system.symbols.fcntl(fd, F_FULLFSYNC);
  system.close();
}
