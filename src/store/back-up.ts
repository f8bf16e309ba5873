import { Database } from "bun:sqlite";
import { copyFileSync, existsSync } from "node:fs";
import { isStoreUnavailable } from "./connection.ts";
import { storePath } from "./store.ts";

const BUSY_TIMEOUT_MS = 2000;

/**
 * Copies the database of a project as one transaction sees it; as the bytes that are there where no transaction can
 * see it, since it is malformed or held. Does nothing where there is none.
 */
export function backUpStore(root: string, file: string): void {
  const path = storePath(root);
  if (!existsSync(path)) return;
  try {
    using db = new Database(path, { readonly: true });
    db.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    db.query("VACUUM INTO ?").run(file);
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
    for (const suffix of ["", "-wal"]) if (existsSync(path + suffix)) copyFileSync(path + suffix, file + suffix);
  }
}
