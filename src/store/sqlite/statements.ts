import { type Expression, sql } from "kysely";
import type { Connection } from "./open/connection.ts";
import { parameter as p, Prepared } from "./prepared.ts";
import type { HiveTables } from "./open/schema.ts";
import { SETTLE_SQL } from "./settled.ts";
import { prepareState } from "./apply/state-rows.ts";
import { UNTRUSTED } from "./untrusted.ts";

/** The swarm that sessions belong to which no claude-flow swarm started. */
export const HIVE_SWARM = "hive";

type Values<Table extends keyof HiveTables> = Partial<Record<keyof HiveTables[Table] & string, unknown>>;

/** The stored time; NULL if it lies in this clock's future, and thus counts as older than anything new. */
const there = (table: string, column: string) =>
  sql`CASE WHEN ${sql.ref(`${table}.${column}`)} <= ${p("bound")} THEN ${sql.ref(`${table}.${column}`)} END`;

/** The first expression if the new time is not older than the stored one, else the second. */
function later<T>(
  table: string,
  column: string,
  comes: Expression<unknown>,
  then: Expression<T>,
  otherwise: Expression<T>,
) {
  // A new row is later than a stored one without a time.
  return sql<T>`CASE WHEN coalesce(${comes} >= ${there(table, column)}, TRUE) THEN ${then} ELSE ${otherwise} END`;
}

/** The earlier of two times; the stored one may be missing. */
const earliest = (table: string, column: string, comes: Expression<unknown>) =>
  sql`min(coalesce(${sql.ref(`${table}.${column}`)}, ${comes}), ${comes})`;

/** The last known value. */
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

/** The later of two times; the stored one may be missing. */
const latest = (table: string, column: string, comes: Expression<unknown>) =>
  sql`max(coalesce(${there(table, column)}, ${comes}), ${comes})`;

/** Everything that applying an entry runs, compiled once. */
export function prepareStatements({ db, kysely }: Pick<Connection, "db" | "kysely">) {
  const seen = {
    pid: lastKnown("instance_sessions", "pid", "last_seen", p("at"), p("pid")),
    tty: lastKnown("instance_sessions", "tty", "last_seen", p("at"), p("tty")),
    started_at: earliest("instance_sessions", "started_at", p("firstAt")),
    status: later("instance_sessions", "last_seen", p("at"), p("status"), sql`instance_sessions.status`),
    last_seen: latest("instance_sessions", "last_seen", p("at")),
    operation_count: sql`operation_count + ${p("operations")}`,
    checkpoint_count: sql`checkpoint_count + ${p("checkpoints")}`,
  };
  const agentMetadata = sql`iif(json_valid(agents.metadata), agents.metadata, '{}')`;
  /** Of two sessions with one subagent, as where one resumes the other, that one counts which has the newest fact. */
  const ofNewest = (column: string, comes: Expression<unknown>) =>
    sql`CASE WHEN ${agentMetadata} ->> 'newestMs' > ${p("newestMs")} THEN ${sql.ref(`agents.${column}`)} ELSE ${comes} END`;
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

    /** Creates the session's row on first sight; a later report moves `updated_at` and the status on. */
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

    /**
     * The rows of an instance and a session, whatever their author and id. The caller takes the first: min() would cost
     * this statement more than its run.
     */
    instanceRows: new Prepared<{ row: number }>(
      db,
      kysely
        .selectFrom("instance_sessions")
        .select(sql<number>`rowid`.as("row"))
        .where("session_id", "=", p("sessionId"))
        .where("instance_id", "=", p("instanceId")),
    ),

    instance: new Prepared(
      db,
      kysely
        .updateTable("instance_sessions")
        .set(seen as never)
        .where(sql<boolean>`rowid = ${p("row")}`),
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
      }).onConflict((conflict) => conflict.column("id").doUpdateSet(seen as never)),
    ),

    /** hive's own record of an instance: nothing else writes it. */
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

    settle: db.prepare<unknown, [string, number]>(SETTLE_SQL),

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

    outbox: new Prepared(
      db,
      insert("hive_outbox", {
        entry_id: p("entryId"),
        session_id: p("sessionId"),
        is_untrusted: p("isUntrusted"),
        body: p("body"),
      }),
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
          name: ofNewest("name", sql`excluded.name`),
          type: ofNewest("type", sql`excluded.type`),
          role: ofNewest("role", sql`excluded.role`),
          created_at: earliest("agents", "created_at", p("at")),
          // Entries of hive 0.1.0 come in any order, and carry no time of each status.
          status: ofNewest(
            "status",
            sql`CASE WHEN ${p("isTimeless")} AND agents.status = 'completed' THEN agents.status ELSE excluded.status END`,
          ),
          metadata: ofNewest("metadata", sql`json_patch(${agentMetadata}, excluded.metadata)`),
        } as never),
      ),
    ),
  };
}

export type Statements = ReturnType<typeof prepareStatements>;
