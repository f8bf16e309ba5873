import { type Expression, sql } from "kysely";
import type { Connection } from "./connection.ts";
import { parameter as p, Prepared } from "./prepared.ts";
import type { HiveTables } from "./schema.ts";
import { prepareState } from "./state-rows.ts";
import { UNTRUSTED } from "./untrusted.ts";

/** The swarm that sessions belong to which no claude-flow swarm started. */
export const HIVE_SWARM = "hive";

type Values<Table extends keyof HiveTables> = Partial<Record<keyof HiveTables[Table] & string, unknown>>;

/** A time that is there; none where it lies in the future of this clock, and so is older than anything new. */
const there = (table: string, column: string) =>
  sql`CASE WHEN ${sql.ref(`${table}.${column}`)} <= ${p("bound")} THEN ${sql.ref(`${table}.${column}`)} END`;

/** The one expression where what comes is not older than what is there, the other elsewhere. */
function later<T>(
  table: string,
  column: string,
  comes: Expression<unknown>,
  then: Expression<T>,
  otherwise: Expression<T>,
) {
  // Of a row that has no time the one that comes is later.
  return sql<T>`CASE WHEN coalesce(${comes} >= ${there(table, column)}, TRUE) THEN ${then} ELSE ${otherwise} END`;
}

/** The earlier of two times, of which the one that is there may be missing. */
const earliest = (table: string, column: string, comes: Expression<unknown>) =>
  sql`min(coalesce(${sql.ref(`${table}.${column}`)}, ${comes}), ${comes})`;

/** What was said last and is known. */
const lastKnown = (
  table: string,
  column: string,
  seen: string,
  at: Expression<unknown>,
  comes: Expression<unknown>,
) => {
  const known = sql.ref(`${table}.${column}`);
  return later(table, seen, at, sql`coalesce(${comes}, ${known})`, sql`coalesce(${known}, ${comes})`);
};

/** The later of two times, of which the one that is there may be missing. */
const latest = (table: string, column: string, comes: Expression<unknown>) =>
  sql`max(coalesce(${there(table, column)}, ${comes}), ${comes})`;

/** Everything that applying an entry runs, compiled once. */
export function prepareStatements({ db, kysely }: Pick<Connection, "db" | "kysely">) {
  const sighting = {
    pid: lastKnown("instance_sessions", "pid", "last_seen", p("at"), p("pid")),
    tty: lastKnown("instance_sessions", "tty", "last_seen", p("at"), p("tty")),
    started_at: earliest("instance_sessions", "started_at", p("firstAt")),
    status: later("instance_sessions", "last_seen", p("at"), p("status"), sql`instance_sessions.status`),
    last_seen: latest("instance_sessions", "last_seen", p("at")),
    operation_count: sql`operation_count + ${p("operations")}`,
    checkpoint_count: sql`checkpoint_count + ${p("checkpoints")}`,
  };
  const insert = <Table extends keyof HiveTables>(table: Table, values: Values<Table>) =>
    kysely.insertInto(table).values(values as never);

  return {
    state: prepareState({ db, kysely }),

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
        created_at: p("firstAt"),
        updated_at: p("at"),
      }).onConflict((conflict) =>
        conflict.column("id").doUpdateSet({
          status: sql`CASE WHEN ${p("isDerived")} THEN ${p("status")}
            ELSE ${later("sessions", "updated_at", p("at"), p("status"), sql`sessions.status`)} END`,
          created_at: earliest("sessions", "created_at", p("firstAt")),
          updated_at: latest("sessions", "updated_at", p("at")),
        } as never),
      ),
    ),

    /** The row that there is of an instance and a session, whoever made it and whatever its id is. */
    instance: new Prepared(
      db,
      kysely
        .updateTable("instance_sessions")
        .set(sighting as never)
        .where(
          sql<boolean>`rowid = (SELECT min(+rowid) FROM instance_sessions WHERE session_id = ${p("sessionId")} AND instance_id = ${p("instanceId")})`,
        ),
    ),

    newInstance: new Prepared(
      db,
      insert("instance_sessions", {
        id: p("id"),
        session_id: p("sessionId"),
        instance_id: p("instanceId"),
        pid: p("pid"),
        tty: p("tty"),
        started_at: p("firstAt"),
        last_seen: p("at"),
        checkpoint_count: p("checkpoints"),
        operation_count: p("operations"),
        status: p("status"),
      }).onConflict((conflict) => conflict.column("id").doUpdateSet(sighting as never)),
    ),

    /** What hive itself goes by of an instance: nobody else writes it. */
    ownInstance: new Prepared(
      db,
      insert("hive_instances", {
        session_id: p("sessionId"),
        instance_id: p("instanceId"),
        pid: p("pid"),
        last_seen_ms: p("at"),
        operations: p("operations"),
        observations: p("observations"),
        agent: p("agent"),
      }).onConflict((conflict) =>
        conflict.columns(["session_id", "instance_id"]).doUpdateSet({
          pid: lastKnown("hive_instances", "pid", "last_seen_ms", p("at"), p("pid")),
          last_seen_ms: latest("hive_instances", "last_seen_ms", p("at")),
          operations: sql`hive_instances.operations + excluded.operations`,
          observations: sql`hive_instances.observations + excluded.observations`,
          agent: lastKnown("hive_instances", "agent", "last_seen_ms", p("at"), p("agent")),
        } as never),
      ),
    ),

    operations: new Prepared<{ n: number }>(
      db,
      kysely
        .selectFrom("hive_instances")
        .select(sql<number>`coalesce(sum(operations), 0)`.as("n"))
        .where("session_id", "=", p("sessionId")),
    ),

    untrusted: new Prepared(
      db,
      insert("hive_state", {
        session_id: p("sessionId"),
        kind: UNTRUSTED,
        key: "",
        agent_id: "",
        at_ms: 0,
        data: "{}",
      }).onConflict((conflict) => conflict.doNothing()),
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
          name: sql`excluded.name`,
          type: sql`excluded.type`,
          role: sql`excluded.role`,
          created_at: earliest("agents", "created_at", p("at")),
          // Entries of hive 0.1.0 come in any order, and tell no time of each status.
          status: sql`CASE WHEN ${p("isTimeless")} AND agents.status = 'completed' THEN agents.status ELSE excluded.status END`,
          metadata: sql`json_patch(iif(json_valid(agents.metadata), agents.metadata, '{}'), excluded.metadata)`,
        } as never),
      ),
    ),
  };
}

export type Statements = ReturnType<typeof prepareStatements>;
