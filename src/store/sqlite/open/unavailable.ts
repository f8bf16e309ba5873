/** Whether an error is the store's. A file of its own: asking loads no Kysely. */
import { errorCode, errorMessage, HiveError } from "../../../base/errors.ts";

/** The error for a database that cannot be opened, with a hint. */
export function unavailable(path: string, cause: unknown): HiveError {
  const hint = isUnsound({ cause })
    ? "hive worker stop --force && hive doctor --fix: sets it aside as it is; hive never replaces it"
    : `check that ${path} can be written and that the disk is not full`;
  return new HiveError("HIVE_STORE_UNAVAILABLE", `cannot open the store: ${errorMessage(cause)}`, { cause, hint });
}

/** Whether the open failed because the database is damaged: waiting does not help then. */
export function isUnsound({ cause }: { readonly cause?: unknown }): boolean {
  return ["SQLITE_CORRUPT", "SQLITE_NOTADB"].includes(primaryCode(errorCode(cause) ?? ""));
}

const UNAVAILABLE = new Set([
  "SQLITE_BUSY",
  "SQLITE_LOCKED",
  "SQLITE_FULL",
  "SQLITE_IOERR",
  "SQLITE_NOMEM",
  "SQLITE_READONLY",
  "SQLITE_CANTOPEN",
  "SQLITE_CORRUPT",
  "SQLITE_NOTADB",
  "SQLITE_PROTOCOL",
  "SQLITE_INTERRUPT",
]);

/** An open connection survives these errors; after any other it is reopened. */
const PASSING = new Set(["SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_NOMEM", "SQLITE_INTERRUPT"]);

const primaryCode = (code: string): string => code.split("_").slice(0, 2).join("_");

/** Whether a connection may be at fault for an error, such as a damaged or read-only file. */
export function mayNeedReopening(error: unknown): boolean {
  return isStoreUnavailable(error) && !PASSING.has(primaryCode(errorCode(error) ?? ""));
}

/** Whether an error is the store's and no entry's: locked, full, unreadable. */
export function isStoreUnavailable(error: unknown): boolean {
  const code = errorCode(error);
  if (code === undefined) return false;
  if (code === "HIVE_STORE_UNAVAILABLE") return true;
  // Extended codes, such as SQLITE_IOERR_WRITE, begin with the primary one.
  return UNAVAILABLE.has(primaryCode(code));
}
