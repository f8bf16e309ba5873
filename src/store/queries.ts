import type { Database } from "bun:sqlite";
import { type Kysely, sql } from "kysely";
import { timeText } from "../base/clock.ts";
import { HiveError } from "../base/errors.ts";
import { isObject, objectIn } from "../base/json.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { kyselyOf } from "./connection.ts";
import { openSaved } from "./reader.ts";
import type { HiveTables } from "./schema.ts";
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
  /** The program, such as `claude-code`; null where an older hive saw it. */
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
  /** Null where it is not what hive wrote. */
  readonly checkpoint: Checkpoint | null;
}

/** How often a program called hive's hook. */
export interface AgentCalls {
  /** Such as `claude-code`; `unknown` where its payloads do not tell, null where an older hive saw it. */
  readonly agent: string | null;
  readonly sessions: number;
  readonly calls: number;
  /** RFC 3339. */
  readonly lastCallAt: string;
}

const READER_BUSY_TIMEOUT_MS = 2000;
const LOG_LINES = 20;
/** So much of the ledger is read at once: some thousand rows of a busy day. */
const LEDGER_LOT_MS = 120_000;

/** What `hive status`, `sessions` and `show` read. It waits up to 2 s for a lock. */
export class StoreReader {
  readonly #db: Database;
  readonly #kysely: Kysely<HiveTables>;

  private constructor(db: Database) {
    this.#db = db;
    this.#kysely = kyselyOf(db);
  }

  /**
   * @param root a state directory
   * @returns null where this user's hive has saved nothing yet
   * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION
   */
  static async open(root: string): Promise<StoreReader | null> {
    const db = await openSaved(root, READER_BUSY_TIMEOUT_MS);
    return db === null ? null : new StoreReader(db);
  }

  /** The sessions, the latest first. */
  async sessions(limit: number): Promise<SessionSummary[]> {
    const rows = await this.#sessionQuery().orderBy("sessions.updated_at", "desc").limit(limit).execute();
    return rows.map(toSummary);
  }

  /**
   * One session by its id, or by the beginning of it where that is enough to tell.
   * @throws HIVE_NOT_FOUND, HIVE_INVALID_OPTION when several begin so
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
      throw new HiveError(
        "HIVE_INVALID_OPTION",
        `${matches.length} sessions begin with ${JSON.stringify(idOrPrefix)}`,
        {
          hint: "give more of the id",
        },
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
      // claude-flow writes documents of its own there; an older hive kept the whole of the latest checkpoint there.
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

  /** `isOlder`: an older hive took it, and what it has of git is what the checkpoint before it had. */
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

  /** The programs whose calls are saved, those that called last first. */
  agents(): AgentCalls[] {
    const sql = `SELECT agent, count(DISTINCT session_id) AS sessions, sum(observations) AS calls, max(last_seen_ms) AS atMs
      FROM hive_instances GROUP BY agent ORDER BY atMs DESC`;
    const rows = this.#db.query<Omit<AgentCalls, "lastCallAt"> & { atMs: number }, []>(sql).all();
    return rows.map(({ atMs, ...row }) => ({ ...row, lastCallAt: timeText(atMs) }));
  }

  /**
   * The seqs of the entries that were applied since a time, as far as they may be hive's own: in lots, each seq 36 bytes. A
   * lot is gone once the next is asked for. SQLite joins them: a day's 630,000 are neither as many rows nor all in memory.
   */
  *appliedSince(sinceMs: number): Generator<Uint8Array> {
    const db = this.#db;
    const first = db.query<{ atMs: number | null }, [number]>(
      "SELECT min(applied_at_ms) AS atMs FROM hive_ledger WHERE applied_at_ms > ?",
    );
    const lot = db.query<{ seqs: Uint8Array | null }, [number, number]>(
      `SELECT CAST(group_concat(seq, '') FILTER (WHERE octet_length(seq) = 36) AS BLOB) AS seqs
      FROM hive_ledger WHERE applied_at_ms BETWEEN ? AND ?`,
    );
    for (let lastMs = sinceMs - 1; ;) {
      const atMs = first.get(lastMs)!.atMs;
      if (atMs === null) return;
      lastMs = atMs + LEDGER_LOT_MS;
      const { seqs } = lot.get(atMs, lastMs)!;
      if (seqs === null) continue;
      yield seqs;
      // Its memory goes back at once: the collector would wait until there are 20 MB of them.
      (seqs.buffer as ArrayBuffer).transfer(0);
    }
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

/** What a column holds that should hold text: raw SQL can put anything there, and SQLite keeps it. */
function asText(value: unknown): string | null {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

/** Raw SQL may write anything; what is no JSON object is as good as none. */
function documentIn(text: unknown): Checkpoint | null {
  return typeof text === "string" ? (objectIn(text) as Checkpoint | null) : null;
}

function withoutGit(checkpoint: Checkpoint | null): Checkpoint | null {
  if (checkpoint === null) return null;
  const { git: _, ...rest } = checkpoint;
  return rest;
}

/** A checkpoint with what was found out after its commit. */
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
