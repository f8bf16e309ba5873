import type { Database } from "bun:sqlite";

/**
 * The time of the main agent's latest row of a kind. A row ahead of the clock counts as older than all others.
 * @param session the SQL of its id @param bound that of the time after which a row is ahead
 */
export function latestTime(kind: string, session: string, bound: string): string {
  const of = `FROM hive_state WHERE session_id = ${session} AND kind = '${kind}' AND agent_id = ''`;
  return `coalesce((SELECT max(at_ms) ${of} AND at_ms <= ${bound}), (SELECT (max(at_ms) - ${bound}) / 1000000.0 ${of}))`;
}

/**
 * True if a session has nothing left to continue. Its end was observed, and the end of its last turn, if it had any: a
 * prompt begins one, whether or not a tool was called. Names of times: `ended`, `seen`, `operation`, `message`, `prompt`.
 */
// @mutant a prompt without an answer is an unfinished turn
export const IS_DONE = `CASE WHEN ended IS NULL OR ended < seen THEN 0
  ELSE coalesce(message >= max(coalesce(operation, 0), coalesce(prompt, 0)), operation IS NULL AND prompt IS NULL) END`;

const time = (kind: string): string => latestTime(kind, "?1", "?2");

/**
 * Notes that a session is done, with the number of its observations. A later one, by any version of hive, makes the note
 * void: so a reader passes over most sessions without a look at their facts. The number is negative: hive 0.6.0 noted it
 * positive by a laxer rule, and each of the two takes the other's note for void. Parameters: session, bound.
 */
export const SETTLE_SQL = `UPDATE hive_instances
  SET settled = (SELECT -sum(observations) FROM hive_instances WHERE session_id = ?1)
  WHERE session_id = ?1 AND (SELECT ${IS_DONE} FROM (SELECT ${time("end")} AS ended, ${time("session")} AS seen,
    ${time("operation")} AS operation, ${time("message")} AS message, ${time("prompt")} AS prompt LIMIT -1))`;

/** True if the table has the note: an older hive's database does not. */
export const hasSettled = (db: Database): boolean =>
  db.query("SELECT 1 FROM pragma_table_info('hive_instances') WHERE name = 'settled'").get() !== null;
