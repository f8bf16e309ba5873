import { type Fields, type HookPayload, recordOf } from "../claude-code/payload.ts";
import { fileCall } from "../facts/file-call.ts";
import { commandIn, firstText, type Outcome, outcomeOf, textIn, type ToolCall } from "../facts/tool-call.ts";

/** A tool call of VS Code's own agents. They report failures only in the text of a result. */
export function vscodeCall(payload: HookPayload): ToolCall {
  const { event, fields, isShell = false } = payload;
  const input = recordOf(fields["tool_input"]);
  const response = recordOf(fields["tool_response"]);
  const output = textIn(response["content"] ?? response["text"] ?? fields["tool_response"]);
  const isFailed = event === "PostToolUseFailure" || response["isError"] === true || output.startsWith("ERROR: ");
  const description = firstText(input, "explanation", "description");
  if (isShell) {
    const outcome = isFailed ? "failed" : shellOutcome(input, response, output);
    return { command: commandIn(input), description, outcome, output };
  }
  return fileCall(payload, { isFailed, description });
}

function shellOutcome(input: Fields, response: Fields, output: string): Outcome {
  if (input["isBackground"] === true || input["mode"] === "async") return "background";
  const told =
    /(?:^|\n)Command exited with code (-?\d+)\.?\s*$/.exec(output) ?? /^Command exited with code (-?\d+)/.exec(output);
  return outcomeOf(response["exitCode"] ?? told?.[1]);
}
