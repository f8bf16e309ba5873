import type { Database } from "bun:sqlite";
import { timeText } from "../../../base/clock.ts";
import { type NoteRow, readNotes } from "../ledger/journal-notes.ts";
import { type Waiting, waitingIn } from "../outbox.ts";
import { appliedIds } from "../ledger/applied-ids.ts";
import { openSaved } from "./reader.ts";

/** The number of hook calls by one agent. */
export interface AgentCalls {
  /** Such as `claude-code`; `unknown` if its payloads do not say, null from an older hive. */
  readonly agent: string | null;
  readonly sessions: number;
  readonly calls: number;
  /** RFC 3339. */
  readonly lastCallAt: string;
}

const BUSY_TIMEOUT_MS = 2000;
/**
 * The reader of `hive status`, in plain SQL: loading Kysely would take longer than the read. It waits up to 2 s for a
 * lock.
 */
export class StatusReader {
  readonly #db: Database;

  private constructor(db: Database) {
    this.#db = db;
  }

  /**
   * @param root a state directory
   * @returns null if this user's hive has saved nothing yet
   * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
   */
  static async open(root: string): Promise<StatusReader | null> {
    const db = await openSaved(root, BUSY_TIMEOUT_MS);
    return db === null ? null : new StatusReader(db);
  }

  /** The programs with saved calls, the latest caller first. */
  agents(): AgentCalls[] {
    const sql = `SELECT agent, count(DISTINCT session_id) AS sessions, sum(observations) AS calls, max(last_seen_ms) AS atMs
      FROM hive_instances GROUP BY agent ORDER BY atMs DESC`;
    const rows = this.#db.query<Omit<AgentCalls, "lastCallAt"> & { atMs: number }, []>(sql).all();
    return rows.map(({ atMs, ...row }) => ({ ...row, lastCallAt: timeText(atMs) }));
  }

  /** The outbox rows that still wait for a target. */
  waiting(): Waiting {
    return waitingIn(this.#db);
  }

  /** What workers noted about the journals of past hours, by hour. */
  notes(): Map<number, NoteRow> {
    return readNotes(this.#db);
  }

  /** The ids of the entries applied since a time, in lots: see {@link appliedIds}. */
  appliedSince(sinceMs: number): Generator<Uint8Array<ArrayBuffer>> {
    return appliedIds(this.#db, sinceMs);
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}
