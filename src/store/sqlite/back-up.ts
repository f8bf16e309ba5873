import { copyFileSync, lstatSync } from "node:fs";
import { userKey } from "../../origin/key.ts";
import { isStoreUnavailable } from "./open/unavailable.ts";
import { openForReading } from "./open/database.ts";
import { isProvedDatabase } from "./open/proof.ts";

const BUSY_TIMEOUT_MS = 2000;

/**
 * Copies the `hive.db` of a project. hive's own is copied as one transaction sees it. If it is malformed, held or
 * foreign, its bytes are copied unopened. Does nothing without one.
 */
export function backUpStore(root: string, file: string): void {
  const path = `${root}/hive.db`;
  const key = userKey(root);
  if (!isProvedDatabase(path, key)) return copyBytes(path, file);
  try {
    using db = openForReading(path, key, BUSY_TIMEOUT_MS);
    db.query("VACUUM INTO ?").run(file);
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
    copyBytes(path, file);
  }
}

function copyBytes(path: string, file: string): void {
  for (const suffix of ["", "-wal"]) {
    if (lstatSync(path + suffix, { throwIfNoEntry: false })?.isFile() === true)
      copyFileSync(path + suffix, file + suffix);
  }
}
