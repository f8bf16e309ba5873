import type { Statement } from "bun:sqlite";
import { sql } from "kysely";
import { timeText } from "../../../base/clock.ts";
import type { CheckpointType } from "../../../model/observation.ts";
import type { Connection } from "../open/connection.ts";
import { parameter as p, Prepared, opaque } from "../prepared.ts";
import { SessionDocument } from "./session-document.ts";
import { CHECKPOINT_ROWS_SQL, PARTS, type SessionState, type StateRow } from "../read/session-state.ts";

/** The header of a checkpoint without its content: the shell system's four fields, and the cause. */
export interface CheckpointHeader {
  /** @default 1 */
  readonly version: number;
  /** RFC 3339. */
  readonly lastAutoCheckpoint: string;
  /** `instance:<id>` */
  readonly savedBy: string;
  readonly operationCount: number;
  readonly checkpointType: CheckpointType;
  /** The event that caused it. */
  readonly trigger: string;
}

/** The data for continuing a session. A field without any fact is absent: absent means not known. */
export interface Checkpoint extends CheckpointHeader, SessionState {
  /** True if parts were left out to limit the size. */
  readonly truncated?: boolean;
}

/** A checkpoint that is due. */
export interface CheckpointDraft {
  readonly sessionId: string;
  readonly instanceId: string;
  readonly atMs: number;
  readonly type: CheckpointType;
  readonly trigger: string;
  /** The entry that caused it: later findings name the checkpoint by this id. */
  readonly entryId: string;
}

/** The largest size of a checkpoint's JSON, in characters. */
const MAX_CHARS = 65_536;

/** Keeps the checkpoints of sessions: one row each. `sessions` has the header of the latest one. */
export class Checkpoints {
  readonly #rows: Statement<StateRow, [string]>;
  readonly #insert: Prepared;
  readonly #pullBack: Prepared;
  readonly #trim: Prepared;
  readonly #header: Prepared;
  readonly #late: Statement<unknown, [string, string, string]>;
  /** The number of checkpoints kept for each session. */
  readonly history: number;

  constructor({ db, kysely }: Connection, history: number) {
    this.history = history;
    this.#rows = db.prepare(CHECKPOINT_ROWS_SQL);
    this.#insert = new Prepared(
      db,
      kysely.insertInto("hive_checkpoints").values({
        session_id: p("sessionId"),
        created_at_ms: p("atMs"),
        type: p("type"),
        trigger: p("trigger"),
        data: p("data"),
        entry_id: p("entryId"),
      }),
    );
    const own = kysely.selectFrom("hive_checkpoints").where("session_id", "=", opaque("sessionId"));
    const latestFirst = own.select("id").orderBy("created_at_ms", "desc").orderBy("id", "desc");
    const older = latestFirst.limit(sql.lit(-1)).offset(sql.lit(history));
    this.#trim = new Prepared(db, kysely.deleteFrom("hive_checkpoints").where("id", "in", older));
    const ahead = kysely.updateTable("hive_checkpoints").where("session_id", "=", p("sessionId"));
    this.#pullBack = new Prepared(
      db,
      ahead.where("created_at_ms", ">", p("boundMs")).set({ created_at_ms: p("beforeMs") }),
    );
    // Never replace the header of a later one: this one may be late, such as a retried dead letter.
    const later = own.where("created_at_ms", ">", p("atMs")).select("id");
    const ofSession = kysely.updateTable("sessions").where("id", "=", p("sessionId"));
    this.#header = new Prepared(
      db,
      ofSession.set({ checkpoint_data: p("header") }).where((expression) => expression.not(expression.exists(later))),
    );
    this.#late = db.prepare(
      // @mutant what comes late belongs to its checkpoint
      "UPDATE hive_checkpoints SET late = json_set(coalesce(late, '{}'), '$.' || ?2, json(?3)) WHERE entry_id = ?1",
    );
  }

  /** The content of a checkpoint, from the session's present rows. */
  documentOf(sessionId: string): SessionDocument {
    return new SessionDocument(this.#rows.all(sessionId));
  }

  /** Adds a checkpoint to the history. */
  add(draft: CheckpointDraft, operationCount: number, document: SessionDocument): void {
    const { sessionId, atMs, type, trigger, entryId } = draft;
    const header = JSON.stringify(headerOf(draft, operationCount));
    const text = `${header.slice(0, -1)}${document.json()}}`;
    const data = text.length <= MAX_CHARS ? text : JSON.stringify(capSize(JSON.parse(text) as Checkpoint));
    this.#insert.run({ sessionId, atMs, type, trigger, data, entryId });
  }

  /** Writes the latest checkpoint's header, and deletes the oldest ones. Call it once the session's row exists. */
  settle(latest: CheckpointDraft, operationCount: number, boundMs: number): void {
    const { sessionId, atMs } = latest;
    // A checkpoint in the future of the clock counts as older than anything new.
    this.#pullBack.run({ sessionId, boundMs, beforeMs: atMs - 1 });
    this.#header.run({ sessionId, atMs, header: JSON.stringify(headerOf(latest, operationCount)) });
    this.#trim.run({ sessionId });
  }

  /** Adds data found after a checkpoint's commit; does nothing if the checkpoint was deleted. */
  addLate(entryId: string, kind: string, data: Readonly<Record<string, unknown>>): void {
    this.#late.run(entryId, kind, JSON.stringify(data));
  }
}

const headerOf = ({ atMs, instanceId, type, trigger }: CheckpointDraft, operationCount: number): CheckpointHeader => ({
  version: 1,
  lastAutoCheckpoint: timeText(atMs),
  savedBy: `instance:${instanceId}`,
  operationCount,
  checkpointType: type,
  trigger,
});

/** Leaves out the oldest items of the longest lists, then whole parts, until the checkpoint fits. */
export function capSize(checkpoint: Checkpoint): Checkpoint {
  let fields: Record<string, unknown> = { ...checkpoint };
  while (JSON.stringify(fields).length > MAX_CHARS) {
    const sizes = PARTS.map(({ field }) => ({ field, chars: JSON.stringify(fields[field] ?? null).length }));
    const largest = sizes.reduce((a, b) => (b.chars > a.chars ? b : a));
    const value = fields[largest.field];
    const shorter = Array.isArray(value) && value.length > 1 ? value.slice(0, Math.floor(value.length / 2)) : undefined;
    fields = { ...fields, [largest.field]: shorter, truncated: true };
  }
  return fields as unknown as Checkpoint;
}
