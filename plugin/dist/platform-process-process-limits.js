// @bun
// src/platform/process/process-limits.ts
import { dlopen, ptr } from "bun:ffi";
import { readFileSync } from "fs";
var MEMORY_LIMIT_BYTES = 268435456, SMALL_LOTS = { MIMALLOC_ARENA_RESERVE: "32MiB" }, GRACE_SECONDS = 2, RLIMIT_DATA = 2, RLIMIT_CORE = 4;
function limitProcess(limitMs) {
  let isMac = process.platform === "darwin", functions = {
    alarm: { args: ["u32"], returns: "u32" },
    setrlimit: { args: ["i32", "ptr"], returns: "i32" }
  }, libc;
  try {
    libc = dlopen(isMac ? "libSystem.B.dylib" : "libc.so.6", functions).symbols;
  } catch {
    return 1 / 0;
  }
  if (libc.alarm(Math.ceil(limitMs / 1000) + GRACE_SECONDS), isMac)
    return 1 / 0;
  let limit = (resource, bytes) => libc.setrlimit(resource, ptr(new BigUint64Array([BigInt(bytes), BigInt(bytes)]))) === 0;
  limit(RLIMIT_CORE, 0);
  let taken = /^VmData:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return taken !== void 0 && limit(RLIMIT_DATA, Number(taken) * 1024 + MEMORY_LIMIT_BYTES) ? MEMORY_LIMIT_BYTES : 1 / 0;
}

export { MEMORY_LIMIT_BYTES, SMALL_LOTS, limitProcess };
