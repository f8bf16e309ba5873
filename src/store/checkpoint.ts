import type { Statement } from "bun:sqlite";
import { timeText } from "../clock.ts";
import { objectIn } from "../json.ts";
import type { Connection } from "./connection.ts";
import type { CheckpointPayload, Fact } from "./payloads.ts";
import { parameter as p, Prepared } from "./prepared.ts";

/** One cell of a session's state: what was observed, where, and when last. */
export type Cell = Readonly<Record<string, unknown>> & { readonly key: string; readonly atMs: number };

/**
 * What a checkpoint holds: the shell system's four fields, and what a later session needs to go on. The lists are
 * newest first. A field that nothing was seen of is absent: absent means not known.
 */
export interface Checkpoint {
  /** @default 1 */
  readonly version: number;
  /** RFC 3339. */
  readonly lastAutoCheckpoint: string;
  /** `instance:<id>` */
  readonly savedBy: string;
  readonly operationCount: number;
  readonly checkpointType: CheckpointPayload["type"];
  /** The event that caused it. */
  readonly trigger: string;
  readonly session?: Cell;
  readonly git?: Cell;
  readonly prompts?: readonly Cell[];
  readonly lastAssistantMessage?: Cell;
  readonly todos?: Cell;
  readonly tasks?: readonly Cell[];
  readonly plan?: Cell;
  readonly files?: readonly Cell[];
  readonly commands?: readonly Cell[];
  readonly operations?: readonly Cell[];
  readonly subagents?: readonly Cell[];
  readonly background?: Cell;
  readonly compact?: Cell;
  readonly end?: Cell;
  /** Set where something was left out to keep the size. */
  readonly truncated?: boolean;
}

/** Size of a checkpoint's JSON at most, in characters. */
const MAX_CHARS = 65_536;

/** Which cells go where, and how many of the newest. */
const PARTS = [
  { kind: "session", field: "session", limit: 1 },
  { kind: "git", field: "git", limit: 1 },
  { kind: "prompt", field: "prompts", limit: 5 },
  { kind: "message", field: "lastAssistantMessage", limit: 1 },
  { kind: "todos", field: "todos", limit: 1 },
  { kind: "task", field: "tasks", limit: 50 },
  { kind: "plan", field: "plan", limit: 1 },
  { kind: "file", field: "files", limit: 100 },
  { kind: "command", field: "commands", limit: 20 },
  { kind: "agent", field: "subagents", limit: 20 },
  { kind: "background", field: "background", limit: 1 },
  { kind: "compact", field: "compact", limit: 1 },
  { kind: "end", field: "end", limit: 1 },
  { kind: "operation", field: "operations", limit: 30 },
] as const satisfies ReadonlyArray<{ kind: Fact["kind"]; field: keyof Checkpoint; limit: number }>;

/** What was observed of a session, without what a checkpoint adds to it. */
export type SessionState = Partial<Pick<Checkpoint, (typeof PARTS)[number]["field"]>>;

/** Gives the newest cells of a kind, the newest first. */
export type ReadCells = (kind: Fact["kind"], limit: number) => readonly Cell[];

/** A column holds what it was given, whatever its type says. */
export interface StateRow {
  readonly key: unknown;
  readonly at_ms: unknown;
  readonly data: unknown;
}

/** Marks, as the kind of a row, a session with facts that somebody else may have written. No fact is of this kind. */
export const UNTRUSTED = "untrusted";

/** Stands in a session's place in such a mark for every row that raw SQL may write: some came without proof. */
export const RAW_SQL_ROWS = "";

/** The newest cells of a session and kind. */
export const CELLS_SQL =
  "SELECT key, at_ms, data FROM hive_state WHERE session_id = ? AND kind = ? ORDER BY at_ms DESC LIMIT ?";

/** A session's state, part by part; a part that nothing was seen of is absent. */
export function readState(read: ReadCells): SessionState {
  const parts: Record<string, unknown> = {};
  for (const { kind, field, limit } of PARTS) {
    const cells = read(kind, limit);
    if (cells.length > 0) parts[field] = limit === 1 ? cells[0] : cells;
  }
  return parts;
}

