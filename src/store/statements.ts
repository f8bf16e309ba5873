import { type Expression, sql } from "kysely";
import type { Connection } from "./connection.ts";
import { parameter, Prepared } from "./prepared.ts";
import type { HiveTables } from "./schema.ts";

/** The swarm that sessions belong to which no claude-flow swarm started. */
export const HIVE_SWARM = "hive";

type Values<Table extends keyof HiveTables> = Partial<Record<keyof HiveTables[Table] & string, unknown>>;

/** The one expression where the row that comes is not older than the row that is there, the other elsewhere. */
function later<T>(table: string, column: string, then: Expression<T>, otherwise: Expression<T>) {
  const isLater = sql`${sql.ref(`excluded.${column}`)} >= ${sql.ref(`${table}.${column}`)}`;
  // Of a row that has no time the one that comes is later.
  return sql<T>`CASE WHEN coalesce(${isLater}, TRUE) THEN ${then} ELSE ${otherwise} END`;
}

/** The later of two times, of which the one that is there may be missing. */
function latest(table: string, column: string) {
  const there = sql.ref(`${table}.${column}`);
  const comes = sql.ref(`excluded.${column}`);
  return sql`max(coalesce(${there}, ${comes}), ${comes})`;
}

/** Everything that applying an entry runs, compiled once. */
export function prepareStatements({ db, kysely }: Connection) {
  const insert = <Table extends keyof HiveTables>(table: Table, values: Values<Table>) =>
    kysely.insertInto(table).values(values as never);
  const p = parameter;

  return {
    remember: new Prepared(
      db,
      insert("hive_ledger", {
        entry_id: p("entryId"),
        seq: p("seq"),
        operation: p("operation"),
        applied_at_ms: p("atMs"),
      }).onConflict((conflict) => conflict.doNothing()),
    ),

    swarm: new Prepared(
      db,
      insert("swarms", {
        id: HIVE_SWARM,
        name: HIVE_SWARM,
        objective: "sessions saved by hive",
        status: "active",
        created_at: p("at"),
        updated_at: p("at"),
      }).onConflict((conflict) => conflict.doNothing()),
    ),

    /** Creates the session's row on first sight; a later sighting moves `updated_at` and the status on. */
    session: new Prepared(
      db,
      insert("sessions", {
        id: p("sessionId"),
        swarm_id: HIVE_SWARM,
        swarm_name: HIVE_SWARM,
        objective: null,
        status: p("status"),
        created_at: p("at"),
        updated_at: p("at"),
      }).onConflict((conflict) =>
        conflict.column("id").doUpdateSet({
          status: later("sessions", "updated_at", sql`excluded.status`, sql`sessions.status`),
          updated_at: latest("sessions", "updated_at"),
        } as never),
      ),
    ),

    instance: new Prepared(
      db,
      insert("instance_sessions", {
        id: p("id"),
        session_id: p("sessionId"),
        instance_id: p("instanceId"),
        pid: p("pid"),
        tty: p("tty"),
        started_at: p("at"),
        last_seen: p("at"),
        checkpoint_count: 0,
        operation_count: 0,
        status: p("status"),
      }).onConflict((conflict) =>
        conflict.column("id").doUpdateSet({
          pid: sql`coalesce(excluded.pid, instance_sessions.pid)`,
          tty: sql`coalesce(excluded.tty, instance_sessions.tty)`,
          status: later("instance_sessions", "last_seen", sql`excluded.status`, sql`instance_sessions.status`),
          last_seen: latest("instance_sessions", "last_seen"),
        } as never),
      ),
    ),

    /** What hive itself goes by of an instance: nobody else writes it. */
    ownInstance: new Prepared(
      db,
      insert("hive_instances", {
        session_id: p("sessionId"),
        instance_id: p("instanceId"),
        pid: p("pid"),
        last_seen_ms: p("atMs"),
        operations: p("operations"),
      }).onConflict((conflict) =>
        conflict.columns(["session_id", "instance_id"]).doUpdateSet({
          pid: sql`coalesce(excluded.pid, hive_instances.pid)`,
          last_seen_ms: sql`max(hive_instances.last_seen_ms, excluded.last_seen_ms)`,
          operations: sql`hive_instances.operations + excluded.operations`,
        } as never),
      ),
    ),

    count: new Prepared(
      db,
      kysely
        .updateTable("instance_sessions")
        .set({
          operation_count: sql`operation_count + ${p("operations")}`,
          checkpoint_count: sql`checkpoint_count + ${p("checkpoints")}`,
        })
        .where("id", "=", p("id")),
    ),

    /** An operation is counted when its cell is new: a second delivery finds it. */
    operation: new Prepared(
      db,
      insert("hive_state", {
        session_id: p("sessionId"),
        kind: "operation",
        key: p("key"),
        at_ms: p("atMs"),
        data: p("data"),
      }).onConflict((conflict) => conflict.doNothing()),
    ),

    /** Merges a cell field by field; the later fact wins, whichever is applied first. */
    fact: new Prepared(
      db,
      insert("hive_state", {
        session_id: p("sessionId"),
        kind: p("kind"),
        key: p("key"),
        at_ms: p("atMs"),
        data: p("data"),
      }).onConflict((conflict) =>
        conflict.columns(["session_id", "kind", "key"]).doUpdateSet({
          data: later(
            "hive_state",
            "at_ms",
            sql`json_patch(hive_state.data, excluded.data)`,
            sql`json_patch(excluded.data, hive_state.data)`,
          ),
          at_ms: sql`max(hive_state.at_ms, excluded.at_ms)`,
        } as never),
      ),
    ),

    log: new Prepared(
      db,
      insert("session_logs", {
        session_id: p("sessionId"),
        timestamp: p("at"),
        log_level: p("level"),
        message: p("message"),
        agent_id: p("agentId"),
        data: p("data"),
      }),
    ),

    agent: new Prepared(
      db,
      insert("agents", {
        id: p("agentId"),
        swarm_id: HIVE_SWARM,
        name: p("name"),
        type: p("type"),
        role: p("role"),
        status: p("status"),
        created_at: p("at"),
        metadata: p("metadata"),
      }).onConflict((conflict) =>
        conflict.column("id").doUpdateSet({
          status: sql`CASE WHEN agents.status = 'completed' THEN agents.status ELSE excluded.status END`,
          metadata: sql`json_patch(iif(json_valid(agents.metadata), agents.metadata, '{}'), excluded.metadata)`,
        } as never),
      ),
    ),
  };
}

export type Statements = ReturnType<typeof prepareStatements>;
