import type { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { eraseDeleted } from "../sqlite/forget.ts";
import { openArchive, openArchiveForReading } from "./open.ts";

/** A person waits for it. */
const BUSY_TIMEOUT_MS = 10_000;

/** A hash under the user's key that names no session: see store/sqlite/forgotten.ts. */
const markOf = (sessionId: string, key: string): string =>
  new Bun.CryptoHasher("sha256", key).update(`hive forgotten\n${sessionId}`).digest("hex");

export const isAnyForgotten = (db: Database): boolean => db.query("SELECT 1 FROM forgotten LIMIT 1").get() !== null;

/** True if a session was forgotten after a time: rows and transcripts from before then are not stored again. */
export function isForgotten(db: Database, sessionId: string, atMs: number, key: string): boolean {
  const row = db
    .query<{ at_ms: number }, [string]>("SELECT at_ms FROM forgotten WHERE mark = ?")
    .get(markOf(sessionId, key));
  return row !== null && atMs <= row.at_ms;
}

/** Notes that a session is forgotten up to a time, and not yet erased. */
export function markForgotten(db: Database, sessionId: string, key: string, nowMs: number): void {
  db.query(
    `INSERT INTO forgotten (mark, at_ms, is_erased) VALUES (?1, ?2, 0)
     ON CONFLICT DO UPDATE SET at_ms = max(at_ms, ?2), is_erased = 0`,
  ).run(markOf(sessionId, key), nowMs);
}

/**
 * Deletes sessions with all that the archive has of them, in the transaction that is open.
 * @param sessions their rows
 * @returns how many rows
 */
export function deleteSessions(db: Database, sessions: readonly number[]): number {
  let rows = 0;
  const words = db.query<{ id: number; text: string }, [number]>(
    "SELECT id, text FROM facts WHERE session = ? AND text IS NOT NULL",
  );
  const drop = db.query("INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)");
  for (const session of sessions) {
    // @mutant what the archive forgets is no longer found
    for (const { id, text } of words.all(session)) drop.run(id, text);
    rows += db.query("DELETE FROM facts WHERE session = ?").run(session).changes;
    db.query("DELETE FROM transcripts WHERE session = ?").run(session);
    rows += db.query("DELETE FROM sessions WHERE id = ?").run(session).changes;
  }
  return rows;
}

const idsOf = (db: Database, sql: string, value: string): number[] =>
  db
    .query<{ id: number }, [string]>(sql)
    .all(value)
    .map(({ id }) => id);

/** Whether an archive has a session of this id. @throws HIVE_STORE_UNAVAILABLE */
export function hasSession(path: string, sessionId: string): boolean {
  using db = openArchiveForReading(path, BUSY_TIMEOUT_MS);
  return db !== null && db.query("SELECT 1 FROM sessions WHERE session_id = ?").get(sessionId) !== null;
}

/** The ids of a project's sessions in an archive. @throws HIVE_STORE_UNAVAILABLE */
export function sessionsOfProject(path: string, project: string): string[] {
  using db = openArchiveForReading(path, BUSY_TIMEOUT_MS);
  const sql = "SELECT s.session_id AS id FROM sessions s JOIN projects p ON p.id = s.project WHERE p.path = ?";
  const rows = db?.query<{ id: string }, [string]>(sql).all(project) ?? [];
  return rows.map(({ id }) => id);
}

/**
 * Marks a session as forgotten, and deletes it, and what names it. Its bytes go with {@link eraseForgotten}.
 * @returns how many rows
 * @throws HIVE_STORE_UNAVAILABLE
 */
export function forgetSession(path: string, sessionId: string, key: string, nowMs: number): number {
  if (!existsSync(path)) return 0;
  using db = openArchive(path, BUSY_TIMEOUT_MS);
  return db
    .transaction(() => {
      markForgotten(db, sessionId, key, nowMs);
      const rows = deleteSessions(db, idsOf(db, "SELECT id FROM sessions WHERE session_id = ?", sessionId));
      // Sessions that went on from it.
      db.query("DELETE FROM facts WHERE kind = 'continues' AND key = ?").run(sessionId);
      db.query("DELETE FROM refused WHERE instr(entry_id, ?) > 0").run(sessionId);
      return rows;
    })
    .immediate();
}

/** Whether a session was forgotten, and its bytes may still be in the file. @throws HIVE_STORE_UNAVAILABLE */
export function isErasingUnfinished(path: string): boolean {
  using db = openArchiveForReading(path, BUSY_TIMEOUT_MS);
  return db !== null && db.query("SELECT 1 FROM forgotten WHERE is_erased = 0").get() !== null;
}

/**
 * Rewrites the archive from its rows: no page of it and no byte of its log holds anything that was deleted before.
 * @throws HIVE_STORE_UNAVAILABLE, also where another process reads on
 */
export async function eraseForgotten(path: string): Promise<void> {
  if (!existsSync(path) || !isErasingUnfinished(path)) return;
  using db = openArchive(path, BUSY_TIMEOUT_MS);
  await eraseDeleted(db);
  db.run("UPDATE forgotten SET is_erased = 1");
}

/**
 * Deletes all sessions of a project, and their bytes.
 * @param project its directory
 * @throws HIVE_STORE_UNAVAILABLE
 */
export async function eraseProject(path: string, project: string): Promise<void> {
  if (!existsSync(path)) return;
  using db = openArchive(path, BUSY_TIMEOUT_MS);
  db.transaction(() => {
    for (const id of idsOf(db, "SELECT id FROM projects WHERE path = ?", project)) {
      const sessions = db.query<{ id: number }, [number]>("SELECT id FROM sessions WHERE project = ?").all(id);
      deleteSessions(
        db,
        sessions.map((one) => one.id),
      );
      db.query("DELETE FROM cursors WHERE project = ?").run(id);
      db.query("DELETE FROM projects WHERE id = ?").run(id);
    }
  }).immediate();
  await eraseDeleted(db);
}
