// @bun
import {
  KINDS,
  KIND_NAMES
} from "./model-merge.js";
import {
  factKey
} from "./store-sqlite-apply-stored-row.js";

// src/store/sqlite/untrusted.ts
var UNTRUSTED = "untrusted", RAW_SQL_ROWS = "";

// src/store/sqlite/read/session-state.ts
var PARTS = KIND_NAMES.map((kind) => ({ kind, field: KINDS[kind].field })), COLUMNS = "kind, key, agent_id, at_ms, data, times", newest = (kind, agents, limit, when = "") => `SELECT ${COLUMNS} FROM hive_state WHERE session_id = +?1 AND kind = ${kind} AND agent_id ${agents}${when} ORDER BY at_ms DESC, key DESC LIMIT ${limit}`, ofMain = "= ''", ofAgents = "<> ''", until = " AND at_ms <= +?4", ahead = " AND at_ms > +?4", ROWS_SQL = {
  main: { until: newest("+?2", ofMain, "+?3", until), ahead: newest("+?2", ofMain, "+?3", ahead) },
  subagents: { until: newest("+?2", ofAgents, "+?3", until), ahead: newest("+?2", ofAgents, "+?3", ahead) }
}, latest = (when) => `(SELECT max(at_ms) FROM hive_state WHERE session_id = +?1 AND kind = j.value AND agent_id = ''${when})`, TIMES_SQL = `SELECT j.value AS kind, coalesce(${latest(" AND at_ms <= +?2")}, ${latest("")}) AS atMs FROM json_each(?3) j`, OLDEST_ROWS_SQL = `SELECT ${COLUMNS} FROM hive_state WHERE session_id = +?1 AND kind = +?2 AND agent_id = '' ORDER BY at_ms, key LIMIT +?3`, NEW_SQL = `SELECT value AS id FROM json_each(?1)
  WHERE NOT EXISTS (SELECT 1 FROM hive_state WHERE session_id = value)
  AND NOT EXISTS (SELECT 1 FROM hive_instances WHERE session_id = value)`, ONE_ROW_SQL = `SELECT ${COLUMNS} FROM hive_state WHERE session_id = ?1 AND kind = ?2 AND key = ?3`, operations = (agents) => `(SELECT count(*) FROM hive_state WHERE session_id = ?1 AND kind = 'operation' AND agent_id ${agents} AND at_ms > ?2)`, OPERATIONS_SQL = `SELECT ${operations("= ''")} + ${operations("<> ''")} AS n`, CHECKPOINT_ROWS_SQL = KIND_NAMES.flatMap((kind) => {
  let { limit, ofSubagents } = KINDS[kind];
  return [
    newest(`'${kind}'`, "= ''", String(limit)),
    ...ofSubagents ? [newest(`'${kind}'`, "<> ''", String(limit))] : []
  ];
}).map((select) => `SELECT * FROM (${select})`).join(" UNION ALL ");
function namedRow({ key, agent_id: agent }, row) {
  let name = String(key), agentId = typeof agent === "string" ? agent : "";
  return { name, agentId, key: factKey(agentId, name), row };
}
var seenRow = ({ agentId, key, row }) => ({
  ...row.data,
  key,
  atMs: row.atMs,
  ...agentId === "" ? {} : { agentId }
});

// src/store/sqlite/settled.ts
function latestTime(kind, session, bound) {
  let of = `FROM hive_state WHERE session_id = ${session} AND kind = '${kind}' AND agent_id = ''`;
  return `coalesce((SELECT max(at_ms) ${of} AND at_ms <= ${bound}), (SELECT (max(at_ms) - ${bound}) / 1000000.0 ${of}))`;
}
var IS_DONE = `CASE WHEN ended IS NULL OR ended < seen THEN 0
  ELSE coalesce(message >= max(coalesce(operation, 0), coalesce(prompt, 0)), operation IS NULL AND prompt IS NULL) END`, time = (kind) => latestTime(kind, "?1", "?2"), SETTLE_SQL = `UPDATE hive_instances
  SET settled = (SELECT -sum(observations) FROM hive_instances WHERE session_id = ?1)
  WHERE session_id = ?1 AND (SELECT ${IS_DONE} FROM (SELECT ${time("end")} AS ended, ${time("session")} AS seen,
    ${time("operation")} AS operation, ${time("message")} AS message, ${time("prompt")} AS prompt LIMIT -1))`, hasSettled = (db) => db.query("SELECT 1 FROM pragma_table_info('hive_instances') WHERE name = 'settled'").get() !== null;

export { UNTRUSTED, RAW_SQL_ROWS, PARTS, ROWS_SQL, TIMES_SQL, OLDEST_ROWS_SQL, NEW_SQL, ONE_ROW_SQL, OPERATIONS_SQL, CHECKPOINT_ROWS_SQL, namedRow, seenRow, latestTime, IS_DONE, SETTLE_SQL, hasSettled };
