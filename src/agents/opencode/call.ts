import { textOf } from "../../base/json.ts";
import { type HookPayload, listOf, recordOf } from "../claude-code/payload.ts";
import { fileCall } from "../facts/file-call.ts";
import { type AgentSeen, commandIn, type FileChange, firstText, outcomeOf, type ToolCall } from "../facts/tool-call.ts";

/** An OpenCode tool call, as hive's plugin reports it: without contents of files. */
export function opencodeCall(payload: HookPayload): ToolCall {
  const { event, fields, isShell = false } = payload;
  const input = recordOf(fields["tool_input"]);
  const response = recordOf(fields["tool_response"]);
  const isFailed = event === "PostToolUseFailure";
  const tool = textOf(fields["tool_name"]);
  const description = firstText(input, "description");
  if (tool === "step")
    return { outcome: "ok", isEffectAlone: true, files: changedIn(input["files"], input["deleted"]) };
  if (isFailed && isStopped(textOf(fields["error"]))) return { outcome: "interrupted", command: commandIn(input) };
  if (isShell) {
    const output = textOf(isFailed ? fields["error"] : response["output"]);
    return {
      command: commandIn(input),
      description,
      output,
      outcome: isFailed ? "failed" : outcomeOf(response["exit"]),
    };
  }
  const agents = tool === "task" ? agentsIn(input["subagent_type"], description, response) : [];
  return fileCall(payload, { isFailed, description, isNew: response["exists"] === false, agents });
}

/** A call that its user stopped, or did not allow. */
const isStopped = (error: string | undefined): boolean =>
  error !== undefined && /\b(?:aborted|rejected permission)\b/i.test(error);

/** The files that a step changed other than by a file tool. It is not known which are new. */
function changedIn(files: unknown, deleted: unknown): FileChange[] {
  const gone = new Set(listOf(deleted));
  const paths = listOf(files).filter((path) => textOf(path) !== undefined);
  return paths.map((path) => ({ path: path as string, change: gone.has(path) ? "deleted" : "modified" }));
}

function agentsIn(type: unknown, description: unknown, response: Readonly<Record<string, unknown>>): AgentSeen[] {
  const output = textOf(response["output"]) ?? "";
  const result = /<task_result>\s*([^]*?)\s*<\/task_result>/.exec(output)?.[1] ?? output;
  return [{ id: response["sessionId"], type, description, status: "completed", lastMessage: result }];
}
