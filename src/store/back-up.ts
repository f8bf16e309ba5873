import { copyFileSync, lstatSync } from "node:fs";
import { userKey } from "../origin/key.ts";
import { isStoreUnavailable } from "./connection.ts";
import { openForReading } from "./database.ts";
import { isProvedDatabase } from "./proof.ts";

const BUSY_TIMEOUT_MS = 2000;

/**
 * Copies the `hive.db` of a project: hive's own as one transaction sees it; the bytes that are there where no transaction
 * can see it, since it is malformed or held, and where it is not hive's, which is not opened. Does nothing without one.
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
