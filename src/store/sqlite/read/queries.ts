import type { Database } from "bun:sqlite";
import { type Kysely, sql } from "kysely";
import { timeText } from "../../../base/clock.ts";
import { HiveError } from "../../../base/errors.ts";
import { isObject, objectIn } from "../../../base/json.ts";
import { printable } from "../../../base/text/printable.ts";
import type { Checkpoint } from "../apply/checkpoint.ts";
import { kyselyOf } from "../open/connection.ts";
import { openSaved } from "./reader.ts";
import type { HiveTables } from "../open/schema.ts";
import { PARTS } from "./session-state.ts";

/** A session as `hive sessions` lists it. Times are RFC 3339; null means not known. */
export interface SessionSummary {
  readonly id: string;
  readonly swarmName: string | null;
  readonly objective: string | null;
  readonly status: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly operations: number;
  readonly checkpoints: number;
  readonly instances: number;
  readonly lastCheckpointAt: string | null;
  readonly lastCheckpointType: string | null;
  /** The program, such as `claude-code`; null from an older hive. */
  readonly agent: string | null;
}

export interface SessionDetail extends SessionSummary {
  readonly checkpoint: Checkpoint | null;
  readonly agents: ReadonlyArray<{ id: string; name: string; type: string; status: string | null }>;
  readonly log: ReadonlyArray<{ timestamp: string | null; level: string | null; message: string | null }>;
}

export interface CheckpointSummary {
  readonly id: number;
  readonly createdAt: string;
  readonly type: string;
  readonly trigger: string;
  /** Null if hive did not write it. */
  readonly checkpoint: Checkpoint | null;
}

const READER_BUSY_TIMEOUT_MS = 2000;
const LOG_LINES = 20;
/** The most sessions that an error names. */
const MAX_NAMED = 10;

/** The reader of `hive sessions` and `show`. It waits up to 2 s for a lock. */
export class StoreReader {
  readonly #db: Database;
  readonly #kysely: Kysely<HiveTables>;

  private constructor(db: Database) {
    this.#db = db;
    this.#kysely = kyselyOf(db);
  }

  /**
   * @param root a state directory
   * @returns null if this user's hive has saved nothing yet
   * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
   */
  static async open(root: string): Promise<StoreReader | null> {
    const db = await openSaved(root, READER_BUSY_TIMEOUT_MS);
    return db === null ? null : new StoreReader(db);
  }

  /** The sessions, the latest first. */
  async sessions(limit: number, offset = 0): Promise<SessionSummary[]> {
    const latest = this.#sessionQuery().orderBy("sessions.updated_at", "desc").orderBy("sessions.id");
    return (await latest.limit(limit).offset(offset).execute()).map(toSummary);
  }

  /** The ids of all sessions, in no order. */
  async sessionIds(): Promise<string[]> {
    return (await this.#kysely.selectFrom("sessions").select("id").execute()).map(({ id }) => asText(id) ?? "");
  }

  /** One session by its whole id; null without such a one. */
  async summary(id: string): Promise<SessionSummary | null> {
    const row = await this.#sessionQuery().where("sessions.id", "=", id).executeTakeFirst();
    return row === undefined ? null : toSummary(row);
  }

  /**
   * One session by its id, or by a unique prefix.
   * @throws HIVE_NOT_FOUND, HIVE_INVALID_OPTION if several ids begin with it
   */
  async session(idOrPrefix: string): Promise<SessionDetail> {
    const kysely = this.#kysely;
    const matches = await this.#sessionQuery()
      .where(sql<boolean>`substr(sessions.id, 1, length(${idOrPrefix})) = ${idOrPrefix}`)
      .execute();
    const row = matches.find((match) => match.id === idOrPrefix) ?? matches[0];
    if (row === undefined) {
      throw new HiveError("HIVE_NOT_FOUND", `no session ${JSON.stringify(idOrPrefix)}`, {
        hint: "list them with: hive sessions",
      });
    }
    if (row.id !== idOrPrefix && matches.length > 1) {
      const ids = matches.map(({ id }) => printable(id));
      const named = [...ids.slice(0, MAX_NAMED), ...(ids.length > MAX_NAMED ? ["…"] : [])].join(", ");
      throw new HiveError(
        "HIVE_INVALID_OPTION",
        `${ids.length} sessions begin with ${JSON.stringify(idOrPrefix)}: ${named}`,
        { hint: "give more of the id" },
      );
    }
    const agents = await kysely
      .selectFrom("agents")
      .select(["id", "name", "type", "status"])
      .where(sql<boolean>`json_extract(iif(json_valid(metadata), metadata, '{}'), '$.sessionId') = ${row.id}`)
      .execute();
    const log = await kysely
      .selectFrom("session_logs")
      .select(["timestamp", "log_level as level", "message"])
      .where("session_id", "=", row.id)
      .orderBy("timestamp", "desc")
      .limit(LOG_LINES)
      .execute();
    const [latest] = await this.#history(row.id, 1);
    return {
      ...toSummary(row),
      // claude-flow writes its own documents there; an older hive kept the whole latest checkpoint there.
      checkpoint:
        latest?.isOlder === false ? latest.checkpoint : (documentIn(row.checkpoint_data) ?? latest?.checkpoint ?? null),
      agents: agents.map(({ id, name, type, status }) => ({
        id: asText(id) ?? "",
        name: asText(name) ?? "",
        type: asText(type) ?? "",
        status: asText(status),
      })),
      log: log.map(({ timestamp, level, message }) => ({
        timestamp: asText(timestamp),
        level: asText(level),
        message: asText(message),
      })),
    };
  }

  /** The kept checkpoints of a session, the latest first. */
  async history(sessionId: string): Promise<CheckpointSummary[]> {
    const all = await this.#history(sessionId);
    return all.map(({ id, createdAt, type, trigger, checkpoint }) => ({ id, createdAt, type, trigger, checkpoint }));
  }

  /** `isOlder`: an older hive took it, and its git state is that of the checkpoint before it. */
  async #history(
    sessionId: string,
    limit = Number.MAX_SAFE_INTEGER,
  ): Promise<(CheckpointSummary & { readonly isOlder: boolean })[]> {
    const rows = await this.#kysely
      .selectFrom("hive_checkpoints")
      .select(["id", "created_at_ms", "type", "trigger", "data", "late", "entry_id"])
      .where("session_id", "=", sessionId)
      .orderBy("created_at_ms", "desc")
      .orderBy("id", "desc")
      .limit(limit)
      .execute();
    return rows.map(({ id, created_at_ms, type, trigger, data, late, entry_id }) => ({
      id,
      createdAt: timeText(created_at_ms),
      type: asText(type) ?? "",
      trigger: asText(trigger) ?? "",
      checkpoint: entry_id === null ? withoutGit(documentIn(data)) : withLate(documentIn(data), late),
      isOlder: entry_id === null,
    }));
  }

