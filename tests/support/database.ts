import { Database } from "bun:sqlite";

/**
 * A connection of a test's or a measurement's own to a root's database. It waits for a lock: a worker that starts writes its schema after its
 * first heartbeat, and one that closes the database has it alone for a moment.
 */
export function openDatabase(root: string, options?: { readonly readonly: boolean }): Database {
  const db = new Database(`${root}/hive.db`, options);
  db.run("PRAGMA busy_timeout = 5000");
  return db;
}
