import type { Database } from "bun:sqlite";
import { timeText } from "../../../base/clock.ts";
import { type Waiting, waitingIn } from "../outbox.ts";
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
/** The span of the ledger in one read: some thousand rows of a busy day. */
const LEDGER_LOT_MS = 120_000;

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

  /**
   * The seqs of the entries applied since a time that may be hive's own: in batches, each seq 36 bytes. A batch is
   * invalid once the next is read. SQLite joins the seqs: a day's 630,000 need neither a row each nor memory all at
   * once.
   */
  *appliedSince(sinceMs: number): Generator<Uint8Array> {
    const db = this.#db;
    const first = db.query<{ atMs: number | null }, [number]>(
      "SELECT min(applied_at_ms) AS atMs FROM hive_ledger WHERE applied_at_ms > ?",
    );
    const lot = db.query<{ seqs: Uint8Array | null }, [number, number]>(
      // @mutant of what others enqueued the ledger's lots hold nothing
      `SELECT CAST(group_concat(seq, '') FILTER (WHERE octet_length(seq) = 36) AS BLOB) AS seqs
      FROM hive_ledger WHERE applied_at_ms BETWEEN ? AND ?`,
    );
    for (let lastMs = sinceMs - 1; ;) {
      const atMs = first.get(lastMs)!.atMs;
      if (atMs === null) return;
      lastMs = atMs + LEDGER_LOT_MS;
      const { seqs } = lot.get(atMs, lastMs)!;
      if (seqs === null) continue;
      yield seqs;
      // Free its memory at once: the collector would wait for 20 MB of them.
      (seqs.buffer as ArrayBuffer).transfer(0);
    }
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}
