import type { Database, SQLQueryBindings } from "bun:sqlite";
import { HiveError } from "../../../base/errors.ts";
import { type KindName, KINDS } from "../../../model/kinds.ts";
import { boundedBy, CLOCK_SKEW_MS, mergeRows, readTime, type Row } from "../../../model/merge.ts";
import type { Fact } from "../../../model/observation.ts";
import { type NamedRow, rowIn, storedKey } from "../apply/stored-row.ts";
import type { WaitingEntries } from "./saved-session.ts";
import {
  namedRow,
  NEW_SQL,
  OLDEST_ROWS_SQL,
  ONE_ROW_SQL,
  OPERATIONS_SQL,
  ROWS_SQL,
  type StateRow,
} from "./session-state.ts";

const NOTHING_WAITS: WaitingEntries = { entries: 0, facts: [], checkpoints: [], instances: [] };

/** The state rows of sessions, as they will be when the entries that still wait in the queue are applied. */
export class MergedRows {
  /** Null if nothing was ever applied. */
  readonly db: Database | null;
  /** By session. */
  readonly waiting: ReadonlyMap<string, WaitingEntries>;
  readonly #nowMs: number;
  readonly #waitingKinds = new Map<string, WaitingKinds>();
  /** The sessions of which nothing is stored: those that wait have mostly just begun. */
  #new: ReadonlySet<string> | undefined;

  /** @param nowMs times further ahead come from a wrong clock */
  constructor(db: Database | null, waiting: ReadonlyMap<string, WaitingEntries>, nowMs: number) {
    this.db = db;
    this.waiting = waiting;
    this.#nowMs = nowMs;
  }

  waitingFor(sessionId: string): WaitingEntries {
    return this.waiting.get(sessionId) ?? NOTHING_WAITS;
  }

  /** The rows that a statement returns; none if nothing was ever applied. */
  all<Found>(sql: string, ...values: SQLQueryBindings[]): Found[] {
    return this.db === null ? [] : this.db.query<Found, SQLQueryBindings[]>(sql).all(...values);
  }

  /** The rows of a session that a statement returns. Its first parameter is the session. */
  of<Found>(sql: string, sessionId: string, ...values: SQLQueryBindings[]): Found[] {
    return this.#isNew(sessionId) ? [] : this.all<Found>(sql, sessionId, ...values);
  }

