import { dlopen, ptr } from "bun:ffi";
import { readFileSync } from "node:fs";

/** Limit for the data of a process that applies raw SQL, beyond its start, by the kernel's count. */
export const MEMORY_LIMIT_BYTES = 256 * 1024 ** 2;

/**
 * For that process's environment: Bun's allocator otherwise reserves 1 GiB at a time, which counts as used at once.
 */
export const SMALL_LOTS = { MIMALLOC_ARENA_RESERVE: "32MiB" } as const;

/** Beyond the limit at which the worker kills it: only a worker that died leaves it running for so long. */
const GRACE_SECONDS = 2;
/** RLIMIT_DATA of Linux: private memory that can be written, counted since 4.7. */
const RLIMIT_DATA = 2;
const RLIMIT_CORE = 4;

/**
 * Limits this process's time and memory. A statement of SQLite's lets no timer of this process run; the kernel's own
 * alarm ends it nevertheless. SQLite's `hard_heap_limit` does nothing in Bun, which keeps no count of its memory.
 *
 * @returns how many bytes it may take; without an end on macOS and with another C library
 */
export function limitProcess(limitMs: number): number {
  const isMac = process.platform === "darwin";
  const functions = {
    alarm: { args: ["u32"], returns: "u32" },
    setrlimit: { args: ["i32", "ptr"], returns: "i32" },
  } as const;
  let libc;
  try {
    libc = dlopen(isMac ? "libSystem.B.dylib" : "libc.so.6", functions).symbols;
  } catch {
    // Another C library: the worker's own limit is left.
    return Infinity;
  }
  libc.alarm(Math.ceil(limitMs / 1000) + GRACE_SECONDS);
  if (isMac) return Infinity;
  const limit = (resource: number, bytes: number): boolean =>
    libc.setrlimit(resource, ptr(new BigUint64Array([BigInt(bytes), BigInt(bytes)]))) === 0;
  limit(RLIMIT_CORE, 0);
  const taken = /^VmData:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  // @mutant raw SQL's memory is limited
  const isLimited = taken !== undefined && limit(RLIMIT_DATA, Number(taken) * 1024 + MEMORY_LIMIT_BYTES);
  return isLimited ? MEMORY_LIMIT_BYTES : Infinity;
}
