import type { Database, SQLQueryBindings } from "bun:sqlite";
import { timeText } from "../base/clock.ts";
import { HiveError } from "../base/errors.ts";
import { KIND_NAMES, type KindName, KINDS } from "../model/kinds.ts";
import { boundedBy, mergeRows, type Row } from "../model/merge.ts";
import type { Fact } from "../model/observation.ts";
import { openSaved } from "./reader.ts";
import {
  type Cell,
  cellOf,
  namedRow,
  ONE_ROW_SQL,
  OPERATIONS_SQL,
  PARTS,
  ROWS_OF_AGENTS_SQL,
  ROWS_OF_MAIN_SQL,
  type SessionState,
  type StateRow,
} from "./session-state.ts";
import { type NamedRow, rowIn, storedKey } from "./state-rows.ts";
import { UNTRUSTED } from "./untrusted.ts";

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
const ACTIVITIES = KIND_NAMES.filter((kind) => KINDS[kind].isWork);

/**
 * Reads sessions for somebody who has no time: without Kysely. Entries that still wait in the
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
   * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION. So do its methods, where what hive wrote is damaged
   */
  static async open(
    root: string,
    waiting: ReadonlyMap<string, WaitingEntries>,
    busyTimeoutMs: number,
  ): Promise<ResumeReader> {
    return new ResumeReader(await openSaved(root, busyTimeoutMs), waiting);
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
    const first = (kind: KindName): Cell | undefined => this.#rows(sessionId, kind, "main", 1).map(cellOf)[0];
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
    const state = this.#state(sessionId);
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

  #state(sessionId: string): SessionState {
    const parts: Record<string, unknown> = {};
    for (const { kind, field } of PARTS) {
      const { limit, ofSubagents } = KINDS[kind];
      const agents = ofSubagents ? this.#rows(sessionId, kind, "subagents", limit) : [];
      const cells = newestFirst([...this.#rows(sessionId, kind, "main", limit), ...agents]).map(cellOf);
      if (cells.length > 0) parts[field] = limit === 1 ? cells[0] : cells;
    }
    return parts;
  }

  /** The newest of the main agent's or of the subagents', with the waiting facts merged into them as the store does it. */
  #rows(sessionId: string, kind: KindName, whose: "main" | "subagents", limit: number): NamedRow[] {
    const sql = whose === "main" ? ROWS_OF_MAIN_SQL : ROWS_OF_AGENTS_SQL;
    const stored = this.#all<StateRow>(sql, sessionId, kind, limit).map(soundRow);
    const rows = new Map(stored.map((one) => [one.name, one]));
    for (const [name, waiting] of this.#waitingRows(sessionId, kind)) {
      if ((waiting.agentId === "") !== (whose === "main")) continue;
      const known = rows.get(name) ?? this.#stored(sessionId, kind, name);
      // As the store does it: a row ahead of the clock gives way.
      const row =
        known === undefined ? waiting.row : mergeRows(KINDS[kind].merge, boundedBy(known.row, Date.now()), waiting.row);
      rows.set(name, { ...waiting, row });
    }
    return newestFirst([...rows.values()]).slice(0, limit);
  }

  /** What waits of a kind, by the name of its row. */
  #waitingRows(sessionId: string, kind: KindName): ReadonlyMap<string, NamedRow> {
    const rows = new Map<string, NamedRow>();
    for (const fact of this.#waitingFor(sessionId).facts) {
      if (fact.kind !== kind) continue;
      const { key, agentId = "", atMs, data } = fact;
      const name = storedKey(agentId, key);
      const known = rows.get(name)?.row;
      const row = known === undefined ? { atMs, data } : mergeRows(KINDS[kind].merge, known, { atMs, data });
      rows.set(name, { name, agentId, key, row });
    }
    return rows;
  }

  #stored(sessionId: string, kind: KindName, name: string): NamedRow | undefined {
    return this.#all<StateRow>(ONE_ROW_SQL, sessionId, kind, name).map(soundRow)[0];
  }

  #countOperations(sessionId: string, afterMs: number): number {
    let count = this.#all<{ n: number }>(OPERATIONS_SQL, sessionId, afterMs)[0]?.n ?? 0;
    const isCounted = (row: Row): boolean => row.atMs > afterMs;
    for (const [name, { row }] of this.#waitingRows(sessionId, "operation")) {
      const stored = this.#stored(sessionId, "operation", name)?.row;
      if (stored !== undefined && isCounted(stored)) count -= 1;
      if (isCounted(stored === undefined ? row : mergeRows(KINDS.operation.merge, stored, row))) count += 1;
    }
    return count;
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

/** As the store orders its rows: at one time the greater key first. */
const newestFirst = (rows: readonly NamedRow[]): NamedRow[] =>
  rows.toSorted((a, b) => b.row.atMs - a.row.atMs || (a.name < b.name ? 1 : -1));

/** An agent is not told the half of what there is: a damaged row is an error. */
function soundRow(stored: StateRow): NamedRow {
  const row = rowIn(stored);
  if (row !== null) return namedRow(stored, row);
  throw new HiveError("HIVE_STORE_UNAVAILABLE", "a row in hive_state is not what hive wrote", {
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
