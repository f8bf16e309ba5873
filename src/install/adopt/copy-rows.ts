import type { Database, SQLQueryBindings } from "bun:sqlite";
import { objectIn } from "../../base/json.ts";
import { UNTRUSTED } from "../../store/sqlite/untrusted.ts";
import { type KindName, KINDS } from "../../model/kinds.ts";
import { kyselyOf } from "../../store/sqlite/open/connection.ts";
import { prepareState, StateRows } from "../../store/sqlite/apply/state-rows.ts";
import { rowIn } from "../../store/sqlite/apply/stored-row.ts";
import { type ForeignDatabase, type ForeignTable, quotedName } from "./foreign-database.ts";

/** The result of a copy. */
export interface Copied {
  readonly rows: number;
  /** The number of rows in hive's own tables that hive would not write. */
  readonly skipped: number;
}

type Row = Readonly<Record<string, SQLQueryBindings>>;

/** claude-flow's tables, as hive makes them. */
const SHARED = ["swarms", "sessions", "session_logs", "instance_sessions", "agents"];
const OWN = /^(hive|kysely)_/i;
const MAX_KEY_CHARS = 4096;
/** hive 0.1.0 marked untrusted sessions with this name. */
const UNTRUSTED_BEFORE = "untold";

/**
 * Copies the rows of an adopted database into hive's own, all or none. Existing rows stay; facts merge as in an apply,
 * the later one winning.
 */
export function copyRows(from: ForeignDatabase, to: Database): Copied {
  const copy = new Copy(from, to);
  return to.transaction(() => copy.run()).immediate();
}

class Copy {
  readonly #from: ForeignDatabase;
  readonly #to: Database;
  /** The sessions with copied facts. */
  readonly #sessions = new Set<string>();
  #rows = 0;
  #skipped = 0;

  constructor(from: ForeignDatabase, to: Database) {
    this.#from = from;
    this.#to = to;
  }

  run(): Copied {
    for (const table of this.#from.tables) {
      if (SHARED.includes(table.name)) this.#copyShared(table);
      else if (!OWN.test(table.name)) this.#copyOther(table);
    }
    this.#copyFacts();
    this.#copyCheckpoints();
    this.#copyLedger();
    this.#copyInstances();
    return { rows: this.#rows, skipped: this.#skipped };
  }

  /** Keeps columns that hive does not know, without the rules that the other schema had for them. */
  #copyShared({ name, columns }: ForeignTable): void {
    const known = new Set(columnsOf(this.#to, name));
    for (const column of columns) {
      if (known.has(column.name)) continue;
      this.#to.run(`ALTER TABLE ${name} ADD COLUMN ${quotedName(column.name)} ${column.type}`);
    }
    // A log's number is only its position in this table; an instance's row has the id that hive gives it.
    const names = columns.map((column) => column.name).filter((column) => name !== "session_logs" || column !== "id");
    const conflict =
      name === "sessions"
        ? `ON CONFLICT (id) DO UPDATE SET ${names.map((column) => `${quotedName(column)} = coalesce(${quotedName(column)}, excluded.${quotedName(column)})`).join(", ")}`
        : "ON CONFLICT DO NOTHING";
    this.#insertAll(name, names, conflict, name === "instance_sessions" ? withOwnId : (row) => row);
    if (name === "instance_sessions") this.#joinInstances();
  }

  /** If both have a row for one instance and session, the existing one stays. */
  #joinInstances(): void {
    this.#to.run(
      `DELETE FROM instance_sessions WHERE rowid NOT IN
         (SELECT min(rowid) FROM instance_sessions GROUP BY session_id, instance_id, iif(session_id IS NULL OR instance_id IS NULL, rowid, 0))`,
    );
  }

  /** Copies a table that is not hive's, such as another of claude-flow's: its columns, its key and its rows. */
  #copyOther({ name, columns }: ForeignTable): void {
    const key = columns.filter(({ keyPart }) => keyPart > 0).toSorted((a, b) => a.keyPart - b.keyPart);
    const parts = columns.map((column) => `${quotedName(column.name)} ${column.type}`);
    if (key.length > 0) parts.push(`PRIMARY KEY (${key.map((column) => quotedName(column.name)).join(", ")})`);
    this.#to.run(`CREATE TABLE IF NOT EXISTS ${quotedName(name)} (${parts.join(", ")})`);
    const there = new Set(columnsOf(this.#to, name));
    const names = columns.map((column) => column.name).filter((column) => there.has(column));
    this.#insertAll(name, names, "ON CONFLICT DO NOTHING", (row) => row);
  }

  #insertAll(table: string, names: readonly string[], conflict: string, change: (row: Row) => Row): void {
    if (names.length === 0) return;
    const marks = names.map(() => "?").join(", ");
    const list = names.map(quotedName).join(", ");
    const insert = this.#to.prepare(`INSERT INTO ${quotedName(table)} (${list}) VALUES (${marks}) ${conflict}`);
    for (const row of this.#read(table, names)) {
      const changed = change(row);
      this.#rows += insert.run(...names.map((name) => changed[name] ?? null)).changes > 0 ? 1 : 0;
    }
    insert.finalize();
  }

