import { type Catalogue } from "./catalogue.ts";
import { type SnapshotRow, snapshotOf } from "./catalogue-rows.ts";

/** Which snapshots of a session are wanted. */
export interface Wanted {
  readonly sessionId: string;
  /** Taken from then on, in ms since 1970. */
  readonly fromMs: number;
  /** Taken before this time. */
  readonly beforeMs: number;
  /** The largest number. */
  readonly limit: number;
}

/** The latest snapshots of a session within a time that found changes, or were taken before a prompt; the latest first. */
export function snapshotsOfSession(
  { db }: Catalogue,
  { sessionId, fromMs, beforeMs, limit }: Wanted,
): readonly SnapshotRow[] {
  const sql = `SELECT * FROM snapshots s WHERE session = ? AND at_ms >= ? AND at_ms < ?
    AND (trigger = 'prompt' OR EXISTS (SELECT 1 FROM changes c WHERE c.snapshot = s.id)) ORDER BY id DESC LIMIT ?`;
  const query = db.query<Record<string, never>, [string, number, number, number]>(sql);
  return query.all(sessionId, fromMs, beforeMs, limit).map(snapshotOf);
}

/** One snapshot; null for one that is not kept. */
export function snapshotAt({ db }: Catalogue, id: number): SnapshotRow | null {
  const row = db.query<Record<string, never>, [number]>("SELECT * FROM snapshots WHERE id = ?").get(id);
  return row === null ? null : snapshotOf(row);
}
