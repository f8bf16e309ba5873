import type { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { openArchive } from "./open.ts";

/** In the project's place: a pause of all projects. */
const ALL = "";
const BUSY_TIMEOUT_MS = 2000;

/** Whether saving was paused at a time, for a project or for all. */
export const isPausedAt = (db: Database, project: string, atMs: number): boolean =>
  db
    .query("SELECT 1 FROM pauses WHERE project IN (?1, '') AND ?2 BETWEEN from_ms AND coalesce(to_ms, ?2)")
    .get(project, atMs) !== null;

/**
 * Notes that a pause of saving begins or ends. Transcript lines from a pause are never archived. Without an archive
 * nothing is noted.
 * @param project null for all
 * @param toMs when the pause ends by itself; null for never, undefined where it ends now
 * @throws HIVE_STORE_UNAVAILABLE
 */
export function notePause(path: string, project: string | null, nowMs: number, toMs: number | null | undefined): void {
  if (!existsSync(path)) return;
  using db = openArchive(path, BUSY_TIMEOUT_MS);
  db.transaction(() => {
    const end = "UPDATE pauses SET to_ms = ?1 WHERE project = ?2 AND (to_ms IS NULL OR to_ms > ?1)";
    db.query(end).run(nowMs, project ?? ALL);
    if (toMs !== undefined)
      db.query("INSERT INTO pauses (project, from_ms, to_ms) VALUES (?, ?, ?)").run(project ?? ALL, nowMs, toMs);
  }).immediate();
}
