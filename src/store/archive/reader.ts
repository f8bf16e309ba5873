import type { Database, SQLQueryBindings } from "bun:sqlite";
import { isStoreUnavailable } from "../sqlite/open/unavailable.ts";
import { conditionsOf, type SearchFilter, type SessionFilter } from "./filter.ts";
import { asAway, openArchiveForReading } from "./open.ts";

/** Marks around the found words in a snippet; no stored text contains them. */
export const FOUND_START = "\u0002";
export const FOUND_END = "\u0003";

/** A session as lists show it. Times are in ms since 1970. */
export interface ArchivedSession {
  /** Its row. */
  readonly id: number;
  readonly sessionId: string;
  readonly project: string;
  readonly projectName: string;
  readonly agent: string | null;
  readonly title: string | null;
  readonly directory: string | null;
  readonly branch: string | null;
  readonly model: string | null;
  readonly transcriptPath: string | null;
  readonly startedMs: number;
  readonly seenMs: number;
  readonly endedMs: number | null;
  readonly isAttended: boolean | null;
  readonly isUntrusted: boolean;
}

/** A fact in which the words were found. */
export interface FoundFact {
  readonly session: ArchivedSession;
  readonly kind: string;
  readonly key: string;
  readonly agentId: string;
  readonly atMs: number;
  readonly isFailed: boolean;
  /** A part of its text, the found words between {@link FOUND_START} and {@link FOUND_END}. */
  readonly snippet: string;
}

/** A fact that may be among the found ones. */
export interface Candidate {
  /** Its row. */
  readonly id: number;
  /** The session's row. */
  readonly session: number;
  /** The beginning of its text. */
  readonly text: string;
}

/** One fact of a session. */
export interface ArchivedFact {
  readonly kind: string;
  readonly key: string;
  readonly agentId: string;
  readonly atMs: number;
  readonly data: string;
  readonly times: string | null;
  readonly isFailed: boolean;
}

export interface ArchivedProject {
  readonly path: string;
  readonly name: string;
  readonly sessions: number;
  /** In ms since 1970. */
  readonly seenMs: number;
}

/** {@link ArchivedSession} as SQLite returns it. */
interface SessionRow extends Omit<ArchivedSession, "isAttended" | "isUntrusted"> {
  readonly isAttended: number | null;
  readonly isUntrusted: number;
}

const SESSION = `s.id, s.session_id AS sessionId, p.path AS project, p.name AS projectName, s.agent, s.title, s.directory,
  s.branch, s.model, s.transcript_path AS transcriptPath, s.started_ms AS startedMs, s.seen_ms AS seenMs,
  s.ended_ms AS endedMs, s.is_attended AS isAttended, s.is_untrusted AS isUntrusted`;

const toSession = ({ isAttended, isUntrusted, ...row }: SessionRow): ArchivedSession => ({
  ...row,
  isAttended: isAttended === null ? null : isAttended === 1,
  isUntrusted: isUntrusted === 1,
});

type FoundRow = SessionRow &
  Omit<FoundFact, "session" | "isFailed"> & { readonly fact: number; readonly isFailed: number };

/** The part of a text that its rank is computed from, in characters. */
const RANKED_CHARS = 2000;

/** Reads the archive: plain SQL, since Kysely takes longer to load than a search takes. */
export class ArchiveReader implements Disposable {
  readonly #db: Database;

  private constructor(db: Database) {
    this.#db = db;
  }

  /**
   * @param busyTimeoutMs the longest wait for a lock
   * @returns null if nothing is archived yet
   * @throws HIVE_STORE_UNAVAILABLE
   */
  static open(path: string, busyTimeoutMs: number): ArchiveReader | null {
    const db = openArchiveForReading(path, busyTimeoutMs);
    return db === null ? null : new ArchiveReader(db);
  }

