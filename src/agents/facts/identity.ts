import { MAX_DEPTH, nestsBelow } from "../../base/json.ts";
import type { Fields, HookPayload } from "../claude-code/payload.ts";

/**
 * What two deliveries of one call share, and two calls do not. Copilot CLI, VS Code and Cursor run the hooks in Claude
 * Code's settings beside their own, and may give each a form of its own: other names of events, tools and fields, and
 * the time in another unit. So the values count, and the names do not.
 * @param timestamp the agent's own time of the call, in any form
 * @returns undefined if neither an id nor a time distinguishes a second delivery from a second call
 */
export function identityOf(
  { event, fields, isShell }: Omit<HookPayload, "identity">,
  timestamp: unknown,
): string | undefined {
  const timeMs = typeof timestamp === "string" ? Date.parse(timestamp) || undefined : timestamp;
  const turn = fields["prompt_id"];
  const isCall = fields["tool_name"] !== undefined;
  const mark = isCall ? (fields["tool_use_id"] ?? timeMs) : (timeMs ?? turn);
  if (mark === undefined || mark === null || nestsBelow(fields, MAX_DEPTH)) return undefined;
  const told = isCall ? callOf(fields, isShell) : NAMES.map((name) => fields[name]);
  // @mutant two forms of one call are one call
  return Bun.hash(valuesIn([event, mark, turn, fields["agent_id"], told]).join("\0")).toString(36);
}

/** The fields that distinguish events other than calls of tools. */
const NAMES = [
  "prompt",
  "source",
  "last_assistant_message",
  "trigger",
  "custom_instructions",
  "reason",
  "agent_status",
  "is_again",
];

/** A proxy may give one id to several calls, so what a shell printed counts as well: a check that failed may pass later. */
const callOf = (fields: Fields, isShell = false): unknown[] => [
  // A path may stand under two names.
  [...new Set(valuesIn(fields["tool_input"]))],
  fields["error"],
  isShell ? fields["tool_response"] : undefined,
];

/** The values in a value, without the names of fields. */
function valuesIn(value: unknown): string[] {
  if (value === undefined) return [];
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(valuesIn) : [JSON.stringify(value)];
}