/** Builds and keeps the checkpoints of sessions. */
export class Checkpoints {
  readonly #cells: Statement<StateRow, [string, string, number]>;
  readonly #count: Statement<{ operations: number | null }, [string]>;
  readonly #latest: Statement<{ data: unknown }, [string, number]>;
  readonly #save: Prepared;
  readonly #remember: Prepared;
  readonly #trim: Prepared;

  /** @param history how many checkpoints of a session are kept */
  constructor({ db, kysely }: Connection, history: number) {
    this.#cells = db.prepare(CELLS_SQL);
    this.#count = db.prepare("SELECT sum(operations) AS operations FROM hive_instances WHERE session_id = ?");
    this.#latest = db.prepare(
      "SELECT data FROM hive_checkpoints WHERE session_id = ? AND created_at_ms > ? ORDER BY created_at_ms DESC LIMIT 1",
    );
    const ofSession = kysely.updateTable("sessions").where("id", "=", p("sessionId"));
    this.#save = new Prepared(db, ofSession.set({ checkpoint_data: p("data") }));
    const row = {
      session_id: p("sessionId"),
      created_at_ms: p("atMs"),
      type: p("type"),
      trigger: p("trigger"),
      data: p("data"),
    };
    this.#remember = new Prepared(db, kysely.insertInto("hive_checkpoints").values(row));
    const own = kysely.selectFrom("hive_checkpoints").select("id").where("session_id", "=", p("sessionId"));
    const kept = own.orderBy("id", "desc").limit(history);
    const older = kysely.deleteFrom("hive_checkpoints").where("session_id", "=", p("sessionId"));
    this.#trim = new Prepared(db, older.where("id", "not in", kept));
  }

  /**
   * Writes the session's checkpoint, adds it to the history and trims that. One that comes late, such as a dead letter that
   * was put back, does not replace what a later one says of itself.
   */
  write(payload: Omit<CheckpointPayload, "facts">): void {
    const { sessionId, atMs, type, trigger } = payload;
    const checkpoint = this.build(payload);
    const data = JSON.stringify(checkpoint);
    this.#save.run({ sessionId, data: JSON.stringify({ ...checkpoint, ...this.#laterHeader(sessionId, atMs) }) });
    this.#remember.run({ sessionId, atMs, type, trigger, data });
    this.#trim.run({ sessionId });
  }

  #laterHeader(sessionId: string, atMs: number): Partial<Checkpoint> {
    const data = this.#latest.get(sessionId, atMs)?.data;
    const later = typeof data === "string" ? objectIn(data) : null;
    if (later === null) return {};
    const { lastAutoCheckpoint, savedBy, checkpointType, trigger } = later as unknown as Checkpoint;
    return { lastAutoCheckpoint, savedBy, checkpointType, trigger };
  }

  /** The state of a session as its cells have it now. */
  build(payload: Omit<CheckpointPayload, "facts">): Checkpoint {
    const { sessionId } = payload;
    return capSize({
      version: 1,
      lastAutoCheckpoint: timeText(payload.atMs),
      savedBy: `instance:${payload.instanceId}`,
      operationCount: this.#count.get(sessionId)?.operations ?? 0,
      checkpointType: payload.type,
      trigger: payload.trigger,
      // A damaged cell must not keep the others from being saved.
      ...readState((kind, limit) => this.#cells.all(sessionId, kind, limit).flatMap((row) => cellIn(row) ?? [])),
    });
  }
}

/** The cell in a row; null where its data is no JSON object, and so not what hive wrote. */
export function cellIn({ key, at_ms: atMs, data }: StateRow): Cell | null {
  const fields = typeof data === "string" ? objectIn(data) : null;
  return fields === null ? null : { ...fields, key: String(key), atMs: Number(atMs) || 0 };
}

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
