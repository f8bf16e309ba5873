import { textOf } from "../../base/json.ts";
import { type Fields, type HookPayload, recordOf } from "../claude-code/payload.ts";
import { fileCall } from "../facts/file-call.ts";
import {
  type AgentSeen,
  commandIn,
  exitIn,
  firstText,
  objectIn,
  type Outcome,
  outcomeOf,
  patchedFiles,
  patchIn,
  printedIn,
  type ToolCall,
  withoutPatch,
} from "../facts/tool-call.ts";

/**
 * A Codex tool call. Codex reports neither the exit code of a shell command nor a failed patch. The failures recognized
 * here come from other versions.
 */
export function codexCall(payload: HookPayload): ToolCall {
  const { event, fields, isShell = false } = payload;
  const input = recordOf(fields["tool_input"]);
  const response = fields["tool_response"];
  const cwd = firstText(input, "workdir") ?? fields["cwd"];
  const outcome = event === "PostToolUseFailure" ? "failed" : responseOutcome(response);
  if (isShell) return shellCall(input, response, outcome, cwd);
  const description = firstText(input, "message", "description", "prompt");
  const agents = agentsIn(fields, input, description);
  return { ...fileCall(payload, { isFailed: false, description, cwd, agents }), outcome: outcome ?? "ok" };
}

function shellCall(input: Fields, response: unknown, outcome: Outcome, cwd: unknown): ToolCall {
  const command = commandIn(input);
  const output = printedIn(recordOf(response), response);
  const patch = command?.trimStart().startsWith("apply_patch") === true ? patchIn({ command }) : undefined;
  // A command with a patch reports success, or nothing.
  const isPatched = patch !== undefined && output.includes("Success. Updated the following files:");
  return {
    outcome: isPatched ? "ok" : outcome,
    command: command === undefined ? undefined : withoutPatch(command),
    description: firstText(input, "description", "justification"),
    output,
    files: isPatched ? patchedFiles(patch, cwd) : [],
  };
}

const HEADER = /^(?:Chunk ID: .*\n)?(?:Wall time: .*\n)?(?:Exit code:|Process exited with code) (-?\d+)\r?\n/;

/** The outcome in a response: in fields of an object, or in a header before the output of some tools. */
function responseOutcome(response: unknown): Outcome {
  if (typeof response === "string") {
    if (/^(?:Chunk ID: .*\n)?Wall time: .*\nProcess running with session ID /.test(response)) return "background";
    return /\nOutput:(?:\n|$)/.test(response) ? outcomeOf(HEADER.exec(response)?.[1]) : undefined;
  }
  const told = exitIn(response);
  if (told !== undefined) return told;
  const fields = recordOf(response);
  return fields["success"] === false || fields["isError"] === true ? "failed" : undefined;
}

/** A started subagent, or those that were waited for. */
function agentsIn(fields: Fields, input: Fields, description: string | undefined): AgentSeen[] {
  const response = objectIn(fields["tool_response"]);
  const tool = textOf(fields["tool_name"]) ?? "";
  if (tool.startsWith("spawn_agent")) {
    const id = response["agent_id"] ?? response["agentId"];
    return id === undefined ? [] : [{ id, type: firstText(input, "agent_type"), description, status: "running" }];
  }
  if (!tool.startsWith("wait")) return [];
  return Object.entries(recordOf(response["status"])).map(([id, status]) => {
    const { completed, errored } = recordOf(status) as { readonly completed?: unknown; readonly errored?: unknown };
    if (errored !== undefined) return { id, status: "failed", lastMessage: errored };
    return completed === undefined
      ? { id, status: textOf(status) }
      : { id, status: "completed", lastMessage: completed };
  });
}
