import type { Database } from "bun:sqlite";
import { hasSettled, IS_DONE, latestTime } from "../settled.ts";
import { UNTRUSTED } from "../untrusted.ts";

/** The fields of a session that decide whether its facts are worth reading. */
export interface HeadRow {
  readonly id: string;
  readonly worktree: string | null;
  readonly directory: string | null;
  /** 0 for a headless run. */
  readonly isAttended: number | null;
  readonly hasStarted: number;
}

/** A session that may be continued, judged by SQL: the reader looks closer. */
export interface CandidateRow {
  readonly id: string;
  /** The time of the last work by its main agent or its user. */
  readonly workMs: number;
  /** 1 if any fact of it came without proof. */
  readonly isUntrusted: number;
}

/** A session (`receiver`) was given another one (`source`) at its start. */
export interface ContinuesRow {
  readonly receiver: string;
  readonly source: string;
  readonly activeMs: number;
  /** 1 if the receiver has worked since, with a person present. */
  readonly hasWorked: number;
}

/** A session seen lately. */
export interface RecentRow {
  readonly id: string;
  /** 1 if it had nothing left to continue when its last observation came. */
  readonly isSettled: number;
  /** Grows with each observation; null where an older hive's database has no number. */
  readonly observations: number | null;
}

/** The sessions seen at `sinceMs` or later, or at an unknown time. */
const recent = (isSettled: string, observations: string): string => `SELECT session_id AS id, ${isSettled} AS isSettled,
    ${observations} AS observations FROM hive_instances
  GROUP BY session_id HAVING max(last_seen_ms) >= ?1 OR max(last_seen_ms) < ?2
  ORDER BY max(last_seen_ms) > ?3, max(last_seen_ms) DESC`;

const RECENT_SQL = recent("0", "NULL");
// @mutant a session that is done is passed over until something comes of it
const RECENT_SETTLED_SQL = recent("coalesce(min(settled) = -sum(observations), 0)", "sum(observations)");

/** As {@link attendedIn} has it. */
const ATTENDED = "coalesce(json_extract(s.data, '$.wasAttended'), json_extract(s.data, '$.isAttended'))";

/** In the order of the ids. The rows of one session lie beside each other. */
const HEADS_SQL = `SELECT j.value AS id,
    json_extract(b.data, '$.worktree') AS worktree,
    coalesce(json_extract(b.data, '$.directory'), json_extract(s.data, '$.cwd')) AS directory,
    ${ATTENDED} AS isAttended, json_extract(s.data, '$.source') IS NOT NULL AS hasStarted
  FROM json_each(?1) j
  CROSS JOIN hive_state s ON s.session_id = j.value AND s.kind = 'session' AND s.key = ''
  LEFT JOIN hive_state b ON b.session_id = j.value AND b.kind = 'start' AND b.key = ''`;

const time = (kind: string): string => latestTime(kind, "j.value", "?2");

/**
 * Each time is looked up once, in an index of times that is a fraction of the table. `LIMIT -1` keeps SQLite from moving
 * the lookups into each place that uses one; the sessions are still read one at a time.
 */
const TIMES = `(SELECT j.value AS id, ${time("prompt")} AS prompt, ${time("operation")} AS operation,
    ${time("message")} AS message, ${time("end")} AS ended, ${time("session")} AS seen FROM json_each(?1) j LIMIT -1) t`;

/** In the order of the ids. SQLite reads one at a time, so a caller that stops early reads few. */
const candidates = (isWanted = "1"): string => `SELECT t.id,
    max(coalesce(prompt, 0), coalesce(operation, 0), coalesce(message, 0)) AS workMs,
    EXISTS (SELECT 1 FROM hive_state u WHERE u.session_id = t.id AND u.kind = '${UNTRUSTED}') AS isUntrusted
  FROM ${TIMES}
  WHERE (prompt IS NOT NULL OR operation IS NOT NULL) AND ${isWanted}`;

const UNFINISHED_SQL = candidates(`NOT ${IS_DONE}`);
const WORKED_SQL = candidates();

const has = (kind: string): string =>
  `EXISTS (SELECT 1 FROM hive_state WHERE session_id = j.value AND kind = '${kind}' AND agent_id = '')`;

const CONTINUES_SQL = `SELECT j.value AS receiver, c.key AS source, CAST(json_extract(c.data, '$.activeMs') AS REAL) AS activeMs,
    coalesce(${ATTENDED}, 1) AND (${has("prompt")} OR ${has("operation")}) AS hasWorked
  FROM json_each(?1) j CROSS JOIN hive_state c ON c.session_id = j.value AND c.kind = 'continues' AND c.agent_id = ''
  LEFT JOIN hive_state s ON s.session_id = j.value AND s.kind = 'session' AND s.key = ''`;

/**
 * The latest first.
 * @param knownMs times before come from a clock that was never set @param boundMs times after are ahead: they come last
 */
export function recentSessions(db: Database, sinceMs: number, knownMs: number, boundMs: number): RecentRow[] {
  const sql = hasSettled(db) ? RECENT_SETTLED_SQL : RECENT_SQL;
  return db.query<RecentRow, [number, number, number]>(sql).all(sinceMs, knownMs, boundMs);
}

/** The places and sorts of these sessions, in their order. */
export const headsOf = (db: Database, ids: readonly string[]): HeadRow[] =>
  db.query<HeadRow, [string]>(HEADS_SQL).all(JSON.stringify(ids));

/** The sessions of these ids with work, in their order: those that SQL does not see to be done, or all. */
export const candidatesOf = (
  db: Database,
  ids: readonly string[],
  withDone: boolean,
  boundMs: number,
): Iterable<CandidateRow> =>
  db
    .query<CandidateRow, [string, number]>(withDone ? WORKED_SQL : UNFINISHED_SQL)
    .iterate(JSON.stringify(ids), boundMs);

/** The pairs of sessions in which one was given the other. */
export const continuesOf = (db: Database, ids: readonly string[]): ContinuesRow[] =>
  db.query<ContinuesRow, [string]>(CONTINUES_SQL).all(JSON.stringify(ids));