  /**
   * Facts in which an expression of FTS5 is found, the latest first.
   * @param beforeId only those with a smaller row
   * @throws HIVE_STORE_UNAVAILABLE
   */
  candidates(expression: string, filter: SearchFilter, beforeId: number, limit: number): Candidate[] {
    const { sql, values } = conditionsOf(filter);
    const joins =
      sql === "" ? "" : "CROSS JOIN sessions s ON s.id = f.session CROSS JOIN projects p ON p.id = s.project";
    return this.#all<Candidate>(
      `SELECT f.id, f.session, substr(f.text, 1, ${RANKED_CHARS}) AS text
      FROM search CROSS JOIN facts f ON f.id = search.rowid ${joins}
      WHERE search MATCH ? AND search.rowid < ?${sql} ORDER BY search.rowid DESC LIMIT ${limit}`,
      expression,
      beforeId,
      ...values,
    );
  }

  /**
   * Some of the facts in which an expression of FTS5 is found, by their rows. A snippet reads the whole text.
   * @throws HIVE_STORE_UNAVAILABLE
   */
  found(expression: string, ids: readonly number[]): ReadonlyMap<number, FoundFact> {
    const rows = this.#all<FoundRow>(
      `SELECT f.id AS fact, f.kind, f.key, f.agent_id AS agentId, f.at_ms AS atMs, f.is_failed AS isFailed,
        snippet(search, 0, '${FOUND_START}', '${FOUND_END}', '…', 24) AS snippet, ${SESSION}
      FROM search CROSS JOIN facts f ON f.id = search.rowid CROSS JOIN sessions s ON s.id = f.session
        CROSS JOIN projects p ON p.id = s.project
      WHERE search MATCH ? AND search.rowid BETWEEN ? AND ? AND +search.rowid IN (SELECT value FROM json_each(?))`,
      expression,
      Math.min(...ids),
      Math.max(...ids),
      JSON.stringify(ids),
    );
    return new Map(
      rows.map(({ fact, kind, key, agentId, atMs, isFailed, snippet, ...session }) => [
        fact,
        { session: toSession(session), kind, key, agentId, atMs, isFailed: isFailed === 1, snippet },
      ]),
    );
  }

  /**
   * The sessions, the latest first.
   * @param sinceMs only those seen since
   * @param offset the number of sessions left out at the beginning
   */
  sessions(filter: SessionFilter, limit: number, sinceMs = Number.NEGATIVE_INFINITY, offset = 0): ArchivedSession[] {
    const { sql, values } = conditionsOf(filter);
    const rows = this.#all<SessionRow>(
      `SELECT ${SESSION} FROM sessions s JOIN projects p ON p.id = s.project
      WHERE s.seen_ms >= ?${sql} ORDER BY s.seen_ms DESC, s.id DESC LIMIT ? OFFSET ?`,
      sinceMs,
      ...values,
      limit,
      offset,
    );
    return rows.map(toSession);
  }

  /** The sessions whose ids begin with a text, the latest first. */
  withId(prefix: string, filter: SessionFilter, limit: number): ArchivedSession[] {
    const { sql, values } = conditionsOf(filter);
    const rows = this.#all<SessionRow>(
      `SELECT ${SESSION} FROM sessions s JOIN projects p ON p.id = s.project
      WHERE substr(s.session_id, 1, length(?1)) = ?1${sql} ORDER BY s.seen_ms DESC LIMIT ?`,
      prefix,
      ...values,
      limit,
    );
    return rows.map(toSession);
  }

  /** The sessions whose title, directory or id has a text in it, in any case of Latin letters; the latest first. */
  named(text: string, filter: SessionFilter, limit: number): ArchivedSession[] {
    const { sql, values } = conditionsOf(filter);
    const rows = this.#all<SessionRow>(
      `SELECT ${SESSION} FROM sessions s JOIN projects p ON p.id = s.project
      WHERE (${["s.title", "s.directory", "s.session_id"].map((column) => `instr(lower(${column}), lower(?1)) > 0`).join(" OR ")})${sql}
      ORDER BY s.seen_ms DESC, s.id DESC LIMIT ?`,
      text,
      ...values,
      limit,
    );
    return rows.map(toSession);
  }

  /** A session by its row; null without such a one. */
  byRow(id: number, filter: SessionFilter): ArchivedSession | null {
    const { sql, values } = conditionsOf(filter);
    const rows = this.#all<SessionRow>(
      `SELECT ${SESSION} FROM sessions s JOIN projects p ON p.id = s.project WHERE s.id = ?${sql}`,
      id,
      ...values,
    );
    return rows[0] === undefined ? null : toSession(rows[0]);
  }

  /**
   * A session's facts in the order of time.
   * @param session its row: {@link ArchivedSession.id}
   * @param kinds @default all
   */
  facts(session: number, kinds?: readonly string[]): ArchivedFact[] {
    const rows = this.#all<Omit<ArchivedFact, "isFailed"> & { isFailed: number }>(
      `SELECT kind, key, agent_id AS agentId, at_ms AS atMs, data, times, is_failed AS isFailed FROM facts
      WHERE session = ?${kinds === undefined ? "" : " AND kind IN (SELECT value FROM json_each(?))"} ORDER BY at_ms, id`,
      session,
      ...(kinds === undefined ? [] : [JSON.stringify(kinds)]),
    );
    return rows.map((row) => ({ ...row, isFailed: row.isFailed === 1 }));
  }

  /** What a session's only fact of a kind says, JSON; null without one. */
  only(session: number, kind: string): string | null {
    const sql = "SELECT data FROM facts WHERE session = ? AND kind = ? AND agent_id = '' AND key = ''";
    return this.#all<{ data: string }>(sql, session, kind)[0]?.data ?? null;
  }

  /** What the main agent of a session did last, by kind of fact; at equal times a message is the last. Null for nothing. */
  lastDone(session: number): string | null {
    // A session may have thousands: they are read from the end.
    const [last] = this.#all<{ kind: string }>(
      `SELECT kind FROM facts INDEXED BY facts_by_time
      WHERE session = ? AND agent_id = '' AND kind IN ('prompt', 'operation', 'message')
      ORDER BY at_ms DESC, kind = 'message' DESC LIMIT 1`,
      session,
    );
    return last?.kind ?? null;
  }

  /** The projects with sessions, the latest first. */
  projects(filter: SessionFilter): ArchivedProject[] {
    const { sql, values } = conditionsOf(filter);
    return this.#all<ArchivedProject>(
      `SELECT p.path, p.name, count(*) AS sessions, max(s.seen_ms) AS seenMs
      FROM sessions s JOIN projects p ON p.id = s.project WHERE TRUE${sql} GROUP BY p.id ORDER BY seenMs DESC`,
      ...values,
    );
  }

  #all<Row>(sql: string, ...values: SQLQueryBindings[]): Row[] {
    try {
      return this.#db.query<Row, SQLQueryBindings[]>(sql).all(...values);
    } catch (error) {
      throw isStoreUnavailable(error) ? asAway(error) : error;
    }
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}
