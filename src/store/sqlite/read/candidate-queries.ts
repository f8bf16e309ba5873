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

/**
 * A lot of the sessions seen within a span of time, the latest first. The rows lie in an index of times, so a reader that
 * stops early reads few, however many sessions there are. Of a session only its latest row counts.
 */
const recent = (span: string, isWanted: string): string => `SELECT session_id AS id FROM hive_instances i
  WHERE last_seen_ms ${span} AND NOT EXISTS (SELECT 1 FROM hive_instances l WHERE l.session_id = i.session_id
    AND (l.last_seen_ms, l.instance_id) > (i.last_seen_ms, i.instance_id)) AND ${isWanted}
  ORDER BY last_seen_ms DESC, session_id LIMIT ?4 OFFSET ?5`;

/** Seen since `?1`; at a time before `?2`, which is unknown; after `?3`, which is ahead of the clock. */
const SPANS = ["BETWEEN ?1 AND ?3", "< min(?1, ?2)", "> ?3"];
// @mutant a session that is done is passed over until something comes of it
const IS_OPEN = `NOT coalesce((SELECT min(settled) = -sum(observations) FROM hive_instances WHERE session_id = i.session_id), 0)`;
const RECENT_SQL = SPANS.map((span) => recent(span, "1"));
const RECENT_OPEN_SQL = SPANS.map((span) => recent(span, IS_OPEN));
/** The first lot is small: mostly the latest session is the one. */
const FIRST_RECENT = 64;

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

/** Most sessions continue none. An index shows that from half the pages; `LIMIT -1` keeps SQLite from joining first. */
const CONTINUES_SQL = `SELECT j.value AS receiver, c.key AS source, CAST(json_extract(c.data, '$.activeMs') AS REAL) AS activeMs,
    coalesce(${ATTENDED}, 1) AND (${has("prompt")} OR ${has("operation")}) AS hasWorked
  FROM (SELECT j.value FROM json_each(?1) j WHERE ${has("continues")} LIMIT -1) j
  CROSS JOIN hive_state c ON c.session_id = j.value AND c.kind = 'continues' AND c.agent_id = ''
  LEFT JOIN hive_state s ON s.session_id = j.value AND s.kind = 'session' AND s.key = ''`;

/**
 * The ids of sessions, the latest first, read as far as somebody asks for them.
 * @param knownMs times before come from a clock that was never set @param boundMs times after are ahead: they come last
 * @param isOpen true to leave out those that had nothing left to continue when their last observation came
 */
export function* recentSessions(
  db: Database,
  [sinceMs, knownMs, boundMs]: readonly [sinceMs: number, knownMs: number, boundMs: number],
  isOpen: boolean,
): Generator<string, void> {
  for (const sql of isOpen && hasSettled(db) ? RECENT_OPEN_SQL : RECENT_SQL) {
    const query = db.query<{ id: string }, number[]>(sql);
    for (let lot = FIRST_RECENT, offset = 0; ; offset += lot, lot *= 4) {
      const rows = query.all(sinceMs, knownMs, boundMs, lot, offset);
      for (const { id } of rows) yield id;
      if (rows.length < lot) break;
    }
  }
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
