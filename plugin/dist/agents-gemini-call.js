// @bun
import {
  fileCall
} from "./agents-translate.js";
import {
  firstText,
  inCamelCase,
  textIn,
  commandIn,
  outcomeOf,
  todosIn
} from "./agents-facts-tool-call.js";
import {
  recordOf
} from "./agents-claude-code-payload.js";
import {
  textOf2
} from "./base-json.js";

// src/agents/gemini/call.ts
function geminiCall(payload) {
  let { event, fields, isShell = !1 } = payload, input = recordOf(fields.tool_input), response = inCamelCase(recordOf(fields.tool_response)), text = textIn(response.llmContent ?? response.output ?? fields.tool_response), isFailed = event === "PostToolUseFailure", description = firstText(input, "description", "prompt", "objective");
  if (isShell) {
    let told = shellResult(text, response.returnDisplay);
    return { command: commandIn(input), description, ...told, ...isFailed && { outcome: "failed" } };
  }
  let display = inCamelCase(recordOf(response.returnDisplay)), path = firstText(display, "filePath"), isNew = display.isNewFile === !0 || text.startsWith("Successfully created "), agents = agentsIn(display, description), call = fileCall(payload, { isFailed, description, path, isNew, agents });
  return call.todos === void 0 && display.todos !== void 0 ? { ...call, todos: todosIn(display.todos) } : call;
}
var TRAILER = /^(Error|Exit Code|Signal|Background PIDs|Process Group PGID|PID): (.*)$/;
function shellResult(llmContent, returnDisplay) {
  let text = llmContent.replace(/^<untrusted_context>\n/, "").replace(/\n?<\/untrusted_context>\s*$/, "");
  if (/^Command was (?:\w+ )?cancelled/.test(text))
    return { outcome: "interrupted", output: text };
  let background = /^Command (?:moved to|is running in|started in) (?:the )?background(?: \(PID: (\d+)\))?/.exec(text);
  if (background !== null)
    return { outcome: "background", taskId: background[1] };
  let lines = text.split(`
`), told = {}, found = TRAILER.exec(lines.at(-1) ?? "");
  for (;found !== null; found = TRAILER.exec(lines.at(-1) ?? "")) {
    let [, name = "", value = ""] = found;
    if (value !== "(none)")
      told[name] ??= value;
    lines.pop();
  }
  let isTold = lines.length < text.split(`
`).length, output = lines.join(`
`).replace(/^(?:Command: .*\n)?(?:Directory: .*\n)?(?:Output|Stdout): (?:\(empty\))?/, "");
  return { outcome: isTold ? trailerOutcome(told) : displayOutcome(returnDisplay), output };
}
function trailerOutcome(told) {
  let code = told["Exit Code"];
  if (code !== void 0)
    return outcomeOf(code);
  return told.Signal === void 0 && told.Error === void 0 ? "ok" : "failed";
}
function displayOutcome(display) {
  return outcomeOf(/^Command exited with code: (-?\d+)$/m.exec(textOf2(display) ?? "")?.[1]);
}
function agentsIn(display, description) {
  let type = firstText(display, "agentName", "subagentName");
  if (type === void 0)
    return [];
  let status = agentStatus(display.status ?? display.state, textOf2(display.terminateReason));
  return [
    {
      id: void 0,
      type,
      description: display.taskDescription ?? description,
      status,
      lastMessage: display.result
    }
  ];
}
function agentStatus(state, reason) {
  if (state === "cancelled" || reason === "ABORTED" || reason === "CANCELLED")
    return "stopped";
  return state === "error" || state === "failed" || !(reason === void 0 || reason === "GOAL") ? "failed" : "completed";
}

export { geminiCall };
