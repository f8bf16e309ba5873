// @bun
import"./redact-redact.js";
import {
  eventWord,
  fileCall
} from "./agents-translate.js";
import {
  adapter,
  bounded
} from "./agents-adapter.js";
import {
  firstText,
  printedIn,
  objectIn,
  commandIn,
  exitIn
} from "./agents-facts-tool-call.js";
import {
  recordOf,
  numberOf
} from "./agents-claude-code-payload.js";
import {
  textOf2
} from "./base-json.js";

// src/agents/cursor/call.ts
function cursorCall(payload) {
  let { event, fields, isShell = !1 } = payload, input = recordOf(fields.tool_input), response = objectIn(fields.tool_response), isFailed = event === "PostToolUseFailure" || response.success === !1, description = firstText(input, "description", "explanation");
  if (isShell) {
    let output = textOf2(fields.error) ?? printedIn(response, fields.tool_response), outcome = exitIn(response), isBackground = input.is_background === !0 || input.isBackground === !0;
    return {
      command: commandIn(input),
      description,
      output,
      outcome: isFailed ? "failed" : isBackground ? "background" : outcome
    };
  }
  return fileCall(payload, { isFailed, description });
}

// src/agents/cursor/hook.ts
var cursorHook = adapter({
  id: "cursor",
  readCall: cursorCall,
  hasProcess: !1,
  translate,
  context
});
function context(text) {
  let additionalContext = bounded(text);
  return JSON.stringify({ additional_context: additionalContext, additionalContext });
}
function translate(fields) {
  if (fields.is_background_agent === !0)
    return null;
  let isSubagent = eventWord("cursor", fields)?.toLowerCase().startsWith("subagent") === !0;
  return {
    ...fields,
    source: fields.source ?? "startup",
    prompt: queryIn(firstText(fields, "prompt")),
    tool_response: responseOf(fields.tool_output ?? fields.tool_response),
    duration_ms: numberOf(fields.duration) ?? fields.duration_ms,
    ...isSubagent && subagentOf(fields)
  };
}
function responseOf(output) {
  let fields = objectIn(output);
  return Object.keys(fields).length > 0 ? fields : output;
}
var queryIn = (prompt) => /<user_query>\s*([^]*?)\s*<\/user_query>/.exec(prompt ?? "")?.[1] ?? prompt;
function subagentOf(fields) {
  let type = firstText(fields, "subagent_type"), task = firstText(fields, "task", "description") ?? firstText(fields, "subagent_id") ?? "";
  return {
    agent_id: `${type ?? "subagent"}:${Bun.hash(task).toString(36)}`,
    agent_type: type,
    agent_status: statusOf(firstText(fields, "status")),
    last_assistant_message: firstText(fields, "summary")
  };
}
function statusOf(status) {
  if (status === "error")
    return "failed";
  return status === "aborted" ? "stopped" : status;
}
export {
  cursorHook
};
