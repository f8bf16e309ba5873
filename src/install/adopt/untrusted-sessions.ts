import type { Database } from "bun:sqlite";
import { UNTRUSTED } from "../../store/sqlite/untrusted.ts";

/** A session with facts that came without proof. */
export interface UntrustedSession {
  readonly id: string;
  /** Its title or its first prompt; null if neither is known. */
  readonly about: string | null;
}

const about = (kind: string, field: string): string =>
  `(SELECT json_extract(iif(json_valid(data), data, '{}'), '$.${field}') FROM hive_state s
    WHERE s.session_id = m.session_id AND s.kind = '${kind}' ORDER BY at_ms LIMIT 1)`;

/** The sessions that are restored to no agent. */
export function untrustedSessions(db: Database): UntrustedSession[] {
  return db
    .query<UntrustedSession, [string]>(
      `SELECT session_id AS id, coalesce(${about("session", "title")}, ${about("prompt", "text")}) AS about
       FROM hive_state m WHERE kind = ?`,
    )
    .all(UNTRUSTED);
}

/** Marks sessions as trusted, like hive's own: a person vouches for them. */
export function trustSessions(db: Database, ids: readonly string[]): void {
  const trust = db.query<unknown, [string, string]>("DELETE FROM hive_state WHERE session_id = ? AND kind = ?");
  db.transaction(() => {
    for (const id of ids) trust.run(id, UNTRUSTED);
  }).immediate();
}
