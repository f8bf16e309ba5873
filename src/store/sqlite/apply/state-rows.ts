import type { Statement } from "bun:sqlite";
import { type KindName, KINDS } from "../../../model/kinds.ts";
import { boundedBy, mergeRows, type Row } from "../../../model/merge.ts";
import type { Fact } from "../../../model/observation.ts";
import type { Connection } from "../open/connection.ts";
import { parameter as p, Prepared } from "../prepared.ts";
import { type NamedRow, rowIn, storedKey, type StoredRow } from "./stored-row.ts";

interface Held {
  readonly sessionId: string;
  readonly agentId: string;
  readonly kind: KindName;
  readonly name: string;
  row: Row;
  /** The row's fields as JSON, made at their first use. */
  json: string | null;
}

const cacheKeyOf = (sessionId: string, kind: KindName, name: string): string =>
  `${kind}\u0000${name}\u0000${sessionId}`;

function jsonOf(held: Held): string {
  held.json ??= JSON.stringify(held.row.data);
  return held.json;
}

/** A change that a fact has made. */
export interface Change {
  readonly kind: KindName;
  /** The subagent's id; empty for a row of the main agent. */
  readonly agentId: string;
  /** Its key as the table has it. */
  readonly name: string;
  readonly row: Row;
  /** Whether nothing was known under its name. */
  readonly isNew: boolean;
  /** The row's fields. */
  readonly json: () => string;
}

/**
 * The rows of sessions' state while a batch is applied. Merges the batch's facts on one row here, and writes it to
 * SQLite once.
 */
export class StateRows {
  readonly #read: Statement<StoredRow, [string, string, string]>;
  readonly #write: Prepared;
  readonly #held = new Map<string, Held>();
  readonly #dirty = new Set<Held>();
  readonly #nowMs: number;

  constructor(statements: StateStatements, nowMs: number) {
    this.#read = statements.read;
    this.#write = statements.write;
    this.#nowMs = nowMs;
  }

  /** @returns the change; null if the row is already known */
  merge(sessionId: string, { kind, key, atMs, data, agentId = "" }: Fact): Change | null {
    return this.mergeRow(sessionId, kind, { agentId, name: storedKey(agentId, key), row: { atMs, data } });
  }

  /** The row of a name, as the table has it; null where nothing is known under it. */
  row(sessionId: string, kind: KindName, name: string): Row | null {
    return this.#held.get(cacheKeyOf(sessionId, kind, name))?.row ?? this.#stored(sessionId, kind, name);
  }

  /** @returns the change; null if the row is already known */
  mergeRow(sessionId: string, kind: KindName, { agentId, name, row: comes }: Omit<NamedRow, "key">): Change | null {
    const cacheKey = cacheKeyOf(sessionId, kind, name);
    const held = this.#held.get(cacheKey);
    const known = held?.row ?? this.#stored(sessionId, kind, name);
    const row = known === null ? comes : mergeRows(KINDS[kind].merge, known, comes);
    if (row === known) return null;
    const next = held ?? { sessionId, agentId, kind, name, row, json: null };
    next.row = row;
    next.json = null;
    if (held === undefined) this.#held.set(cacheKey, next);
    this.#dirty.add(next);
    return { kind, agentId, name, row, isNew: known === null, json: () => jsonOf(next) };
  }

  /** Writes the changed rows. */
  flush(): void {
    for (const held of this.#dirty) {
      const { sessionId, agentId, kind, name: key, row } = held;
      const times = row.times === undefined ? null : JSON.stringify(row.times);
      this.#write.run({ sessionId, kind, key, agentId, atMs: row.atMs, data: jsonOf(held), times });
    }
    this.#dirty.clear();
  }

  /** Null for a missing or damaged row: the new one replaces it. */
  #stored(sessionId: string, kind: KindName, name: string): Row | null {
    const found = this.#read.get(sessionId, kind, name);
    const row = found === null ? null : rowIn(found);
    // @mutant a row ahead of the clock gives way
    return row === null ? null : boundedBy(row, this.#nowMs);
  }
}

/** Statements compiled once for {@link StateRows}. */
export interface StateStatements {
  readonly read: Statement<StoredRow, [string, string, string]>;
  readonly write: Prepared;
}

export function prepareState({ db, kysely }: Pick<Connection, "db" | "kysely">): StateStatements {
  const row = {
    session_id: p("sessionId"),
    kind: p("kind"),
    key: p("key"),
    agent_id: p("agentId"),
    at_ms: p("atMs"),
    data: p("data"),
    times: p("times"),
  };
  const { session_id: _, kind: __, key: ___, ...changed } = row;
  return {
    read: db.prepare("SELECT at_ms, data, times FROM hive_state WHERE session_id = ? AND kind = ? AND key = ?"),
    write: new Prepared(
      db,
      kysely
        .insertInto("hive_state")
        .values(row)
        .onConflict((conflict) => conflict.columns(["session_id", "kind", "key"]).doUpdateSet(changed)),
    ),
  };
}
