import type { Database } from "bun:sqlite";
import { HiveError } from "../../base/errors.ts";
import { isObject, objectIn } from "../../base/json.ts";
import { MIN_NAME_CHARS } from "../../base/files/name-search.ts";
import { finishForgetting, isForgettingUnfinished } from "./forgotten.ts";

/** A column that names the session of its row. */
interface SessionColumn {
  readonly table: string;
  readonly column: string;
}

/** By name, in every table of any origin: later columns are found too. */
function sessionColumns(db: Database): SessionColumn[] {
  const named = db
    .query<SessionColumn, []>(
      `SELECT m.name AS "table", c.name AS "column" FROM sqlite_schema m JOIN pragma_table_info(m.name) c
       WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND lower(c.name) IN ('session_id', 'sessionid')`,
    )
    .all();
  return hasTable(db, "sessions") ? [...named, { table: "sessions", column: "id" }] : named;
}

/** An older hive made fewer tables. */
const hasTable = (db: Database, name: string): boolean =>
  db.query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== null;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** True if an earlier forget was killed before it rewrote the database. */
export const isUnfinishedIn = (db: Database): boolean => hasTable(db, "hive_state") && isForgettingUnfinished(db);

/** The ids of all sessions that a database has rows of. */
export function sessionIdsIn(db: Database): string[] {
  const ids = sessionColumns(db).flatMap(({ table, column }) =>
    db
      .query<{ id: unknown }, []>(`SELECT DISTINCT ${quoted(column)} AS id FROM ${quoted(table)}`)
      .all()
      .map(({ id }) => id),
  );
  return [...new Set(ids)].filter((id) => typeof id === "string" && id !== "") as string[];
}

/** The instances that a session was seen in. */
export function instanceIdsOf(db: Database, sessionId: string): string[] {
  const tables = ["hive_instances", "instance_sessions"].filter((table) => hasTable(db, table));
  return tables
    .flatMap((table) =>
      db.query<{ id: unknown }, [string]>(`SELECT instance_id AS id FROM ${table} WHERE session_id = ?`).all(sessionId),
    )
    .flatMap(({ id }) => (typeof id === "string" ? [id] : []));
}

/**
 * Deletes a session's rows in all tables, in one transaction. Ids of entries that name the session become their seqs,
 * so that the count of enqueued entries stays right.
 * @returns how many rows
 */
export function deleteSession(db: Database, sessionId: string): number {
  // @mutant what is deleted is overwritten
  db.run("PRAGMA secure_delete = ON");
  let rows = 0;
  const run = (sql: string): void => {
    rows += db.query(sql).run(sessionId).changes;
  };
  db.transaction(() => {
    for (const { table, column } of sessionColumns(db)) {
      run(`DELETE FROM ${quoted(table)} WHERE ${quoted(column)} = ?1`);
    }
    if (hasTable(db, "agents"))
      run("DELETE FROM agents WHERE json_extract(iif(json_valid(metadata), metadata, '{}'), '$.sessionId') = ?1");
    if (hasTable(db, "hive_ledger")) renameEntries(db, sessionId);
    if (hasTable(db, "hive_state")) forgetLinks(db, sessionId);
  }).immediate();
  return rows;
}

/** Sessions that went on from it: their rows and checkpoints name it. */
function forgetLinks(db: Database, sessionId: string): void {
  const receivers = db
    .query<{ id: string }, [string]>(
      "DELETE FROM hive_state WHERE kind = 'continues' AND key = ? RETURNING session_id AS id",
    )
    .all(sessionId);
  const checkpoints = db.query<{ id: number; data: unknown }, [string]>(
    "SELECT id, data FROM hive_checkpoints WHERE session_id = ?",
  );
  for (const { id: receiver } of receivers) {
    for (const { id, data } of checkpoints.all(receiver)) {
      const document = typeof data === "string" ? objectIn(data) : null;
      const links = document?.["continues"];
      if (!Array.isArray(links)) continue;
      const left = links.filter((link) => !isObject(link) || link["key"] !== sessionId);
      const text = JSON.stringify({ ...document, continues: left });
      db.query("UPDATE hive_checkpoints SET data = ? WHERE id = ?").run(text, id);
    }
  }
}

/** The hook's ids begin with the session; another program's may hold it anywhere. */
function renameEntries(db: Database, sessionId: string): void {
  const isNamed = (column: string): string =>
    sessionId.length < MIN_NAME_CHARS
      ? `substr(${column}, 1, length(?1) + 9) = 'observe:' || ?1 || ':'`
      : `instr(${column}, ?1) > 0`;
  db.query(`UPDATE OR REPLACE hive_ledger SET entry_id = seq WHERE ${isNamed("entry_id")}`).run(sessionId);
  db.query(`DELETE FROM hive_ledger WHERE ${isNamed("seq")}`).run(sessionId);
}

const WAIT_MS = 10_000;
const LOOK_MS = 20;

/**
 * Rewrites the database from its rows. No page of it and no byte of its log then holds anything deleted before.
 * @throws HIVE_STORE_UNAVAILABLE where another process reads on
 */
export async function eraseDeleted(db: Database): Promise<void> {
  // @mutant what was deleted before is written over
  db.run("VACUUM");
  await emptyLog(db);
  if (hasTable(db, "hive_state")) finishForgetting(db);
  await emptyLog(db);
}

async function emptyLog(db: Database): Promise<void> {
  const endMs = performance.now() + WAIT_MS;
  for (;;) {
    // @mutant the log is emptied of what was deleted
    const moved = db.query<{ busy: number }, []>("PRAGMA wal_checkpoint(TRUNCATE)").get();
    if (moved?.busy === 0) return;
    if (performance.now() > endMs) throw busy();
    await Bun.sleep(LOOK_MS);
  }
}

const busy = (): HiveError =>
  new HiveError(
    "HIVE_STORE_UNAVAILABLE",
    "another process reads the database: bytes of the session are in its log still",
    {
      hint: "end it (a database browser?), then run hive forget again",
    },
  );
