import type { Database } from "bun:sqlite";
import { objectIn } from "../../../base/json.ts";
import { openSaved } from "./reader.ts";

/** A fact of a session, at its time. */
export interface TimelineRow {
  /** A kind of fact, or `checkpoint`. */
  readonly kind: string;
  readonly key: string;
  /** The subagent that owns it; empty for the main agent. */
  readonly agentId: string;
  readonly atMs: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Kinds that a timeline shows one by one. A command's row has the key of its operation. */
const KINDS = "('prompt', 'operation', 'command', 'turn', 'agent', 'compact', 'end')";

const SQL = `SELECT kind, key, agent_id AS agentId, at_ms AS atMs, data FROM hive_state
  WHERE session_id = ?1 AND kind IN ${KINDS} AND at_ms < ?2
  UNION ALL SELECT 'checkpoint', type, '', created_at_ms, json_object('trigger', trigger) FROM hive_checkpoints
  WHERE session_id = ?1 AND created_at_ms < ?2
  ORDER BY at_ms DESC, key DESC LIMIT ?3`;

const BUSY_TIMEOUT_MS = 200;

interface Raw {
  readonly kind: unknown;
  readonly key: unknown;
  readonly agentId: unknown;
  readonly atMs: unknown;
  readonly data: unknown;
}

/**
 * The latest facts of a session before a time, the latest first.
 * @param limit the number of rows at most
 * @returns none if this user's hive has saved nothing yet
 * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
 */
export async function readTimeline(
  root: string,
  sessionId: string,
  beforeMs: number,
  limit: number,
): Promise<readonly TimelineRow[]> {
  const db: Database | null = await openSaved(root, BUSY_TIMEOUT_MS);
  if (db === null) return [];
  try {
    return db.query<Raw, [string, number, number]>(SQL).all(sessionId, beforeMs, limit).map(toRow);
  } finally {
    db.close();
  }
}

/** A column can hold any type, whatever its declaration says. */
const toRow = ({ kind, key, agentId, atMs, data }: Raw): TimelineRow => ({
  kind: String(kind),
  key: String(key),
  agentId: typeof agentId === "string" ? agentId : "",
  atMs: Number(atMs) || 0,
  data: (typeof data === "string" ? objectIn(data) : null) ?? {},
});
