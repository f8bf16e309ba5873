import type { Database } from "bun:sqlite";
import { deleteSessions } from "./erase.ts";

/** How much the archive keeps. */
export interface Retention {
  /** Days without activity after which a session goes; 0 keeps it for ever. */
  readonly days: number;
  readonly maxBytes: number;
}

const DAY_MS = 86_400_000;
/** The most sessions that one transaction deletes: other forwarders wait for it. */
const LOT = 10;

/** The bytes that are in use; pages that were freed are used again. */
export function bytesIn(db: Database): number {
  const one = (name: string): number =>
    Object.values(db.query<Record<string, number>, []>(`PRAGMA ${name}`).get()!)[0] ?? 0;
  return (one("page_count") - one("freelist_count")) * one("page_size");
}

/**
 * Deletes some sessions that are beyond the retention, the longest inactive first.
 * @returns how many; fewer than there may be, so that the lock is free in between
 */
export function retain(db: Database, { days, maxBytes }: Retention, nowMs: number): number {
  const oldest = db.query<{ id: number }, [number, number]>(
    "SELECT id FROM sessions WHERE seen_ms < ? ORDER BY seen_ms LIMIT ?",
  );
  const isTooLarge = bytesIn(db) > maxBytes;
  // @mutant the archive keeps what is not beyond its retention
  const beforeMs = isTooLarge ? Number.MAX_SAFE_INTEGER : days === 0 ? Number.MIN_SAFE_INTEGER : nowMs - days * DAY_MS;
  const ids = oldest.all(beforeMs, LOT).map(({ id }) => id);
  if (ids.length === 0) return 0;
  db.transaction(() => deleteSessions(db, ids)).immediate();
  db.run("PRAGMA incremental_vacuum");
  return ids.length;
}
