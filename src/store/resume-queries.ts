import type { Database, SQLQueryBindings } from "bun:sqlite";
import { timeText } from "../clock.ts";
import { HiveError } from "../errors.ts";
import { userKey } from "../origin/key.ts";
import { type Cell, cellIn, CELLS_SQL, readState, type SessionState, type StateRow, UNTRUSTED } from "./checkpoint.ts";
import { openForReading } from "./database.ts";
import { locateStore } from "./location.ts";
import { mergePatch } from "./merge-patch.ts";
import type { Fact } from "./payloads.ts";

/** A checkpoint without what it holds. */
interface CheckpointTime {
  readonly atMs: number;
  /** `auto`, `manual`, `compact` or `stop`. */
  readonly type: string;
  /** The event that caused it. */
  readonly trigger: string;
}

/** Where and when a session was seen. */
interface InstanceSighting {
  readonly instanceId: string;
  /** The agent's process; null when it did not say. */
  readonly pid: number | null;
  readonly lastSeenMs: number;
}

/** What entries tell of a session that are not in the store yet. */
export interface WaitingEntries {
  readonly entries: number;
  readonly facts: readonly Fact[];
  readonly checkpoints: readonly CheckpointTime[];
  readonly instances: readonly InstanceSighting[];
}

const NOTHING_WAITS: WaitingEntries = { entries: 0, facts: [], checkpoints: [], instances: [] };

export type Ending =
  /** SessionEnd was seen, and nothing after it. */
  | { readonly kind: "ended"; readonly at: string; readonly reason: string | null }
  /** A compaction was the last that was seen. */
  | { readonly kind: "compacted"; readonly at: string }
  /** It still runs, has crashed or was killed. */
  | { readonly kind: "none-seen" };

/** When a session was seen last, what it did last, and how it ended. */
export interface SessionOutline {
  readonly sessionId: string;
  readonly cwd: string | null;
  readonly lastSeenMs: number;
  /** The latest prompt, tool call, message and the like; null when there was none. */
  readonly lastActiveMs: number | null;
  readonly ending: Ending;
  readonly instances: readonly InstanceSighting[];
}

/** All that is saved of a session, for one that goes on from there. */
export interface SavedSession extends SessionOutline {
  /** What it is for, as its title has it. */
  readonly objective: string | null;
  /** The last that was seen is the end of the agent's turn, not something within it. */
  readonly isTurnFinished: boolean;
  readonly lastCheckpoint: CheckpointTime | null;
  readonly operations: number;
  readonly operationsSinceCheckpoint: number;
  readonly waitingEntries: number;
  readonly state: SessionState;
}

/** What an agent or its user does; the other kinds only say where. */
const ACTIVITIES: ReadonlyArray<Fact["kind"]> = [
  "operation",
  "prompt",
  "message",
  "todos",
  "task",
  "agent",
  "plan",
  "background",
  "file",
  "command",
  "compact",
];

/** hive's own: what raw SQL may write is not told to an agent, and decides nothing. */
const TABLES = ["hive_state", "hive_checkpoints", "hive_instances"];

/**
 * Reads sessions for somebody who has no time: no migration, no Kysely, read only. Entries that still wait in the
 * queue are laid over what the store has, as applying them would.
 */
export class ResumeReader implements Disposable {
  /** Null where nothing was ever applied. */
  readonly #db: Database | null;
  readonly #waiting: ReadonlyMap<string, WaitingEntries>;

  private constructor(db: Database | null, waiting: ReadonlyMap<string, WaitingEntries>) {
    this.#db = db;
    this.#waiting = waiting;
  }

