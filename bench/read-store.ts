import { Database } from "bun:sqlite";
import { storePath } from "../src/store/store.ts";

/** A second connection that looks at what a worker applies. It waits for a lock: a closing worker has the file alone. */
export function readStore(root: string): Database {
  const db = new Database(storePath(root), { readonly: true });
  db.run("PRAGMA busy_timeout = 5000");
  return db;
}
