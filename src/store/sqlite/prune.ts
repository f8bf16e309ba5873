import type { Database } from "bun:sqlite";
import { FIRST_KNOWN_MS } from "../../model/merge.ts";
import { HIVE_SWARM } from "./statements.ts";

/** The number of sessions deleted at once; the next maintenance takes the next ones. */
const MAX_SESSIONS = 100;
/** The number of sessions kept that a clock dated before it was set, such as 1970. */
const MAX_UNDATED = 100;

const OF_SESSION = {
  outbox: "DELETE FROM hive_outbox WHERE session_id = ?",
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
 * Deletes the sessions without activity since a time, each in a transaction of its own. hive's own table decides: raw
 * SQL may write the others. For claude-flow's sessions only the rows in hive's own tables are deleted.
 * @returns how many sessions
 */
export function pruneSessions(db: Database, beforeMs: number): number {
  const old = db.query<{ id: string; isHives: number }, [string, number, number, number]>(
    // @mutant raw SQL decides of no session what is told
    `SELECT session_id AS id, NOT EXISTS (SELECT 1 FROM sessions WHERE id = session_id AND swarm_id IS NOT ?1) AS isHives
     FROM hive_instances GROUP BY session_id HAVING max(last_seen_ms) < ?2 AND max(last_seen_ms) >= ?3 LIMIT ?4`,
  );
  const undated = db.query<{ id: string; isHives: number }, [string, number, number, number]>(
    `SELECT session_id AS id, NOT EXISTS (SELECT 1 FROM sessions WHERE id = session_id AND swarm_id IS NOT ?1) AS isHives
     FROM hive_instances GROUP BY session_id HAVING max(last_seen_ms) < ?2
     ORDER BY max(last_seen_ms) DESC LIMIT ?4 OFFSET ?3`,
  );
  const sessions = [
    ...old.all(HIVE_SWARM, beforeMs, FIRST_KNOWN_MS, MAX_SESSIONS),
    // A clock that was not set gives no age: the newest of its sessions stay.
    ...undated.all(HIVE_SWARM, FIRST_KNOWN_MS, MAX_UNDATED, MAX_SESSIONS),
  ];
  for (const { id, isHives } of sessions) {
    const texts = [...Object.values(OF_SESSION), ...(isHives === 1 ? Object.values(OF_HIVES_SESSION) : [])];
    db.transaction(() => {
      for (const sql of texts) db.query(sql).run(id);
    }).immediate();
  }
  return sessions.length;
}