  close(): void {
    this.#db.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #sessionQuery() {
    return this.#kysely
      .selectFrom("sessions")
      .leftJoin("instance_sessions as i", "i.session_id", "sessions.id")
      .select([
        "sessions.id",
        "sessions.swarm_name",
        "sessions.objective",
        "sessions.status",
        "sessions.created_at",
        "sessions.updated_at",
        "sessions.checkpoint_data",
        sql<number>`total(i.operation_count)`.as("operations"),
        sql<number>`total(i.checkpoint_count)`.as("checkpoints"),
        sql<number>`count(i.id)`.as("instances"),
        sql<string | null>`(SELECT agent FROM hive_instances WHERE session_id = sessions.id AND agent IS NOT NULL
          ORDER BY last_seen_ms DESC LIMIT 1)`.as("agent"),
      ])
      .groupBy("sessions.id");
  }
}

interface SessionRow {
  readonly id: string;
  readonly swarm_name: string | null;
  readonly objective: string | null;
  readonly status: string | null;
  readonly created_at: string | null;
  readonly updated_at: string | null;
  readonly checkpoint_data: string | null;
  readonly operations: number;
  readonly checkpoints: number;
  readonly instances: number;
  readonly agent: string | null;
}

function toSummary(row: SessionRow): SessionSummary {
  const checkpoint = documentIn(row.checkpoint_data);
  return {
    id: asText(row.id) ?? "",
    swarmName: asText(row.swarm_name),
    objective: asText(row.objective),
    status: asText(row.status),
    createdAt: asText(row.created_at),
    updatedAt: asText(row.updated_at),
    operations: row.operations,
    checkpoints: row.checkpoints,
    instances: row.instances,
    lastCheckpointAt: asText(checkpoint?.lastAutoCheckpoint),
    lastCheckpointType: asText(checkpoint?.checkpointType),
    agent: asText(row.agent),
  };
}

/** A column's value as text: raw SQL can store any type there, and SQLite keeps it. */
function asText(value: unknown): string | null {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

/** The object in a column, else null: raw SQL may write anything. */
function documentIn(text: unknown): Checkpoint | null {
  return typeof text === "string" ? (objectIn(text) as Checkpoint | null) : null;
}

function withoutGit(checkpoint: Checkpoint | null): Checkpoint | null {
  if (checkpoint === null) return null;
  const { git: _, ...rest } = checkpoint;
  return rest;
}

/** Adds to a checkpoint what the worker found after its commit, such as the state of git. */
function withLate(checkpoint: Checkpoint | null, late: unknown): Checkpoint | null {
  const found = typeof late === "string" ? objectIn(late) : null;
  if (checkpoint === null || found === null) return checkpoint;
  const parts: Record<string, unknown> = { ...checkpoint };
  for (const { kind, field } of PARTS) {
    const data = found[kind];
    const part = parts[field];
    if (isObject(data)) parts[field] = { ...(isObject(part) ? part : {}), ...data };
  }
  return parts as unknown as Checkpoint;
}
