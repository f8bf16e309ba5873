import type { Database } from "bun:sqlite";
import { HIVE_SWARM } from "./statements.ts";

/** So many sessions are deleted at once; the next maintenance takes the next ones. */
const MAX_SESSIONS = 100;

const OF_SESSION = {
  state: "DELETE FROM hive_state WHERE session_id = ?",
  checkpoints: "DELETE FROM hive_checkpoints WHERE session_id = ?",
  ownInstances: "DELETE FROM hive_instances WHERE session_id = ?",
};
const OF_HIVES_SESSION = {
  instances: "DELETE FROM instance_sessions WHERE session_id = ?",
  logs: "DELETE FROM session_logs WHERE session_id = ?",
  agents: `DELETE FROM agents WHERE swarm_id = '${HIVE_SWARM}'
    AND json_extract(iif(json_valid(metadata), metadata, '{}'), '$.sessionId') = ?`,
  session: `DELETE FROM sessions WHERE swarm_id = '${HIVE_SWARM}' AND id = ?`,
};

/**
 * Deletes the sessions without activity since a time, each in a transaction of its own. Which these are, hive's own table
 * says: raw SQL may write the others. Of claude-flow's sessions only what stands in hive's own tables goes.
 * @returns how many sessions
 */
export function pruneSessions(db: Database, beforeMs: number): number {
  const old = db.query<{ id: string; isHives: number }, [string, number, number]>(
    `SELECT session_id AS id, NOT EXISTS (SELECT 1 FROM sessions WHERE id = session_id AND swarm_id IS NOT ?1) AS isHives
     FROM hive_instances GROUP BY session_id HAVING max(last_seen_ms) < ?2 LIMIT ?3`,
  );
  const sessions = old.all(HIVE_SWARM, beforeMs, MAX_SESSIONS);
  for (const { id, isHives } of sessions) {
    const texts = [...Object.values(OF_SESSION), ...(isHives === 1 ? Object.values(OF_HIVES_SESSION) : [])];
    db.transaction(() => {
      for (const sql of texts) db.query(sql).run(id);
    }).immediate();
  }
  return sessions.length;
}
