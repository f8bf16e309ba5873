import type { CheckpointType, Fact, Observation } from "../model/observation.ts";
import type { NewEntry } from "../queue/entry.ts";

/** The type of checkpoint that an event asks for, or null. Only `auto` ones are throttled. */
export function checkpointType(event: string): CheckpointType | null {
  switch (event) {
    case "PostToolUse":
    case "PostToolUseFailure":
    case "SubagentStop":
      return "auto";
    case "PreCompact":
      return "compact";
    case "Stop":
    case "SessionEnd":
      return "stop";
    default:
      return null;
  }
}

/**
 * The one entry of a call, from which the store derives its rows. For a tool its operation's key is the idempotency
 * key, for another event its identity: two deliveries of one call count once.
 */
export function observationEntry(observation: Observation, identity?: string): NewEntry {
  const { sessionId, event, checkpoint, facts } = observation;
  const entry: NewEntry = {
    operation: "observe",
    payload: observation,
    priority: checkpoint === undefined ? 5 : 3,
    metadata: { session_id: sessionId, event },
    group: sessionId,
  };
  const operation = operationIn(facts);
  const key = operation === undefined ? identity && `${event}:${identity}` : operation.key;
  // @mutant two deliveries of a tool call have one identity
  return key === undefined ? entry : { ...entry, id: `observe:${sessionId}:${key}` };
}

function operationIn(facts: readonly Fact[]): Fact | undefined {
  for (const fact of facts) if (fact.kind === "operation") return fact;
  return undefined;
}
