import { writeSync } from "node:fs";
import { errorCode, errorMessage, EXIT_CODES, HiveError } from "../../base/errors.ts";
import { type Outcome, Store } from "../../store/store.ts";
import type { ApartRequest } from "./apply-apart.ts";
import { limitProcess } from "../../platform/process-limits.ts";

/**
 * Applies the entries that standard input holds and writes their outcomes to standard output.
 * @returns the exit code: 0 with outcomes, that of HIVE_STORE_UNAVAILABLE when the store is away
 */
export async function runApart(): Promise<number> {
  const request = JSON.parse(await Bun.stdin.text()) as ApartRequest;
  const memoryLimitBytes = limitProcess(request.limitMs);
  try {
    writeSync(1, JSON.stringify(await apply(request, memoryLimitBytes)));
    return 0;
  } catch (error) {
    // The store is there, and this process has no memory for what it is to apply: it dies of that.
    const isOutOfMemory = error instanceof HiveError && errorCode(error.cause)?.startsWith("SQLITE_NOMEM") === true;
    if (isOutOfMemory || !(error instanceof HiveError)) throw error;
    writeSync(2, error.message);
    return EXIT_CODES[error.code];
  }
}

async function apply(
  { root, entries, nowMs, options }: ApartRequest,
  memoryLimitBytes: number,
): Promise<readonly Outcome[]> {
  // The worker has it open: one that is gone is the worker's to make.
  if (!Store.exists(root)) throw new HiveError("HIVE_STORE_UNAVAILABLE", "the store was deleted");
  using store = await Store.open(root, { ...options, memoryLimitBytes });
  // What a sort or a savepoint takes counts as memory too, and fills no disk.
  store.db.run("PRAGMA temp_store = MEMORY");
  try {
    return store.applyBatch(entries, nowMs);
  } catch (error) {
    // The transaction ended with it, which was this entry's alone.
    const isItsOwn = entries.length === 1 && errorCode(error) !== "HIVE_STORE_UNAVAILABLE";
    if (!isItsOwn) throw error;
    return [{ kind: "rejected", error: { code: errorCode(error) ?? "HIVE_BUG", message: errorMessage(error) } }];
  }
}
