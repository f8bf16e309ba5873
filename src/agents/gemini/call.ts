import { textOf } from "../../base/json.ts";
import { type Fields, type HookPayload, recordOf } from "../claude-code/payload.ts";
import { fileCall } from "../facts/file-call.ts";
import {
  type AgentSeen,
  commandIn,
  firstText,
  inCamelCase,
  type Outcome,
  outcomeOf,
  textIn,
  todosIn,
  type ToolCall,
} from "../facts/tool-call.ts";

/** A tool call of Gemini CLI's, or of Qwen Code's, which has the same tools. */
export function geminiCall(payload: HookPayload): ToolCall {
  const { event, fields, isShell = false } = payload;
  const input = recordOf(fields["tool_input"]);
  const response = inCamelCase(recordOf(fields["tool_response"]));
  const text = textIn(response["llmContent"] ?? response["output"] ?? fields["tool_response"]);
  const isFailed = event === "PostToolUseFailure";
  const description = firstText(input, "description", "prompt", "objective");
  if (isShell) {
    const told = shellResult(text, response["returnDisplay"]);
    return { command: commandIn(input), description, ...told, ...(isFailed && { outcome: "failed" as const }) };
  }
  const display = inCamelCase(recordOf(response["returnDisplay"]));
  const path = firstText(display, "filePath");
  const isNew = display["isNewFile"] === true || text.startsWith("Successfully created ");
  const agents = agentsIn(display, description);
  const call = fileCall(payload, { isFailed, description, path, isNew, agents });
  return call.todos === undefined && display["todos"] !== undefined
    ? { ...call, todos: todosIn(display["todos"]) }
    : call;
}

/** Gemini's lines after the output of a command. A command can print such lines too: the last ones count. */
const TRAILER = /^(Error|Exit Code|Signal|Background PIDs|Process Group PGID|PID): (.*)$/;

function shellResult(llmContent: string, returnDisplay: unknown): Pick<ToolCall, "outcome" | "output" | "taskId"> {
  const text = llmContent.replace(/^<untrusted_context>\n/, "").replace(/\n?<\/untrusted_context>\s*$/, "");
  if (/^Command was (?:\w+ )?cancelled/.test(text)) return { outcome: "interrupted", output: text };
  const background = /^Command (?:moved to|is running in|started in) (?:the )?background(?: \(PID: (\d+)\))?/.exec(
    text,
  );
  if (background !== null) return { outcome: "background", taskId: background[1] };
  const lines = text.split("\n");
  const told: Record<string, string> = {};
  let found = TRAILER.exec(lines.at(-1) ?? "");
  for (; found !== null; found = TRAILER.exec(lines.at(-1) ?? "")) {
    const [, name = "", value = ""] = found;
    if (value !== "(none)") told[name] ??= value;
    lines.pop();
  }
  const isTold = lines.length < text.split("\n").length;
  const output = lines
    .join("\n")
    .replace(/^(?:Command: .*\n)?(?:Directory: .*\n)?(?:Output|Stdout): (?:\(empty\))?/, "");
  return { outcome: isTold ? trailerOutcome(told) : displayOutcome(returnDisplay), output };
}

/** An exit code of zero is left out. */
function trailerOutcome(told: Readonly<Record<string, string>>): Outcome {
  const code = told["Exit Code"];
  if (code !== undefined) return outcomeOf(code);
  return told["Signal"] === undefined && told["Error"] === undefined ? "ok" : "failed";
}

function displayOutcome(display: unknown): Outcome {
  return outcomeOf(/^Command exited with code: (-?\d+)$/m.exec(textOf(display) ?? "")?.[1]);
}

/** A subagent has no id here, so its call names it. Its work is reported as the main agent's. */
function agentsIn(display: Fields, description: unknown): AgentSeen[] {
  const type = firstText(display, "agentName", "subagentName");
  if (type === undefined) return [];
  const status = agentStatus(display["status"] ?? display["state"], textOf(display["terminateReason"]));
  return [
    {
      id: undefined,
      type,
      description: display["taskDescription"] ?? description,
      status,
      lastMessage: display["result"],
    },
  ];
}

function agentStatus(state: unknown, reason: string | undefined): string {
  if (state === "cancelled" || reason === "ABORTED" || reason === "CANCELLED") return "stopped";
  const isGoal = reason === undefined || reason === "GOAL";
  return state === "error" || state === "failed" || !isGoal ? "failed" : "completed";
}