  #isNew(sessionId: string): boolean {
    // @mutant a session that only waits takes no statement of its own
    if (!this.waiting.has(sessionId)) return false;
    this.#new ??= new Set(
      this.all<{ id: string }>(NEW_SQL, JSON.stringify([...this.waiting.keys()])).map(({ id }) => id),
    );
    return this.#new.has(sessionId);
  }

  /** The latest time that a stored one may have, in ms since 1970. */
  get boundMs(): number {
    return this.#nowMs + CLOCK_SKEW_MS;
  }

  /** The newest rows of the main agent or of the subagents. The waiting facts are merged as the store does it. */
  newest(sessionId: string, kind: KindName, whose: "main" | "subagents", limit: number): NamedRow[] {
    const waitingRows = this.#waitingRows(sessionId, kind);
    if (waitingRows.size === 0 && this.#isNew(sessionId)) return [];
    const sql = ROWS_SQL[whose];
    const { boundMs } = this;
    const stored = this.of<StateRow>(sql.until, sessionId, kind, limit, boundMs).map(soundRow);
    // Rows ahead of the clock count as older than all others.
    if (stored.length < limit) {
      const left = limit - stored.length;
      stored.push(...this.of<StateRow>(sql.ahead, sessionId, kind, left, boundMs).map(soundRow));
    }
    const rows = new Map(stored.map((one) => [one.name, one]));
    for (const [name, waiting] of waitingRows) {
      if ((waiting.agentId === "") !== (whose === "main")) continue;
      const known = rows.get(name) ?? this.#stored(sessionId, kind, name);
      // As in the store, a row ahead of the clock yields.
      const row =
        known === undefined
          ? waiting.row
          : mergeRows(KINDS[kind].merge, boundedBy(known.row, this.#nowMs), waiting.row);
      rows.set(name, { ...waiting, row });
    }
    const read = [...rows.values()].map((one) => ({ ...one, row: { ...one.row, atMs: this.readMs(one.row.atMs) } }));
    return newestFirst(read).slice(0, limit);
  }

  /** A stored time as a reader shows it: one ahead of the clock is the oldest. */
  readMs(atMs: number): number {
    return readTime(atMs, this.#nowMs);
  }

  /** The oldest rows of the main agent, the first of them first. */
  oldest(sessionId: string, kind: KindName, most: number): NamedRow[] {
    const waiting = [...this.#waitingRows(sessionId, kind).values()].filter(({ agentId }) => agentId === "");
    const limit = most + waiting.length;
    const stored = this.of<StateRow>(OLDEST_ROWS_SQL, sessionId, kind, limit).map(soundRow);
    const rows = new Map(stored.map((one) => [one.name, one]));
    for (const one of waiting) {
      const known = rows.get(one.name) ?? this.#stored(sessionId, kind, one.name);
      const row = known === undefined ? one.row : mergeRows(KINDS[kind].merge, known.row, one.row);
      rows.set(one.name, { ...one, row });
    }
    return [...rows.values()].toSorted((a, b) => a.row.atMs - b.row.atMs || (a.name < b.name ? -1 : 1)).slice(0, most);
  }

  /** The waiting rows of a kind, by their name. */
  #waitingRows(sessionId: string, kind: KindName): ReadonlyMap<string, NamedRow> {
    let kinds = this.#waitingKinds.get(sessionId);
    if (kinds === undefined) {
      kinds = waitingKinds(this.waitingFor(sessionId).facts);
      this.#waitingKinds.set(sessionId, kinds);
    }
    return kinds.get(kind) ?? NO_ROWS;
  }

  #stored(sessionId: string, kind: KindName, name: string): NamedRow | undefined {
    return this.of<StateRow>(ONE_ROW_SQL, sessionId, kind, name).map(soundRow)[0];
  }

  /** The number of operations after a time, in ms since 1970. */
  countOperations(sessionId: string, afterMs: number): number {
    let count = this.of<{ n: number }>(OPERATIONS_SQL, sessionId, afterMs)[0]?.n ?? 0;
    const isCounted = (row: Row): boolean => row.atMs > afterMs;
    for (const [name, { row }] of this.#waitingRows(sessionId, "operation")) {
      const stored = this.#stored(sessionId, "operation", name)?.row;
      if (stored !== undefined && isCounted(stored)) count -= 1;
      if (isCounted(stored === undefined ? row : mergeRows(KINDS.operation.merge, stored, row))) count += 1;
    }
    return count;
  }
}

const NO_ROWS: ReadonlyMap<string, NamedRow> = new Map();

type WaitingKinds = ReadonlyMap<KindName, ReadonlyMap<string, NamedRow>>;

/** Waiting facts as rows, by kind and name. */
function waitingKinds(facts: readonly Fact[]): WaitingKinds {
  const kinds = new Map<KindName, Map<string, NamedRow>>();
  for (const { kind, key, agentId = "", atMs, data } of facts) {
    const rows = kinds.get(kind) ?? new Map<string, NamedRow>();
    kinds.set(kind, rows);
    const name = storedKey(agentId, key);
    const known = rows.get(name)?.row;
    const row = known === undefined ? { atMs, data } : mergeRows(KINDS[kind].merge, known, { atMs, data });
    rows.set(name, { name, agentId, key, row });
  }
  return kinds;
}

/** In the store's order: at equal times the greater key first. */
export const newestFirst = (rows: readonly NamedRow[]): NamedRow[] =>
  rows.toSorted((a, b) => b.row.atMs - a.row.atMs || (a.name < b.name ? 1 : -1));

/** Never restore partial state: a malformed row throws. */
function soundRow(stored: StateRow): NamedRow {
  const row = rowIn(stored);
  if (row !== null) return namedRow(stored, row);
  throw new HiveError("HIVE_STORE_UNAVAILABLE", "a row in hive_state is not what hive wrote", {
    hint: "was the database written to by another program? hive show reads the last checkpoint",
  });
}
