import { statSync } from "node:fs";
import { errorCode, errorMessage } from "../../base/errors.ts";
import { userKey } from "../../origin/key.ts";
import { isStoreUnavailable } from "./open/unavailable.ts";
import { openForReading } from "./open/database.ts";
import { locateStore } from "./open/location.ts";
import { type SchemaState, schemaState } from "./open/migrations.ts";

/** Properties of a database that are visible without changing it. */
export type StoreHealth =
  | { readonly kind: "missing" }
  /** It cannot be trusted any more; `reason` is SQLite's own. */
  | { readonly kind: "malformed"; readonly reason: string }
  /** It could not be looked at now: locked, or not to be read. */
  | { readonly kind: "unreadable"; readonly reason: string }
  | {
      readonly kind: "sound";
      readonly schema: SchemaState;
      readonly sqliteVersion: string;
      readonly bytes: number;
      /** Size of the write-ahead log. */
      readonly logBytes: number;
    };

const BUSY_TIMEOUT_MS = 2000;

/** Reads all of the database once (`PRAGMA quick_check`). It is opened for reading alone; SQLite may leave an empty log beside it. */
export function readStoreHealth(root: string): StoreHealth {
  try {
    const key = userKey(root);
    const { path, isThere } = locateStore(root, key);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!isThere || stat === undefined) return { kind: "missing" };
    using db = openForReading(path, key, BUSY_TIMEOUT_MS);
    const [first] = db.query<{ quick_check: string }, []>("PRAGMA quick_check(1)").all();
    if (first?.quick_check !== "ok") return { kind: "malformed", reason: first?.quick_check ?? "no answer" };
    const { version } = db.query<{ version: string }, []>("SELECT sqlite_version() AS version").get()!;
    const logBytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    return { kind: "sound", schema: schemaState(db), sqliteVersion: version, bytes: stat.size, logBytes };
  } catch (error) {
    const code = errorCode(error) ?? "";
    const reason = errorMessage(error);
    if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB")) return { kind: "malformed", reason };
    if (isStoreUnavailable(error)) return { kind: "unreadable", reason };
    throw error;
  }
}
