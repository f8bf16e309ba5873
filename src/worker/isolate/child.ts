import { writeSync } from "node:fs";
import { errorCode, errorMessage, EXIT_CODES, HiveError } from "../../base/errors.ts";
import type { Outcome } from "../../store/port.ts";
import { Store } from "../../store/sqlite/store.ts";
import type { ChildRequest } from "./apply-in-child.ts";
import { limitProcess } from "../../platform/process/process-limits.ts";

/**
 * Applies the entries that standard input holds and writes their outcomes to standard output.
 * @returns the exit code: 0 with outcomes, that of HIVE_STORE_UNAVAILABLE when the store is away
 */
export async function runChild(): Promise<number> {
  const request = JSON.parse(await Bun.stdin.text()) as ChildRequest;
  const memoryLimitBytes = limitProcess(request.limitMs);
  try {
    writeSync(1, JSON.stringify(await apply(request, memoryLimitBytes)));
    return 0;
  } catch (error) {
    // The store exists, but this process lacks memory for its entries, and dies.
    const isOutOfMemory = error instanceof HiveError && errorCode(error.cause)?.startsWith("SQLITE_NOMEM") === true;
    if (isOutOfMemory || !(error instanceof HiveError)) throw error;
    writeSync(2, error.message);
    return EXIT_CODES[error.code];
  }
}

async function apply(
  { root, entries, nowMs, options }: ChildRequest,
  memoryLimitBytes: number,
): Promise<readonly Outcome[]> {
  // The worker has it open: only the worker makes a missing one.
  if (!Store.exists(root)) throw new HiveError("HIVE_STORE_UNAVAILABLE", "the store was deleted");
  using store = await Store.open(root, { ...options, memoryLimitBytes });
  // Sorts and savepoints count as memory too, and fill no disk.
  // @mutant raw SQL's sorts count as memory
  store.db.run("PRAGMA temp_store = MEMORY");
  try {
    return store.applyBatch(entries, nowMs);
  } catch (error) {
    // SQLite has ended the transaction, which was this entry's alone.
    const isItsOwn = entries.length === 1 && errorCode(error) !== "HIVE_STORE_UNAVAILABLE";
    if (!isItsOwn) throw error;
    return [{ kind: "rejected", error: { code: errorCode(error) ?? "HIVE_BUG", message: errorMessage(error) } }];
  }
}
