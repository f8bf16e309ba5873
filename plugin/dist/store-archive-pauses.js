// @bun
import {
  openArchive
} from "./store-archive-open.js";

// src/store/archive/pauses.ts
import { existsSync } from "fs";
var ALL = "", BUSY_TIMEOUT_MS = 2000, isPausedAt = (db, project, atMs) => db.query("SELECT 1 FROM pauses WHERE project IN (?1, '') AND ?2 BETWEEN from_ms AND coalesce(to_ms, ?2)").get(project, atMs) !== null;
function notePause(path, project, nowMs, toMs) {
  if (!existsSync(path))
    return;
  using db = openArchive(path, BUSY_TIMEOUT_MS);
  db.transaction(() => {
    if (db.query("UPDATE pauses SET to_ms = ?1 WHERE project = ?2 AND (to_ms IS NULL OR to_ms > ?1)").run(nowMs, project ?? ALL), toMs !== void 0)
      db.query("INSERT INTO pauses (project, from_ms, to_ms) VALUES (?, ?, ?)").run(project ?? ALL, nowMs, toMs);
  }).immediate();
}

export { isPausedAt, notePause };