  /**
   * @param root the state directory
   * @param waiting by session; to be read before this, so that no entry slips by between queue and store
   * @param busyTimeoutMs how long to wait for a lock
   * @throws SQLite's errors: the store is locked, unreadable or no database. Its methods throw HIVE_STORE_UNAVAILABLE
   * where what hive wrote is damaged
   */
  static open(root: string, waiting: ReadonlyMap<string, WaitingEntries>, busyTimeoutMs: number): ResumeReader {
    const key = userKey(root);
    const { path, isThere } = locateStore(root, key);
    if (!isThere) return new ResumeReader(null, waiting);
    const db = openForReading(path, key, busyTimeoutMs);
    try {
      // What is read belongs together, whatever is committed meanwhile.
      db.run("BEGIN");
      const marks = TABLES.map(() => "?").join(", ");
      const sql = `SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table' AND name IN (${marks})`;
      const isHives = db.query<{ n: number }, string[]>(sql).get(...TABLES)?.n === TABLES.length;
      if (isHives) return new ResumeReader(db, waiting);
    } catch (error) {
      db.close();
      throw error;
    }
    db.close();
    return new ResumeReader(null, waiting);
  }

  /**
   * The ids of sessions that begin so and that hive has seen something of, the latest seen first.
   * @param isTrusted whether those alone count of which no fact came without proof
   */
  sessionIds(prefix: string, limit: number, isTrusted: boolean): string[] {
    const waiting = [...this.#waiting.keys()].filter((id) => id.startsWith(prefix));
    const stored = this.#all<{ id: string }>(
      `SELECT session_id AS id FROM hive_instances i WHERE substr(session_id, 1, length(?1)) = ?1
         AND NOT (?3 AND EXISTS (SELECT 1 FROM hive_state s WHERE s.session_id = i.session_id AND s.kind = ?4))
         GROUP BY session_id ORDER BY max(last_seen_ms) DESC LIMIT ?2`,
      prefix,
      limit,
      isTrusted,
      UNTRUSTED,
    );
    const known = [...new Set([...waiting, ...stored.map((row) => row.id)])];
    return isTrusted ? known.filter((id) => !this.isUntrusted(id)) : known;
  }

  /** Whether somebody else may have written what is known of a session: an agent hears of it when it is asked for alone. */
  isUntrusted(sessionId: string): boolean {
    return this.#all("SELECT 1 FROM hive_state WHERE session_id = ? AND kind = ?", sessionId, UNTRUSTED).length > 0;
  }

  /** Null for a session that hive has seen nothing of. */
  outline(sessionId: string): SessionOutline | null {
    const first = (kind: Fact["kind"]): Cell | undefined => this.#cells(sessionId, kind, 1)[0];
    const session = first("session");
    const lastActiveMs = latest(ACTIVITIES.map(first));
    const lastSeenMs = latest([session, first("end")]) ?? lastActiveMs;
    if (lastSeenMs === null) return null;
    const lastWorkMs = latest([first("operation"), first("prompt"), first("message")]);
    return {
      sessionId,
      cwd: text(session?.["cwd"]),
      lastSeenMs,
      lastActiveMs,
      ending: endingOf(first("end"), first("compact"), lastSeenMs, lastWorkMs),
      instances: this.#instances(sessionId),
    };
  }

  /** Null for a session that hive has seen nothing of. */
  session(sessionId: string): SavedSession | null {
    const outline = this.outline(sessionId);
    if (outline === null) return null;
    const state = readState((kind, limit) => this.#cells(sessionId, kind, limit));
    const lastCheckpoint = this.#lastCheckpoint(sessionId);
    const lastMessageMs = latest([state.lastAssistantMessage]);
    const lastWorkMs = latest([state.prompts?.[0], state.operations?.[0]]);
    return {
      ...outline,
      objective: text(state.session?.["title"]),
      isTurnFinished: lastMessageMs !== null && lastMessageMs >= (lastWorkMs ?? 0),
      lastCheckpoint,
      operations: this.#countOperations(sessionId, Number.NEGATIVE_INFINITY),
      operationsSinceCheckpoint: this.#countOperations(sessionId, lastCheckpoint?.atMs ?? Number.NEGATIVE_INFINITY),
      waitingEntries: this.#waitingFor(sessionId).entries,
      state,
    };
  }

  [Symbol.dispose](): void {
    this.#db?.close();
  }

  #waitingFor(sessionId: string): WaitingEntries {
    return this.#waiting.get(sessionId) ?? NOTHING_WAITS;
  }

