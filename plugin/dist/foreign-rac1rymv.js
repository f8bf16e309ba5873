// @bun
import {
  clip,
  isSessionId,
  recordOf
} from "./main-dtde7yk8.js";
import {
  textOf
} from "./main-whj5vxrd.js";

// src/agents/foreign.ts
var MAX_EVENT_CHARS = 64, EVENTS = /* @__PURE__ */ new Map([
  ["sessionstart", "SessionStart"],
  ["userpromptsubmit", "UserPromptSubmit"],
  ["userpromptsubmitted", "UserPromptSubmit"],
  ["beforesubmitprompt", "UserPromptSubmit"],
  ["beforeagent", "UserPromptSubmit"],
  ["preuserprompt", "UserPromptSubmit"],
  ["posttooluse", "PostToolUse"],
  ["aftertool", "PostToolUse"],
  ["postruncommand", "PostToolUse"],
  ["postwritecode", "PostToolUse"],
  ["postmcptooluse", "PostToolUse"],
  ["posttoolusefailure", "PostToolUseFailure"],
  ["stop", "Stop"],
  ["agentstop", "Stop"],
  ["afteragent", "Stop"],
  ["postcascaderesponse", "Stop"],
  ["subagentstop", "SubagentStop"],
  ["precompact", "PreCompact"],
  ["sessionend", "SessionEnd"]
]), SHELLS = /* @__PURE__ */ new Set([
  "Bash",
  "PowerShell",
  "Shell",
  "bash",
  "powershell",
  "shell",
  "run_shell_command",
  "run_in_terminal",
  "run_terminal_cmd",
  "post_run_command"
]), HOOK_CONTEXT = /^\s*<hook_context>[^]*?<\/hook_context>\s*/;
function foreignPayload(agent, fields, text) {
  let word = eventWord(agent, fields);
  if (word === void 0)
    return null;
  let canonical = canonicalFields(fields), known = EVENTS.get(word.replaceAll("_", "").toLowerCase()), isFailed = known === "PostToolUse" && canonical.error !== void 0;
  return {
    agent,
    event: isFailed ? "PostToolUseFailure" : known ?? clip(word, MAX_EVENT_CHARS),
    sessionId: sessionOf(fields) ?? `${agent}-of-process-${process.ppid}`,
    fields: canonical,
    text,
    isShell: SHELLS.has(textOf(canonical.tool_name) ?? "")
  };
}
function firstText(fields, ...names) {
  for (let name of names) {
    let text = textOf(fields[name]);
    if (text !== void 0)
      return text;
  }
  return;
}
function sessionOf(fields) {
  let id = firstText(fields, "session_id", "sessionId", "conversation_id", "trajectory_id", "sessionID");
  return id !== void 0 && isSessionId(id) ? id : void 0;
}
function eventWord(agent, fields) {
  let word = firstText(fields, ...["hook_event_name", "hookEventName", "agent_action_name", "event", "event_name", "eventName"]);
  if (word !== void 0)
    return word;
  if (agent === "copilot")
    return copilotsEvent(fields);
  return agent === "unknown" ? void 0 : "unnamed";
}
function copilotsEvent(fields) {
  let has = (name) => fields[name] !== void 0;
  if (has("toolName"))
    return has("toolResult") ? "postToolUse" : has("error") ? "postToolUseFailure" : "preToolUse";
  if (has("agentId"))
    return has("stopReason") ? "subagentStop" : "subagentStart";
  if (has("stopReason"))
    return "agentStop";
  if (has("trigger"))
    return "preCompact";
  if (has("source") || has("initialPrompt"))
    return "sessionStart";
  if (has("reason"))
    return "sessionEnd";
  return has("prompt") ? "userPromptSubmitted" : "unnamed";
}
function canonicalFields(fields) {
  let info = recordOf(fields.tool_info), roots = Array.isArray(fields.workspace_roots) ? fields.workspace_roots : [], turn = firstText(fields, "prompt_id", "turn_id", "generation_id", "execution_id");
  return {
    cwd: firstText(fields, "cwd", "working_dir") ?? textOf(info.cwd) ?? textOf(roots[0]),
    transcript_path: firstText(fields, "transcript_path", "transcriptPath"),
    model: fields.model,
    permission_mode: fields.permission_mode,
    source: fields.source,
    prompt: (firstText(fields, "prompt") ?? textOf(info.user_prompt))?.replace(HOOK_CONTEXT, ""),
    prompt_id: turn,
    last_assistant_message: firstText(fields, "last_assistant_message", "prompt_response", "response") ?? textOf(info.response),
    trigger: fields.trigger,
    custom_instructions: firstText(fields, "custom_instructions", "customInstructions"),
    reason: fields.reason,
    agent_id: fields.agent_id ?? fields.agentId,
    agent_type: fields.agent_type ?? fields.agentType,
    ...toolFields(fields, info)
  };
}
function toolFields(fields, info) {
  let input = recordOf(fields.tool_input ?? fields.toolArgs), response = recordOf(fields.tool_response), windsurf = firstText(fields, "agent_action_name");
  return {
    tool_name: firstText(fields, "tool_name", "toolName") ?? windsurf,
    tool_input: {
      ...input,
      command: input.command ?? info.command_line,
      file_path: firstText(input, "file_path", "filePath", "path") ?? info.file_path
    },
    tool_response: response,
    tool_use_id: fields.tool_use_id ?? fields.toolUseId,
    duration_ms: fields.duration_ms,
    error: textOf(fields.error) ?? textOf(fields.error_message) ?? textOf(recordOf(response.error).message)
  };
}
export {
  foreignPayload
};
