/** The facts of agents without an adapter, by the names that most agents have. */
import { textOf } from "../../base/json.ts";
import type { AgentHook } from "../agent.ts";
import { factsOf } from "../claude-code/facts.ts";
import { type HookPayload, recordOf } from "../claude-code/payload.ts";
import { fileCall } from "./file-call.ts";
import { neutralFacts } from "./neutral-facts.ts";
import { commandIn, exitIn, firstText, objectIn, patchIn, printedIn, type ToolCall } from "./tool-call.ts";
import { effectOf } from "./tool-names.ts";

/** Tools that hive does not know are read as Claude Code's: several agents have taken those over. */
export const plainFacts: AgentHook["facts"] = (payload, ...rest) => {
  const { event, fields } = payload;
  const isKnown = effectOf(fields["tool_name"]) !== undefined || patchIn(recordOf(fields["tool_input"])) !== undefined;
  const isCall = event === "PostToolUse" || event === "PostToolUseFailure";
  return isCall && isKnown ? neutralFacts(plainCall, payload, ...rest) : factsOf(payload, ...rest);
};

function plainCall(payload: HookPayload): ToolCall {
  const { event, fields, isShell = false } = payload;
  const input = recordOf(fields["tool_input"]);
  const response = objectIn(fields["tool_response"]);
  const isFailed = event === "PostToolUseFailure" || response["success"] === false || response["isError"] === true;
  const description = firstText(input, "description", "explanation");
  if (!isShell) return fileCall(payload, { isFailed, description });
  return {
    command: commandIn(input),
    description,
    outcome: isFailed ? "failed" : exitIn(response),
    output: textOf(fields["error"]) ?? printedIn(response, fields["tool_response"]),
  };
}
