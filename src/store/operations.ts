import * as v from "valibot";
import { timeText } from "../clock.ts";
import { errorCode, HiveError } from "../errors.ts";
import { UNTOLD } from "./checkpoint.ts";
import {
  type AgentPayload,
  type CheckpointPayload,
  type Fact,
  type InstancePayload,
  type LogPayload,
  PAYLOADS,
} from "./payloads.ts";
import type { Statements } from "./statements.ts";
import type { StoreEntry } from "./store-entry.ts";

/** What the operations of one batch share. */
export interface BatchContext {
  readonly statements: Statements;
  /** The sessions whose checkpoint is due, with the latest reason: built once, when the batch's facts are all in. */
  readonly checkpoints: Map<string, CheckpointPayload>;
}

interface Sighting {
  readonly sessionId: string;
  readonly instanceId: string;
  readonly atMs: number;
  readonly facts: readonly Fact[];
}

/** Records what a hook saw; the rows of session and instance are created on first sight. */
function recordSighting(
  { statements }: BatchContext,
  sighting: Sighting,
  instance: { status: "active" | "ended"; pid?: number | undefined; tty?: string | undefined; checkpoints: number },
): void {
  const { sessionId, instanceId, facts } = sighting;
  const { status } = instance;
  const at = timeText(sighting.atMs);
  const id = statements.instanceRowId(instanceId, sessionId);
  statements.session.run({ sessionId, status, at });
  statements.instance.run({
    id,
    sessionId,
    instanceId,
    pid: instance.pid ?? null,
    tty: instance.tty ?? null,
    status,
    at,
  });
  let operations = 0;
  for (const { kind, key, atMs, data } of facts) {
    const values = { sessionId, kind, key, atMs, data: JSON.stringify(data) };
    if (kind === "operation") operations += statements.operation.run(values);
    else statements.fact.run(values);
  }
  const { checkpoints } = instance;
  if (operations + checkpoints > 0) statements.count.run({ id, instanceId, sessionId, operations, checkpoints });
}

function updateCheckpoint(context: BatchContext, payload: CheckpointPayload): void {
  const hasEnded = payload.facts.some((fact) => fact.kind === "end");
  recordSighting(context, payload, { status: hasEnded ? "ended" : "active", checkpoints: 1 });
  // Last, so that an entry that was rejected has asked for none.
  const known = context.checkpoints.get(payload.sessionId);
  if (known === undefined || known.atMs <= payload.atMs) context.checkpoints.set(payload.sessionId, payload);
}

function updateInstance(context: BatchContext, payload: InstancePayload): void {
  const { pid, tty, status } = payload;
  recordSighting(context, payload, { status, pid, tty, checkpoints: 0 });
}

function insertLog({ statements }: BatchContext, payload: LogPayload): void {
  const { sessionId, level, message } = payload;
  statements.log.run({
    sessionId,
    at: timeText(payload.atMs),
    level,
    message,
    agentId: payload.agentId ?? null,
    data: payload.data === undefined ? null : JSON.stringify(payload.data),
  });
}

// One of claude-flow's schemas allows only words of its own for an agent's type and status.
const LEGACY_TYPE = "specialist";
const LEGACY_STATUS = { running: "active", completed: "idle" } as const;

function insertAgent({ statements }: BatchContext, payload: AgentPayload): void {
  const { sessionId, agentId, name, type, status } = payload;
  const metadata = JSON.stringify({ ...payload.metadata, sessionId, type, status });
  const values = { agentId, name, type, role: type, status, at: timeText(payload.atMs), metadata };
  try {
    statements.agent.run(values);
  } catch (error) {
    if (errorCode(error) !== "SQLITE_CONSTRAINT_CHECK") throw error;
    statements.agent.run({ ...values, type: LEGACY_TYPE, status: LEGACY_STATUS[status] });
  }
}

type Payloads = { [K in keyof typeof PAYLOADS]: v.InferOutput<(typeof PAYLOADS)[K]> };

const OPERATIONS: { readonly [K in keyof Payloads]: (context: BatchContext, payload: Payloads[K]) => void } = {
  update_checkpoint: updateCheckpoint,
  update_instance: updateInstance,
  insert_log: insertLog,
  insert_agent: insertAgent,
};

/** The names of the typed operations. */
export const OPERATION_NAMES = Object.keys(PAYLOADS) as ReadonlyArray<keyof Payloads>;

export function isOperation(name: string): name is keyof Payloads {
  return Object.hasOwn(PAYLOADS, name);
}

/** The payload as its operation takes it. @throws HIVE_INVALID_ENTRY when it does not fit */
export function checkPayload(name: keyof Payloads, payload: unknown): unknown {
  const result = v.safeParse(PAYLOADS[name], payload);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = v.getDotPath(issue);
  const where = path === null ? "" : ` at ${path}`;
  throw new HiveError("HIVE_INVALID_ENTRY", `payload of ${name}${where}: ${issue.message}`);
}

/** Applies a typed entry. @throws HIVE_INVALID_ENTRY for an unknown operation or a payload that does not fit it */
export function applyOperation(
  context: BatchContext,
  entry: Pick<StoreEntry, "operation" | "payload" | "isUntold">,
): void {
  const { operation } = entry;
  if (!isOperation(operation)) {
    throw new HiveError("HIVE_INVALID_ENTRY", `unknown operation ${JSON.stringify(operation)}`, {
      hint: `known: ${OPERATION_NAMES.join(", ")}, or any name with sql`,
    });
  }
  // The table pairs each operation with the schema of the same name.
  const apply = OPERATIONS[operation] as (context: BatchContext, payload: unknown) => void;
  const payload = checkPayload(operation, entry.payload) as {
    readonly sessionId: string;
    readonly facts?: readonly Fact[];
  };
  apply(context, payload);
  if (entry.isUntold !== true || payload.facts === undefined) return;
  context.statements.fact.run({ sessionId: payload.sessionId, kind: UNTOLD, key: "", atMs: 0, data: "{}" });
}
