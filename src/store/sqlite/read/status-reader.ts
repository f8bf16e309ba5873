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
const LEDGER_LOT_MS = 300_000;
const OWN_SEQ = [8, 4, 4, 4, 12].map((digits) => "[0-9a-f]".repeat(digits)).join("-");
/** Numbers of 32 bits from one id of a lot to the next: four of the id, and one that parts them. */
export const LOT_WORDS = 5;
const PARTING = 0xffffffff;

/** Some of the ledger's seqs as ids. */
interface Lot {
  readonly ids: Uint8Array<ArrayBuffer> | null;
}

const LOT_SQL = `SELECT unhex(group_concat(seq, '${PARTING.toString(16)}'), '-') AS ids
  FROM hive_ledger WHERE applied_at_ms BETWEEN ? AND ?`;

/** Whether each seq of a lot has given an id. What others enqueued is no id, or parts the next ones elsewhere. */
function areIds({ ids }: Lot): boolean {
  if (ids === null || ids.length % Uint32Array.BYTES_PER_ELEMENT > 0) return false;
  const words = new Uint32Array(ids.buffer);
  for (let at = LOT_WORDS - 1; at < words.length; at += LOT_WORDS) if (words[at] !== PARTING) return false;
  return words.length % LOT_WORDS === LOT_WORDS - 1;
}

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
   * The ids of the entries applied since a time that may be hive's own: in lots, an id each {@link LOT_WORDS}. A lot is
   * invalid once the next is read. SQLite joins and decodes them: a day's 630,000 need neither a row each nor memory
   * all at once.
   */
  *appliedSince(sinceMs: number): Generator<Uint8Array<ArrayBuffer>> {
    const db = this.#db;
    const first = db.query<{ atMs: number | null }, [number]>(
      "SELECT min(applied_at_ms) AS atMs FROM hive_ledger WHERE applied_at_ms > ?",
    );
    const read = db.query<Lot, [number, number]>(LOT_SQL);
    // To compare each seq with the form of an id takes twice the time.
    const compare = db.query<Lot, [number, number]>(`${LOT_SQL} AND seq GLOB '${OWN_SEQ}'`);
    for (let lastMs = sinceMs - 1; ;) {
      const atMs = first.get(lastMs)!.atMs;
      if (atMs === null) return;
      lastMs = atMs + LEDGER_LOT_MS;
      let lot = read.get(atMs, lastMs)!;
      // @mutant a lot of the ledger with what is no id is read again
      if (!areIds(lot)) lot = compare.get(atMs, lastMs)!;
      if (lot.ids === null) continue;
      yield lot.ids;
      // Free its memory at once: the collector would wait for 10 MB of them.
      lot.ids.buffer.transfer(0);
    }
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}
