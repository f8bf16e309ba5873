import { KIND_NAMES, type KindName, KINDS } from "../../../model/kinds.ts";
import type { Row } from "../../../model/merge.ts";
import { factKey, type NamedRow } from "../apply/stored-row.ts";

/** One row of a session's state, with the time of its last change. */
export type SeenRow = Readonly<Record<string, unknown>> & {
  readonly key: string;
  readonly atMs: number;
  /** The subagent that owns the row. */
  readonly agentId?: string;
};

type Part<K extends KindName> = (typeof KINDS)[K]["limit"] extends 1 ? SeenRow : readonly SeenRow[];

/** The observed state of a session, part by part, the lists newest first. A part without any fact is absent. */
export type SessionState = { readonly [K in KindName as (typeof KINDS)[K]["field"]]?: Part<K> };

/** The field of each kind. */
export const PARTS = KIND_NAMES.map((kind) => ({ kind, field: KINDS[kind].field }));

/** A column can hold any type, whatever its declaration says. */
export interface StateRow {
  readonly kind: KindName;
  readonly key: unknown;
  readonly agent_id: unknown;
  readonly at_ms: unknown;
  readonly data: unknown;
  readonly times: unknown;
}

const COLUMNS = "kind, key, agent_id, at_ms, data, times";

/**
 * The newest rows of a session, a kind and a sort of agent. All facts of a call have one time: then the key decides.
 * A plus before a parameter keeps SQLite from compiling the statement again for each value: see `opaque` in prepared.ts.
 */
const newest = (kind: string, agents: string, limit: string, when = ""): string =>
  `SELECT ${COLUMNS} FROM hive_state WHERE session_id = +?1 AND kind = ${kind} AND agent_id ${agents}${when} ORDER BY at_ms DESC, key DESC LIMIT ${limit}`;

const ofMain = "= ''";
const ofAgents = "<> ''";
const until = " AND at_ms <= +?4";
const ahead = " AND at_ms > +?4";

/**
 * Parameters: session, kind, limit, and the time after which a row is ahead of the clock: those are read separately.
 */
export const ROWS_SQL = {
  main: { until: newest("+?2", ofMain, "+?3", until), ahead: newest("+?2", ofMain, "+?3", ahead) },
  subagents: { until: newest("+?2", ofAgents, "+?3", until), ahead: newest("+?2", ofAgents, "+?3", ahead) },
} as const;

const latest = (when: string): string =>
  `(SELECT max(at_ms) FROM hive_state WHERE session_id = +?1 AND kind = j.value AND agent_id = ''${when})`;

/**
 * The time of the main agent's latest row of each kind. A row ahead of the clock counts only where there is no other.
 * Parameters: session, the time after which a row is ahead, the kinds as a list.
 */
export const TIMES_SQL = `SELECT j.value AS kind, coalesce(${latest(" AND at_ms <= +?2")}, ${latest("")}) AS atMs FROM json_each(?3) j`;

/** The main agent's earliest rows of a kind. Parameters: session, kind, limit. */
export const OLDEST_ROWS_SQL = `SELECT ${COLUMNS} FROM hive_state WHERE session_id = +?1 AND kind = +?2 AND agent_id = '' ORDER BY at_ms, key LIMIT +?3`;

/** Those of a list of sessions of which nothing is stored. */
export const NEW_SQL = `SELECT value AS id FROM json_each(?1)
  WHERE NOT EXISTS (SELECT 1 FROM hive_state WHERE session_id = value)
  AND NOT EXISTS (SELECT 1 FROM hive_instances WHERE session_id = value)`;

/** Parameters: session, kind, key as the table has it. */
export const ONE_ROW_SQL = `SELECT ${COLUMNS} FROM hive_state WHERE session_id = ?1 AND kind = ?2 AND key = ?3`;

const operations = (agents: string): string =>
  `(SELECT count(*) FROM hive_state WHERE session_id = ?1 AND kind = 'operation' AND agent_id ${agents} AND at_ms > ?2)`;

/** The number of a session's operations after a time. */
export const OPERATIONS_SQL = `SELECT ${operations("= ''")} + ${operations("<> ''")} AS n`;

/** The content of a session's checkpoint, in the order of its parts. */
export const CHECKPOINT_ROWS_SQL = KIND_NAMES.flatMap((kind) => {
  const { limit, ofSubagents } = KINDS[kind];
  return [
    newest(`'${kind}'`, "= ''", String(limit)),
    ...(ofSubagents ? [newest(`'${kind}'`, "<> ''", String(limit))] : []),
  ];
})
  .map((select) => `SELECT * FROM (${select})`)
  .join(" UNION ALL ");

export function namedRow({ key, agent_id: agent }: StateRow, row: Row): NamedRow {
  const name = String(key);
  const agentId = typeof agent === "string" ? agent : "";
  return { name, agentId, key: factKey(agentId, name), row };
}

export const seenRow = ({ agentId, key, row }: NamedRow): SeenRow => ({
  ...row.data,
  key,
  atMs: row.atMs,
  ...(agentId === "" ? {} : { agentId }),
});
