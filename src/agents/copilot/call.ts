import { textOf } from "../../base/json.ts";
import { type HookPayload, recordOf } from "../claude-code/payload.ts";
import { fileCall } from "../facts/file-call.ts";
import { type AgentSeen, commandIn, firstText, outcomeOf, textIn, type ToolCall } from "../facts/tool-call.ts";
import { effectOf } from "../facts/tool-names.ts";

/** A tool call of Copilot CLI's. */
export function copilotCall(payload: HookPayload): ToolCall {
  const { event, fields, isShell = false } = payload;
  const input = recordOf(fields["tool_input"]);
  const response = recordOf(fields["tool_response"]);
  const type = firstText(response, "resultType", "result_type") ?? "success";
  const text = firstText(response, "textResultForLlm", "text_result_for_llm") ?? textIn(fields["tool_response"]);
  const isFailed = event === "PostToolUseFailure" || type !== "success";
  const description = firstText(input, "description");
  if (isShell) {
    const told = shellResult(text);
    const output = textOf(fields["error"]) ?? told.output;
    // For a refused call, too, no outcome of a run exists.
    return { command: commandIn(input), description, ...told, ...(isFailed && { outcome: "failed" as const, output }) };
  }
  // The tool that writes a file refuses the path of an existing one, by whichever name.
  const isNew = effectOf(fields["tool_name"]) === "writes";
  const call = fileCall(payload, { isFailed, description, isNew, agents: polledIn(text) });
  // As operations, polls would push out those that did the work.
  return { ...call, isEffectAlone: isPoll(fields["tool_name"]) };
}

/** What a command in the background is known by. Copilot names it in a command's last line, and when it is asked for. */
const SHELL_ID = /\bshellId: ([\w-]+)/;

const isPoll = (tool: unknown): boolean => tool === "read_bash" || tool === "read_powershell";

/** A command in the background that the agent asked for, and that has ended by now. */
function polledIn(text: string): readonly AgentSeen[] {
  const end = ENDED.exec(text);
  const id = SHELL_ID.exec(end?.[0] ?? "")?.[1];
  if (end === null || id === undefined) return [];
  if (outcomeOf(end[1]) === "ok") return [{ id, status: "completed" }];
  return [{ id, status: "failed", lastMessage: text.slice(0, end.index).trimEnd() }];
}

/** The last line of a result. A command can print such a line too, but not after Copilot's own. */
const ENDED = /<[^<>\n]*\bexit(?:ed with)? (?:exit )?code:? (-?\d+)>\s*$/;
const BACKGROUND = /<[^<>\n]*\b(?:started in (?:the )?background|still running)[^<>\n]*>\s*$/;
const STOPPED = /<[^<>\n]*\b(?:cancelled|canceled|interrupted|aborted)[^<>\n]*>\s*$/;

function shellResult(text: string): Pick<ToolCall, "outcome" | "output" | "taskId"> {
  const end = ENDED.exec(text);
  if (end !== null) return { outcome: outcomeOf(end[1]), output: text.slice(0, end.index).trimEnd() };
  const background = BACKGROUND.exec(text);
  if (background !== null) return { outcome: "background", output: "", taskId: SHELL_ID.exec(background[0])?.[1] };
  return { outcome: STOPPED.test(text) ? "interrupted" : undefined, output: text };
}
