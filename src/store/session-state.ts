import { KIND_NAMES, type KindName, KINDS } from "../model/kinds.ts";
import type { Row } from "../model/merge.ts";
import { factKey, type NamedRow } from "./state-rows.ts";

/** One row of a session's state: what was seen, and when last. */
export type Cell = Readonly<Record<string, unknown>> & {
  readonly key: string;
  readonly atMs: number;
  /** The subagent whose row it is. */
  readonly agentId?: string;
};

type Part<K extends KindName> = (typeof KINDS)[K]["limit"] extends 1 ? Cell : readonly Cell[];

/** What was seen of a session, part by part, the lists newest first. A part that nothing was seen of is absent. */
export type SessionState = { readonly [K in KindName as (typeof KINDS)[K]["field"]]?: Part<K> };

/** Which rows go where. */
export const PARTS = KIND_NAMES.map((kind) => ({ kind, field: KINDS[kind].field }));

/** A column holds what it was given, whatever its type says. */
export interface StateRow {
  readonly kind: KindName;
  readonly key: unknown;
  readonly agent_id: unknown;
  readonly at_ms: unknown;
  readonly data: unknown;
  readonly times: unknown;
}

const COLUMNS = "kind, key, agent_id, at_ms, data, times";

/** The newest rows of a session, kind and sort of agent. All facts of a call have one time: then the key decides. */
const newest = (kind: string, agents: string, limit: string): string =>
  `SELECT ${COLUMNS} FROM hive_state WHERE session_id = ?1 AND kind = ${kind} AND agent_id ${agents} ORDER BY at_ms DESC, key DESC LIMIT ${limit}`;

/** Parameters: session, kind, limit. */
export const ROWS_OF_MAIN_SQL = newest("?2", "= ''", "?3");
export const ROWS_OF_AGENTS_SQL = newest("?2", "<> ''", "?3");

/** Parameters: session, kind, key as the table has it. */
export const ONE_ROW_SQL = `SELECT ${COLUMNS} FROM hive_state WHERE session_id = ?1 AND kind = ?2 AND key = ?3`;

const operations = (agents: string): string =>
  `(SELECT count(*) FROM hive_state WHERE session_id = ?1 AND kind = 'operation' AND agent_id ${agents} AND at_ms > ?2)`;

/** How many operations a session has after a time. */
export const OPERATIONS_SQL = `SELECT ${operations("= ''")} + ${operations("<> ''")} AS n`;

/** All that a checkpoint holds of a session, in the order of its parts. */
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

export const cellOf = ({ agentId, key, row }: NamedRow): Cell => ({
  ...row.data,
  key,
  atMs: row.atMs,
  ...(agentId === "" ? {} : { agentId }),
});
