import { textOf } from "../../base/json.ts";
import { type HookPayload, recordOf } from "../claude-code/payload.ts";
import { fileCall } from "../facts/file-call.ts";
import { commandIn, exitIn, firstText, objectIn, printedIn, type ToolCall } from "../facts/tool-call.ts";

/** A Cursor tool call. A result is an object in a JSON text; a failure is a separate event. */
export function cursorCall(payload: HookPayload): ToolCall {
  const { event, fields, isShell = false } = payload;
  const input = recordOf(fields["tool_input"]);
  const response = objectIn(fields["tool_response"]);
  const isFailed = event === "PostToolUseFailure" || response["success"] === false;
  const description = firstText(input, "description", "explanation");
  if (isShell) {
    const output = textOf(fields["error"]) ?? printedIn(response, fields["tool_response"]);
    const outcome = exitIn(response);
    const isBackground = input["is_background"] === true || input["isBackground"] === true;
    return {
      command: commandIn(input),
      description,
      output,
      outcome: isFailed ? "failed" : isBackground ? "background" : outcome,
    };
  }
  // `Write` creates or replaces a file, and does not say which.
  return fileCall(payload, { isFailed, description });
}