  #read(table: string, names: readonly string[]): IterableIterator<Row> {
    return this.#from.db
      .query<Row, []>(`SELECT ${names.map(quotedName).join(", ")} FROM ${quotedName(table)}`)
      .iterate();
  }

  /** @returns no row if the table or a required column is missing; a missing optional column is null */
  *#readOwn(table: string, names: readonly string[], more: readonly string[] = []): Generator<Row> {
    const columns = new Set(this.#from.table(table)?.columns.map((column) => column.name));
    if (!names.every((name) => columns.has(name))) return;
    yield* this.#read(table, [...names, ...more.filter((name) => columns.has(name))]);
  }

  #copyFacts(): void {
    const state = new StateRows(prepareState({ db: this.#to, kysely: kyselyOf(this.#to) }), Number.POSITIVE_INFINITY);
    const mark = this.#to.prepare<unknown, [string, string]>(
      "INSERT INTO hive_state (session_id, kind, key, at_ms, data) VALUES (?, ?, '', 0, '{}') ON CONFLICT DO NOTHING",
    );
    const names = ["session_id", "kind", "key", "at_ms", "data"];
    for (const found of this.#readOwn("hive_state", names, ["agent_id", "times"])) {
      const { session_id: session, key, at_ms: atMs, agent_id: agent = "" } = found;
      const kind = found["kind"] === UNTRUSTED_BEFORE ? UNTRUSTED : found["kind"];
      const row = rowIn({ at_ms: atMs, data: found["data"], times: found["times"] });
      const isNamed = isText(session) && isText(key) && isText(agent) && isTime(atMs);
      if (!isNamed || row === null || (kind !== UNTRUSTED && !isKind(kind))) {
        this.#skipped += 1;
        continue;
      }
      if (kind === UNTRUSTED) mark.run(session, UNTRUSTED);
      else state.mergeRow(session, kind, { agentId: agent, name: key, row });
      this.#sessions.add(session);
      this.#rows += 1;
    }
    state.flush();
  }

  #copyCheckpoints(): void {
    const insert = this.#to.prepare<unknown, SQLQueryBindings[]>(
      `INSERT INTO hive_checkpoints (session_id, created_at_ms, type, trigger, data, entry_id, late)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS
         (SELECT 1 FROM hive_checkpoints WHERE session_id = ?1 AND created_at_ms = ?2 AND trigger = ?4)`,
    );
    const names = ["session_id", "created_at_ms", "type", "trigger", "data"];
    for (const row of this.#readOwn("hive_checkpoints", names, ["entry_id", "late"])) {
      const { session_id: session, created_at_ms: atMs, type, trigger, data, entry_id: entry, late } = row;
      if (isText(session) && isTime(atMs) && isText(type) && isText(trigger) && isObjectText(data)) {
        const lateText = isObjectText(late) ? late : null;
        insert.run(session, Number(atMs), type, trigger, data, isText(entry) ? entry : null, lateText);
        this.#rows += 1;
      } else this.#skipped += 1;
    }
  }

  /** Keeps an entry that the other database has applied from being applied here again. */
  #copyLedger(): void {
    const insert = this.#to.prepare<unknown, SQLQueryBindings[]>(
      "INSERT INTO hive_ledger (entry_id, seq, operation, applied_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
    );
    for (const row of this.#readOwn("hive_ledger", ["entry_id", "seq", "operation", "applied_at_ms"])) {
      const { entry_id: id, seq, operation, applied_at_ms: atMs } = row;
      if (isText(id) && isText(seq) && isText(operation) && isTime(atMs)) insert.run(id, seq, operation, Number(atMs));
      else this.#skipped += 1;
    }
  }

  /** Counts operations from the facts. Its processes have ended, so it copies no PIDs. */
  #copyInstances(): void {
    const insert = this.#to.prepare<unknown, [string]>(
      `INSERT INTO hive_instances (session_id, instance_id, pid, last_seen_ms, operations)
       SELECT ?1, 'adopted', NULL, max(at_ms), max(0, count(*) FILTER (WHERE kind = 'operation')
         - coalesce((SELECT sum(operations) FROM hive_instances WHERE session_id = ?1), 0))
       FROM hive_state WHERE session_id = ?1
       ON CONFLICT (session_id, instance_id) DO UPDATE SET operations = operations + excluded.operations`,
    );
    for (const session of this.#sessions) insert.run(session);
  }
}

/** Gives an instance's row the id that hive uses; null without an instance or a session. */
function withOwnId(row: Row): Row {
  const { instance_id: instance, session_id: session } = row;
  const id = instance === null || session === null ? null : `${textOf(instance)}:${textOf(session)}`;
  return { ...row, id };
}

const columnsOf = (db: Database, table: string): string[] =>
  db
    .query<{ name: string }, [string]>("SELECT name FROM pragma_table_info(?)")
    .all(table)
    .map(({ name }) => name);

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? String(value) : "?";
const isKind = (value: unknown): value is KindName => typeof value === "string" && Object.hasOwn(KINDS, value);
const isText = (value: unknown): value is string => typeof value === "string" && value.length <= MAX_KEY_CHARS;
const isTime = (value: unknown): value is number | bigint => Number.isFinite(Number(value)) && value !== null;
const isObjectText = (value: unknown): value is string => typeof value === "string" && objectIn(value) !== null;
