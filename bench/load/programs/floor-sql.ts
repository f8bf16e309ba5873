/** The SQL of the bare loop: the rows that the store writes for a batch, and no more. */
import type { Database } from "bun:sqlite";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import type { Observation } from "../../../src/model/observation.ts";
import type { Mix } from "../backlog.ts";

interface Read<Payload> {
  readonly seq: string;
  readonly hive_id?: string;
  readonly operation: string;
  readonly payload: Payload;
}

interface Log {
  readonly sessionId: string;
  readonly atMs: number;
  readonly level: string;
  readonly message: string;
}

/** Applies the entries of a batch, as they were read, within its transaction. */
type Apply = (batch: readonly unknown[], nowMs: number) => void;

export const PREPARE: Readonly<Record<Mix, (db: Database) => Apply>> = {
  logs: prepareLogs,
  observations: prepareObservations,
  "long-sessions": prepareObservations,
};

const LEDGER_ROW =
  "INSERT INTO hive_ledger (entry_id, seq, operation, applied_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

function prepareLogs(db: Database): Apply {
  const remember = db.prepare(LEDGER_ROW);
  const log = db.prepare(
    "INSERT INTO session_logs (session_id, timestamp, log_level, message, agent_id, data) VALUES (?, ?, ?, ?, NULL, NULL)",
  );
  return (batch, nowMs) => {
    for (const { seq, operation, payload } of batch as ReadonlyArray<Read<Log>>) {
      remember.run(seq, seq, operation, nowMs);
      log.run(payload.sessionId, new Date(payload.atMs).toISOString(), payload.level, payload.message);
    }
  };
}

/** The mean size of the checkpoints that a worker keeps of this mix. */
const CHECKPOINT = JSON.stringify({ operations: "x".repeat(10_800) });
/** As many are kept of each session: a history without a bound is no store's. */
const HISTORY = DEFAULTS.checkpointHistory;

/** Each row of a batch is written once, however many of its entries change it. */
function prepareObservations(db: Database): Apply {
  const remember = db.prepare(LEDGER_ROW);
  const known = db.prepare("SELECT at_ms, data, times FROM hive_state WHERE session_id = ? AND kind = ? AND key = ?");
  const checkpoint = db.prepare(
    "INSERT INTO hive_checkpoints (session_id, created_at_ms, type, trigger, data, entry_id) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const trim = db.prepare(
    `DELETE FROM hive_checkpoints WHERE id IN (SELECT id FROM hive_checkpoints
       WHERE session_id = +? ORDER BY created_at_ms DESC, id DESC LIMIT -1 OFFSET ${HISTORY})`,
  );
  const log = db.prepare(
    "INSERT INTO session_logs (session_id, timestamp, log_level, message) VALUES (?, ?, 'info', ?)",
  );
  const writeState = prepareState(db);
  const writeSession = prepareSession(db);
  return (batch, nowMs) => {
    const rows = new Map<string, StateRow>();
    const sessions = new Map<string, Seen>();
    const saved = new Set<string>();
    for (const { seq, hive_id: id = seq, operation, payload } of batch as ReadonlyArray<Read<Observation>>) {
      remember.run(id, seq, operation, nowMs);
      const { sessionId, atMs, event, facts } = payload;
      const { atMs: firstMs, operations } = sessions.get(sessionId) ?? { atMs, operations: 0 };
      sessions.set(sessionId, { atMs: firstMs, operations: operations + 1 });
      for (const { kind, key, data } of facts) {
        const name = `${sessionId}\n${kind}\n${key}`;
        if (!rows.has(name)) known.get(sessionId, kind, key);
        rows.set(name, [sessionId, kind, key, atMs, JSON.stringify(data)]);
      }
      if (payload.checkpoint === undefined) continue;
      checkpoint.run(sessionId, atMs, payload.checkpoint, event, CHECKPOINT, id);
      saved.add(sessionId);
      log.run(sessionId, new Date(atMs).toISOString(), `${payload.checkpoint} checkpoint after ${event}`);
    }
    for (const row of rows.values()) writeState(row);
    for (const [id, seen] of sessions) writeSession(id, seen);
    for (const id of saved) trim.run(id);
  };
}

type StateRow = [sessionId: string, kind: string, key: string, atMs: number, data: string];

function prepareState(db: Database): (row: StateRow) => void {
  const state = db.prepare(
    `INSERT INTO hive_state (session_id, kind, key, agent_id, at_ms, data, times) VALUES (?, ?, ?, '', ?, ?, NULL)
     ON CONFLICT (session_id, kind, key) DO UPDATE SET at_ms = excluded.at_ms, data = excluded.data`,
  );
  return (row) => void state.run(...row);
}

interface Seen {
  readonly atMs: number;
  readonly operations: number;
}

function prepareSession(db: Database): (id: string, seen: Seen) => void {
  const session = db.prepare(
    `INSERT INTO sessions (id, swarm_id, swarm_name, status, created_at, updated_at) VALUES (?, 'hive', 'hive', 'active', ?, ?)
     ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at`,
  );
  const instance = db.prepare(
    `INSERT INTO instance_sessions (id, session_id, instance_id, last_seen, operation_count) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET last_seen = excluded.last_seen, operation_count = operation_count + excluded.operation_count`,
  );
  const own = db.prepare(
    `INSERT INTO hive_instances (session_id, instance_id, last_seen_ms, operations, observations) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET last_seen_ms = excluded.last_seen_ms, operations = operations + excluded.operations`,
  );
  return (id, { atMs, operations }) => {
    const at = new Date(atMs).toISOString();
    session.run(id, at, at);
    instance.run(`${id}:${id}`, id, id, at, operations);
    own.run(id, id, atMs, operations, operations);
  };
}
