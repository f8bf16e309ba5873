import { dlopen } from "bun:ffi";
import { writeSync } from "node:fs";
import { EXIT_CODES, HiveError } from "../errors.ts";
import { type Outcome, Store } from "../store/store.ts";
import type { ApartRequest } from "./apply-apart.ts";

/** Beyond the limit at which the worker kills it: only a worker that died leaves it running for so long. */
const GRACE_SECONDS = 2;

/**
 * Applies the entries that standard input holds and writes their outcomes to standard output.
 * @returns the exit code: 0 with outcomes, that of HIVE_STORE_UNAVAILABLE when the store is away
 */
export async function runApart(): Promise<number> {
  const request = JSON.parse(await Bun.stdin.text()) as ApartRequest;
  endItself(request.limitMs);
  try {
    writeSync(1, JSON.stringify(await apply(request)));
    return 0;
  } catch (error) {
    if (!(error instanceof HiveError)) throw error;
    writeSync(2, error.message);
    return EXIT_CODES[error.code];
  }
}

async function apply({ root, entries, nowMs, options }: ApartRequest): Promise<Outcome[]> {
  // The worker has it open: one that is gone is the worker's to make.
  if (!Store.exists(root)) throw new HiveError("HIVE_STORE_UNAVAILABLE", "the store was deleted");
  using store = await Store.open(root, options);
  return store.applyBatch(entries, nowMs);
}

/** A statement of SQLite's lets no timer of this process run; the kernel's own alarm ends it nevertheless. */
function endItself(limitMs: number): void {
  const library = process.platform === "darwin" ? "libSystem.B.dylib" : "libc.so.6";
  let alarm: (seconds: number) => number;
  try {
    ({ alarm } = dlopen(library, { alarm: { args: ["u32"], returns: "u32" } }).symbols);
  } catch {
    // Another C library: the worker's own limit is left.
    return;
  }
  alarm(Math.ceil(limitMs / 1000) + GRACE_SECONDS);
}
