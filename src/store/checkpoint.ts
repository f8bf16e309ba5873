import type { Statement } from "bun:sqlite";
import { timeText } from "../base/clock.ts";
import type { CheckpointType } from "../model/observation.ts";
import type { Connection } from "./connection.ts";
import { parameter as p, Prepared } from "./prepared.ts";
import { SessionDocument } from "./session-document.ts";
import { CHECKPOINT_ROWS_SQL, PARTS, type SessionState, type StateRow } from "./session-state.ts";

/** What a checkpoint is, without what it holds: the shell system's four fields, and what caused it. */
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

/** What a session needs to be gone on with. A field that nothing was seen of is absent: absent means not known. */
export interface Checkpoint extends CheckpointHeader, SessionState {
  /** Set where something was left out to keep the size. */
  readonly truncated?: boolean;
}

/** A checkpoint that is due. */
export interface CheckpointDraft {
  readonly sessionId: string;
  readonly instanceId: string;
  readonly atMs: number;
  readonly type: CheckpointType;
  readonly trigger: string;
  /** The entry that asked for it: what comes late names its checkpoint by it. */
  readonly entryId: string;
}

/** Size of a checkpoint's JSON at most, in characters. */
const MAX_CHARS = 65_536;

/** Keeps the checkpoints of sessions: one row each, of which `sessions` has the latest one's header. */
export class Checkpoints {
  readonly #rows: Statement<StateRow, [string]>;
  readonly #insert: Prepared;
  readonly #pullBack: Prepared;
  readonly #trim: Prepared;
  readonly #header: Prepared;
  readonly #late: Statement<unknown, [string, string, string]>;
  /** How many of a session are kept. */
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
    const own = kysely.selectFrom("hive_checkpoints").where("session_id", "=", p("sessionId"));
    const latestFirst = own.select("id").orderBy("created_at_ms", "desc").orderBy("id", "desc");
    const older = latestFirst.limit(Number.MAX_SAFE_INTEGER).offset(history);
    this.#trim = new Prepared(db, kysely.deleteFrom("hive_checkpoints").where("id", "in", older));
    const ahead = kysely.updateTable("hive_checkpoints").where("session_id", "=", p("sessionId"));
    this.#pullBack = new Prepared(
      db,
      ahead.where("created_at_ms", ">", p("boundMs")).set({ created_at_ms: p("beforeMs") }),
    );
    // Not over that of a later one: this one may have come late, such as a dead letter that was put back.
    const later = own.where("created_at_ms", ">", p("atMs")).select("id");
    const ofSession = kysely.updateTable("sessions").where("id", "=", p("sessionId"));
    this.#header = new Prepared(
      db,
      ofSession.set({ checkpoint_data: p("header") }).where((expression) => expression.not(expression.exists(later))),
    );
    this.#late = db.prepare(
      "UPDATE hive_checkpoints SET late = json_set(coalesce(late, '{}'), '$.' || ?2, json(?3)) WHERE entry_id = ?1",
    );
  }

  /** What there is to tell of a session as its rows are now. */
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

  /** Notes what the latest checkpoint is, and forgets the oldest. Call it once the session's row is there. */
  settle(latest: CheckpointDraft, operationCount: number, boundMs: number): void {
    const { sessionId, atMs } = latest;
    // One that lies in the future of the clock is older than anything new.
    this.#pullBack.run({ sessionId, boundMs, beforeMs: atMs - 1 });
    this.#header.run({ sessionId, atMs, header: JSON.stringify(headerOf(latest, operationCount)) });
    this.#trim.run({ sessionId });
  }

  /** Adds what was found out after a checkpoint's commit; nothing where the checkpoint is forgotten. */
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

/** Leaves out what is oldest in the longest lists, then whole parts, until the checkpoint fits. */
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
