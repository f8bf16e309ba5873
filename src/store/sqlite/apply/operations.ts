import * as v from "valibot";
import { timeText } from "../../../base/clock.ts";
import { HiveError } from "../../../base/errors.ts";
import { textOf } from "../../../base/json.ts";
import { arrivalBound, isOdd } from "../../../model/merge.ts";
import { ageOf } from "./age.ts";
import type { Fact, Observation } from "../../../model/observation.ts";
import { writeAgent } from "./agent-row.ts";
import { type Payloads, PAYLOADS } from "./payloads.ts";
import type { SessionBatch } from "./session-batch.ts";
import type { Statements } from "../statements.ts";
import type { StoreEntry } from "../../port.ts";

/** State shared by the operations of one batch. */
export interface BatchContext {
  readonly statements: Statements;
  readonly sessions: SessionBatch;
  /** Whether applied observations are to be forwarded. */
  readonly hasOutbox: boolean;
  /** Whether a session's observation at a time is forgotten. */
  readonly isForgotten: (sessionId: string, seenMs: number) => boolean;
  /** When the batch is applied, in ms since 1970. */
  readonly nowMs: number;
}

type Apply<Payload> = (context: BatchContext, payload: Payload, entry: StoreEntry) => void;

const OPERATIONS: { readonly [K in keyof Payloads]: Apply<Payloads[K]> } = {
  observe(context, observation, { id: entryId, isUntrusted = false }) {
    const { checkpoint, event } = observation;
    const facts = withoutForgotten(context, observation.facts);
    context.sessions.add({
      ...observation,
      facts,
      status: isEnd(facts) ? "ended" : "active",
      checkpoint: checkpoint === undefined ? undefined : { type: checkpoint, trigger: event, entryId },
    });
    if (checkpoint !== undefined) insertLog(context, logOf(observation));
    if (!context.hasOutbox) return;
    const body = JSON.stringify(facts === observation.facts ? observation : { ...observation, facts });
    const { sessionId } = observation;
    // @mutant an applied observation is in the outbox
    context.statements.outbox.run({ entryId, sessionId, isUntrusted: Number(isUntrusted), body });
  },
  update_checkpoint({ sessions }, { type, trigger, ...payload }, { id: entryId }) {
    const status = isEnd(payload.facts) ? "ended" : "active";
    sessions.add({ ...payload, status, checkpoint: { type, trigger, entryId } });
  },
  update_instance({ sessions }, payload) {
    sessions.add(payload);
  },
  insert_log: insertLog,
  insert_agent: insertAgent,
};

/** A session may continue one that was forgotten since: drop the forgotten id. */
function withoutForgotten({ isForgotten }: BatchContext, facts: readonly Fact[]): readonly Fact[] {
  const isLink = ({ kind, key, data }: Fact): boolean =>
    kind === "continues" && isForgotten(key, Number(data["activeMs"]) || 0);
  // @mutant what went on from a forgotten session names it no more
  if (facts.some(isLink)) return facts.filter((fact) => !isLink(fact));
  return facts;
}

/** The main agent's end alone ends a session. */
const isEnd = (facts: readonly Fact[]): boolean =>
  facts.some(({ kind, agentId }) => kind === "end" && agentId === undefined);

function insertLog({ statements }: BatchContext, payload: Payloads["insert_log"]): void {
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

function insertAgent({ statements }: BatchContext, payload: Payloads["insert_agent"]): void {
  writeAgent(statements, payload);
}

/** The row that claude-flow's log has of a checkpoint. */
function logOf({ sessionId, atMs, event, checkpoint, facts }: Observation): Payloads["insert_log"] {
  const data = facts.find(({ kind }) => kind === "operation")?.data;
  const tool = data === undefined ? "" : ` ${textOf(data["tool"]) ?? ""}`;
  return {
    sessionId,
    atMs,
    level: data?.["outcome"] === "failed" ? "warn" : "info",
    message: `${checkpoint} checkpoint after ${event}${tool}`,
    ...(data === undefined ? {} : { data: { ...data } }),
  };
}

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

/** A typed entry whose payload has been checked. */
export interface CheckedEntry {
  readonly id: string;
  readonly sessionId: string;
  readonly atMs: number;
  apply(context: BatchContext): void;
}

/**
 * Checks a typed entry, and bounds its times.
 * @param place in its batch: of entries from the future, the later one stays later
 * @throws HIVE_INVALID_ENTRY for an unknown operation or a payload that does not fit it
 */
export function checkEntry(entry: StoreEntry, nowMs: number, place: number): CheckedEntry {
  const { id, operation } = entry;
  if (!isOperation(operation)) {
    throw new HiveError("HIVE_INVALID_ENTRY", `unknown operation ${JSON.stringify(operation)}`, {
      hint: `known: ${OPERATION_NAMES.join(", ")}, or any name with sql`,
    });
  }
  // The table pairs each operation with the schema of the same name.
  const apply = OPERATIONS[operation] as Apply<unknown>;
  const checked = checkPayload(operation, entry.payload) as Timed & { readonly sessionId: string };
  const ageMs = isOdd(checked.atMs, nowMs) ? ageOf(checked) : undefined;
  // Without proof no time may be in the future: the row would outrank all of the user's own.
  const bounded = (atMs: number): number => arrivalBound(atMs, nowMs, place, ageMs);
  // @mutant nothing without proof is from the future
  const payload = inTime(checked, entry.isUntrusted === true ? (atMs) => Math.min(atMs, nowMs) : bounded);
  return { id, sessionId: checked.sessionId, atMs: payload.atMs, apply: (context) => apply(context, payload, entry) };
}

interface Timed {
  readonly atMs: number;
  readonly upMs?: number | undefined;
  readonly facts?: readonly Fact[];
}

function inTime<T extends Timed>(payload: T, bounded: (atMs: number) => number): T {
  const isChanged = ({ atMs }: Timed): boolean => bounded(atMs) !== atMs;
  if (!isChanged(payload) && payload.facts?.some(isChanged) !== true) return payload;
  const facts = payload.facts?.map((fact) => ({ ...fact, atMs: bounded(fact.atMs) }));
  return { ...payload, atMs: bounded(payload.atMs), ...(facts === undefined ? {} : { facts }) };
}