  #all<Row>(sql: string, ...values: SQLQueryBindings[]): Row[] {
    return this.#db === null ? [] : this.#db.query<Row, SQLQueryBindings[]>(sql).all(...values);
  }

  /** The store's cells with the waiting facts merged into them, as the store does it. */
  #cells(sessionId: string, kind: Fact["kind"], limit: number): Cell[] {
    const stored = this.#all<StateRow>(CELLS_SQL, sessionId, kind, limit).map(soundCell);
    const facts = this.#waitingFor(sessionId).facts.filter((fact) => fact.kind === kind);
    if (facts.length === 0) return stored;
    const cells = new Map(stored.map((cell) => [cell.key, cell]));
    for (const { key, atMs, data } of facts) {
      const known = cells.get(key) ?? this.#cell(sessionId, kind, key);
      if (known === undefined) cells.set(key, { ...data, key, atMs });
      else if (kind === "operation") cells.set(key, known);
      else if (atMs >= known.atMs) cells.set(key, { ...mergePatch(known, data), key, atMs });
      else cells.set(key, { ...mergePatch(data, known), key, atMs: known.atMs });
    }
    return [...cells.values()].toSorted((a, b) => b.atMs - a.atMs).slice(0, limit);
  }

  #cell(sessionId: string, kind: Fact["kind"], key: string): Cell | undefined {
    const sql = "SELECT key, at_ms, data FROM hive_state WHERE session_id = ? AND kind = ? AND key = ?";
    return this.#all<StateRow>(sql, sessionId, kind, key).map(soundCell)[0];
  }

  #countOperations(sessionId: string, afterMs: number): number {
    const sql = "SELECT count(*) AS n FROM hive_state WHERE session_id = ? AND kind = 'operation' AND at_ms > ?";
    const stored = this.#all<{ n: number }>(sql, sessionId, afterMs)[0]?.n ?? 0;
    // Of two deliveries of one operation the first one counts.
    const waiting = new Map<string, number>();
    for (const { kind, key, atMs } of this.#waitingFor(sessionId).facts) {
      if (kind === "operation" && !waiting.has(key)) waiting.set(key, atMs);
    }
    const isNew = ([key, atMs]: [string, number]): boolean =>
      atMs > afterMs && this.#cell(sessionId, "operation", key) === undefined;
    return stored + [...waiting].filter(isNew).length;
  }

  #lastCheckpoint(sessionId: string): CheckpointTime | null {
    const stored = this.#all<CheckpointTime>(
      "SELECT created_at_ms AS atMs, type, trigger FROM hive_checkpoints WHERE session_id = ? ORDER BY created_at_ms DESC LIMIT 1",
      sessionId,
    );
    const all = [...stored, ...this.#waitingFor(sessionId).checkpoints];
    return all.toSorted((a, b) => b.atMs - a.atMs)[0] ?? null;
  }

  #instances(sessionId: string): InstanceSighting[] {
    const sql =
      "SELECT instance_id AS instanceId, pid, last_seen_ms AS lastSeenMs FROM hive_instances WHERE session_id = ?";
    return [...this.#all<InstanceSighting>(sql, sessionId), ...this.#waitingFor(sessionId).instances];
  }
}

/** An agent is not told the half of what there is: a damaged cell is an error. */
function soundCell(row: StateRow): Cell {
  const cell = cellIn(row);
  if (cell !== null) return cell;
  throw new HiveError("HIVE_STORE_UNAVAILABLE", "a cell in hive_state is not what hive wrote", {
    hint: "was the database written to by another program? hive show reads the last checkpoint",
  });
}

function latest(cells: ReadonlyArray<Cell | undefined>): number | null {
  const times = cells.filter((cell) => cell !== undefined).map((cell) => cell.atMs);
  return times.length === 0 ? null : Math.max(...times);
}

function endingOf(
  end: Cell | undefined,
  compact: Cell | undefined,
  lastSeenMs: number,
  lastWorkMs: number | null,
): Ending {
  if (end !== undefined && end.atMs >= lastSeenMs) {
    return { kind: "ended", at: timeText(end.atMs), reason: text(end["reason"]) };
  }
  if (compact !== undefined && compact.atMs >= (lastWorkMs ?? 0)) {
    return { kind: "compacted", at: timeText(compact.atMs) };
  }
  return { kind: "none-seen" };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
