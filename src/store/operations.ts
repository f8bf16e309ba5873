import * as v from "valibot";
import { timeText } from "../clock.ts";
import { HiveError } from "../errors.ts";
import { UNTRUSTED } from "./checkpoint.ts";
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
  /** When the batch is applied, in ms since 1970. */
  readonly nowMs: number;
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
  const id = `${instanceId}:${sessionId}`;
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
  statements.ownInstance.run({ sessionId, instanceId, pid: instance.pid ?? null, atMs: sighting.atMs, operations });
  const { checkpoints } = instance;
  if (operations + checkpoints > 0) statements.count.run({ id, operations, checkpoints });
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

function insertAgent({ statements }: BatchContext, payload: AgentPayload): void {
  const { sessionId, agentId, name, type, status } = payload;
  const metadata = JSON.stringify({ ...payload.metadata, sessionId, type, status });
  statements.agent.run({ agentId, name, type, role: type, status, at: timeText(payload.atMs), metadata });
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
  entry: Pick<StoreEntry, "operation" | "payload" | "isUntrusted">,
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
    readonly atMs: number;
    readonly facts?: readonly Fact[];
  };
  if (entry.isUntrusted !== true) return apply(context, payload);
  apply(context, notLater(payload, context.nowMs));
  markUntrusted(context, payload.sessionId);
}

/** Marks a session of which something came without proof; or {@link RAW_SQL_ROWS}. */
export function markUntrusted({ statements }: BatchContext, sessionId: string): void {
  statements.fact.run({ sessionId, kind: UNTRUSTED, key: "", atMs: 0, data: "{}" });
}

/** Without proof nothing is from the future: there it would come before all that is the user's own, for ever. */
function notLater<T extends { readonly atMs: number; readonly facts?: readonly Fact[] }>(payload: T, nowMs: number): T {
  const facts = payload.facts?.map((fact) => ({ ...fact, atMs: Math.min(fact.atMs, nowMs) }));
  return { ...payload, atMs: Math.min(payload.atMs, nowMs), ...(facts === undefined ? {} : { facts }) };
}
