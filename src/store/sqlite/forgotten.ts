import type { Database, Statement } from "bun:sqlite";

/**
 * Sessions that a person had hive forget. A row marks each, so that an entry that was still under way cannot bring it
 * back. The mark is a hash under the user's key: it names no session.
 */

/** The kind of the row that marks such a session. No fact has this kind. */
const FORGOTTEN = "forgotten";
/** The row's data until the database file holds nothing more of the session. */
const UNFINISHED = '{"isErased":false}';

const MARKS = `FROM hive_state WHERE session_id = '' AND kind = '${FORGOTTEN}'`;

/** Runs at each batch, so it is compiled once. */
export interface ForgottenMarks {
  readonly key: string;
  readonly any: Statement<unknown, []>;
  readonly atMs: Statement<{ at_ms: number }, [string]>;
}

export const prepareForgotten = (db: Database, key: string): ForgottenMarks => ({
  key,
  any: db.prepare(`SELECT 1 ${MARKS} LIMIT 1`),
  atMs: db.prepare(`SELECT at_ms ${MARKS} AND key = ?`),
});

/**
 * Whether a session's observation at a time is forgotten.
 * @returns a function that is valid within one transaction
 */
export function forgottenIn({ key, any, atMs }: ForgottenMarks): (sessionId: string, seenMs: number) => boolean {
  const known = new Map<string, number>();
  let isAny: boolean | undefined;
  return (sessionId, seenMs) => {
    isAny ??= any.get() !== null;
    if (!isAny) return false;
    let untilMs = known.get(sessionId);
    if (untilMs === undefined) {
      untilMs = atMs.get(markOf(sessionId, key))?.at_ms ?? Number.NEGATIVE_INFINITY;
      known.set(sessionId, untilMs);
    }
    return seenMs <= untilMs;
  };
}

/** Notes that a session is forgotten up to now, and not yet erased. */
export function markForgotten(db: Database, sessionId: string, key: string, nowMs: number): void {
  db.query(
    `INSERT INTO hive_state (session_id, kind, key, agent_id, at_ms, data) VALUES ('', '${FORGOTTEN}', ?1, '', ?2, '${UNFINISHED}')
     ON CONFLICT DO UPDATE SET at_ms = max(at_ms, ?2), data = '${UNFINISHED}'`,
  ).run(markOf(sessionId, key), nowMs);
}

/** Whether sessions were forgotten, and their bytes may still be in the database file. */
export const isForgettingUnfinished = (db: Database): boolean =>
  db.query(`SELECT 1 ${MARKS} AND data = '${UNFINISHED}'`).get() !== null;

export function finishForgetting(db: Database): void {
  db.query(`UPDATE hive_state SET data = '{}' WHERE session_id = '' AND kind = '${FORGOTTEN}'`).run();
}

const markOf = (sessionId: string, key: string): string =>
  new Bun.CryptoHasher("sha256", key).update(`hive forgotten\n${sessionId}`).digest("hex");
