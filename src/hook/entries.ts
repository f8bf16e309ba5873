import type { NewEntry } from "../queue/entry.ts";
import type { AgentPayload, CheckpointPayload, Fact, InstancePayload, LogPayload } from "../store/payloads.ts";
import { type HookEvent, type HookPayload, textOf } from "./payload.ts";

/** Which checkpoint an event asks for: `auto` ones are throttled, the others never. */
const CHECKPOINTS: Readonly<Partial<Record<HookEvent, CheckpointPayload["type"]>>> = {
  PostToolUse: "auto",
  PostToolUseFailure: "auto",
  SubagentStop: "auto",
  PreCompact: "compact",
  Stop: "stop",
  SessionEnd: "stop",
};

export function checkpointType(event: HookEvent): CheckpointPayload["type"] | null {
  return CHECKPOINTS[event] ?? null;
}

/** What one call of the hook is about. */
export interface Sighting {
  readonly payload: HookPayload;
  readonly instanceId: string;
  readonly atMs: number;
  readonly facts: readonly Fact[];
  /** The agent's process, where it says which. */
  readonly pid: number | undefined;
}

const PRIORITIES = { update_checkpoint: 3, update_instance: 5, insert_agent: 5, insert_log: 7 } as const;

/**
 * The entries of one call. The facts are in the instance's update, so that none is lost to throttling, and in the
 * checkpoint's, which is applied before it; the store counts each once. A tool's entries carry its `tool_use_id` as
 * their idempotency key: two deliveries are one.
 * @param checkpoint the checkpoint that is due, or null
 */
export function buildEntries(sighting: Sighting, checkpoint: CheckpointPayload["type"] | null): NewEntry[] {
  const { payload, instanceId, atMs, facts, pid } = sighting;
  const { sessionId, event } = payload;
  const operation = operationIn(facts);
  const entry = (
    name: keyof typeof PRIORITIES,
    body: CheckpointPayload | InstancePayload | LogPayload | AgentPayload,
    key = "",
  ): NewEntry => ({
    operation: name,
    payload: body,
    priority: PRIORITIES[name],
    metadata: { session_id: sessionId, event },
    ...(operation === undefined ? {} : { id: `${name}:${sessionId}:${operation.key}${key}` }),
  });

  const entries: NewEntry[] = [];
  if (checkpoint !== null) {
    entries.push(
      entry("update_checkpoint", {
        sessionId,
        instanceId,
        atMs,
        type: checkpoint,
        trigger: event,
        facts: [...facts],
      }),
    );
  }
  const status = event === "SessionEnd" ? "ended" : "active";
  const instance: InstancePayload = { sessionId, instanceId, atMs, status, facts: [...facts] };
  entries.push(entry("update_instance", pid === undefined ? instance : { ...instance, pid }));
  for (const agent of agentsOf(sighting)) entries.push(entry("insert_agent", agent, `:${agent.agentId}`));
  if (checkpoint !== null) entries.push(entry("insert_log", logOf(sighting, checkpoint)));
  return entries;
}

function operationIn(facts: readonly Fact[]): Fact | undefined {
  for (const fact of facts) if (fact.kind === "operation") return fact;
  return undefined;
}

function agentsOf({ payload, atMs, facts }: Sighting): AgentPayload[] {
  const agents: AgentPayload[] = [];
  for (const { kind, key, data } of facts) {
    // A notification may name a background shell as well: what has no type and no description is no agent.
    if (kind !== "agent" || (data["type"] ?? data["description"]) === undefined) continue;
    agents.push({
      sessionId: payload.sessionId,
      agentId: key,
      atMs,
      name: textOf(data["description"]) ?? textOf(data["type"]) ?? key,
      type: textOf(data["type"]) ?? "agent",
      status: data["status"] === "completed" ? "completed" : "running",
    });
  }
  return agents;
}

function logOf({ payload, atMs, facts }: Sighting, checkpoint: CheckpointPayload["type"]): LogPayload {
  const operation = operationIn(facts)?.data;
  const tool = operation === undefined ? "" : ` ${textOf(operation["tool"]) ?? ""}`;
  return {
    sessionId: payload.sessionId,
    atMs,
    level: operation?.["outcome"] === "failed" ? "warn" : "info",
    message: `${checkpoint} checkpoint after ${payload.event}${tool}`,
    ...(operation === undefined ? {} : { data: { ...operation } }),
  };
}
