import type { CheckpointType, Fact, Observation } from "../model/observation.ts";
import type { NewEntry } from "../queue/entry.ts";

/** Which checkpoint an event asks for, or null: `auto` ones are throttled, the others never. */
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
 * The one entry of a call: the store derives from it what it keeps. A tool's carries its operation's key as idempotency
 * key: two deliveries of one call are one.
 */
export function observationEntry(observation: Observation): NewEntry {
  const { sessionId, event, checkpoint, facts } = observation;
  const entry: NewEntry = {
    operation: "observe",
    payload: observation,
    priority: checkpoint === undefined ? 5 : 3,
    metadata: { session_id: sessionId, event },
    group: sessionId,
  };
  const operation = operationIn(facts);
  return operation === undefined ? entry : { ...entry, id: `observe:${sessionId}:${operation.key}` };
}

function operationIn(facts: readonly Fact[]): Fact | undefined {
  for (const fact of facts) if (fact.kind === "operation") return fact;
  return undefined;
}
