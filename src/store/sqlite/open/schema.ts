import type { Generated } from "kysely";

/**
 * The columns of claude-flow's tables that hive writes, so that an existing `hive.db` keeps working. Times are RFC
 * 3339.
 */
interface SwarmsTable {
  id: string;
  name: string;
  objective: string | null;
  status: string | null;
  created_at: string | null;
  updated_at: string | null;
}

interface SessionsTable {
  id: string;
  swarm_id: string;
  swarm_name: string;
  objective: string | null;
  /** `active` or `ended`; claude-flow also writes `paused`, `stopped` and `completed`. */
  status: string | null;
  created_at: string | null;
  updated_at: string | null;
  paused_at: string | null;
  resumed_at: string | null;
  completion_percentage: number | null;
  /** The latest checkpoint's description, JSON: its content is in `hive_checkpoints`. */
  checkpoint_data: string | null;
  metadata: string | null;
  parent_pid: number | null;
  child_pids: string | null;
}

interface SessionLogsTable {
  id: Generated<number>;
  session_id: string;
  timestamp: string | null;
  log_level: string | null;
  message: string | null;
  agent_id: string | null;
  data: string | null;
}

interface InstanceSessionsTable {
  /** `{instance_id}:{session_id}` */
  id: string;
  session_id: string;
  instance_id: string;
  pid: number | null;
  tty: string | null;
  started_at: string | null;
  last_seen: string | null;
  checkpoint_count: number;
  operation_count: number;
  status: string | null;
}

interface AgentsTable {
  id: string;
  swarm_id: string | null;
  name: string;
  type: string;
  role: string | null;
  status: string | null;
  created_at: string | null;
  metadata: string | null;
}

/** The applied entries. A row commits with its entry's effect, so a replay finds it and does nothing. */
interface LedgerTable {
  entry_id: string;
  /** The producer's name for it. If an entry is delivered twice, the second has a row under its seq. */
  seq: string;
  operation: string;
  applied_at_ms: number;
}

/** A session's state, row by row: see src/model. */
interface StateTable {
  session_id: string;
  kind: string;
  /** A subagent's begins with its id: see state-rows.ts. */
  key: string;
  /** Empty for the main agent's. */
  agent_id: Generated<string>;
  at_ms: number;
  data: string;
  /** JSON: the times of the fields older than `at_ms`; null if there are none. */
  times: string | null;
}

/** The latest checkpoints of each session. */
interface CheckpointsTable {
  id: Generated<number>;
  session_id: string;
  created_at_ms: number;
  type: string;
  trigger: string;
  data: string;
  /** The entry that caused it. */
  entry_id: string | null;
  /** The worker's findings after its commit, JSON by kind. */
  late: string | null;
}

/**
 * The processes of a session and their activity: hive's own, since raw SQL may write `instance_sessions`.
 */
interface InstancesTable {
  session_id: string;
  instance_id: string;
  /** The agent's process; null where it did not say. */
  pid: number | null;
  last_seen_ms: number;
  operations: number;
  observations: Generated<number>;
  /** The program, such as `claude-code`; null where an older hive saw it. */
  agent: string | null;
  /** The number of the session's observations when it was found done: see settled.ts. */
  settled: number | null;
}

/** Applied observations that a target of the forwarder may lack. No seq is used twice, so that a cursor can name one. */
interface OutboxTable {
  seq: Generated<number>;
  entry_id: string;
  session_id: string;
  is_untrusted: number;
  /** The observation as it was applied, JSON. */
  body: string;
}

/** One row: the outbox's id. A recreated database has another id, and its seqs start again. */
interface SourceTable {
  id: string;
}

/** The name of the last migration that readers need. */
export const LATEST_MIGRATION = "0006_create_outbox";

export interface HiveTables {
  swarms: SwarmsTable;
  sessions: SessionsTable;
  session_logs: SessionLogsTable;
  instance_sessions: InstanceSessionsTable;
  agents: AgentsTable;
  hive_ledger: LedgerTable;
  hive_state: StateTable;
  hive_checkpoints: CheckpointsTable;
  hive_instances: InstancesTable;
  hive_outbox: OutboxTable;
  hive_source: SourceTable;
}
