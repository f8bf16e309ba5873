// @bun
import {
  effectOf,
  fileCall
} from "./agents-translate.js";
import {
  adapter,
  bounded,
  nestedContext
} from "./agents-adapter.js";
import {
  firstText,
  textIn,
  commandIn,
  outcomeOf
} from "./agents-facts-tool-call.js";
import {
  recordOf
} from "./agents-claude-code-payload.js";
import {
  textOf2
} from "./base-json.js";

// src/agents/copilot/call.ts
function copilotCall(payload) {
  let { event, fields, isShell = !1 } = payload, input = recordOf(fields.tool_input), response = recordOf(fields.tool_response), type = firstText(response, "resultType", "result_type") ?? "success", text = firstText(response, "textResultForLlm", "text_result_for_llm") ?? textIn(fields.tool_response), isFailed = event === "PostToolUseFailure" || type !== "success", description = firstText(input, "description");
  if (isShell) {
    let told = shellResult(text), output = textOf2(fields.error) ?? told.output;
    return { command: commandIn(input), description, ...told, ...isFailed && { outcome: "failed", output } };
  }
  let isNew = effectOf(fields.tool_name) === "writes";
  return { ...fileCall(payload, { isFailed, description, isNew, agents: polledIn(text) }), isEffectAlone: isPoll(fields.tool_name) };
}
var SHELL_ID = /\bshellId: ([\w-]+)/, isPoll = (tool) => tool === "read_bash" || tool === "read_powershell";
function polledIn(text) {
  let end = ENDED.exec(text), id = SHELL_ID.exec(end?.[0] ?? "")?.[1];
  if (end === null || id === void 0)
    return [];
  if (outcomeOf(end[1]) === "ok")
    return [{ id, status: "completed" }];
  return [{ id, status: "failed", lastMessage: text.slice(0, end.index).trimEnd() }];
}
var ENDED = /<[^<>\n]*\bexit(?:ed with)? (?:exit )?code:? (-?\d+)>\s*$/, BACKGROUND = /<[^<>\n]*\b(?:started in (?:the )?background|still running)[^<>\n]*>\s*$/, STOPPED = /<[^<>\n]*\b(?:cancelled|canceled|interrupted|aborted)[^<>\n]*>\s*$/;
function shellResult(text) {
  let end = ENDED.exec(text);
  if (end !== null)
    return { outcome: outcomeOf(end[1]), output: text.slice(0, end.index).trimEnd() };
  let background = BACKGROUND.exec(text);
  if (background !== null)
    return { outcome: "background", output: "", taskId: SHELL_ID.exec(background[0])?.[1] };
  return { outcome: STOPPED.test(text) ? "interrupted" : void 0, output: text };
}

// src/agents/copilot/hook.ts
var copilotHook2 = adapter({
  id: "copilot",
  readCall: copilotCall,
  translate,
  namesSession,
  context: bothContexts2
});
function bothContexts2(text) {
  let additionalContext = bounded(text);
  return JSON.stringify({ additionalContext, ...nestedContext(additionalContext) });
}
function translate(fields) {
  let parent = transcriptSession(fields) ?? parentOf(fields), transcript_path = firstText(fields, "transcript_path") ?? transcriptOf(fields), session_id = parent ?? fields.session_id, named = { ...fields, session_id, transcript_path, source: startSource2(fields.source) };
  return fields.agent_id !== void 0 && fields.hook_event_name === "Stop" ? { ...named, hook_event_name: "SubagentStop" } : named;
}
function namesSession(fields) {
  let session = transcriptSession(fields), parent = parentOf(fields);
  if (parent === void 0 || parent === session)
    return;
  return session !== void 0;
}
var parentOf = (fields) => firstText(fields, "parent_agent_id");
function transcriptSession(fields) {
  let path = firstText(fields, "transcript_path") ?? "";
  return /[\\/]session-state[\\/]([^\\/]+)[\\/]/.exec(path)?.[1];
}
function transcriptOf(fields) {
  let { COPILOT_HOME, HOME } = process.env, directory = COPILOT_HOME || HOME && `${HOME}/.copilot`, session = firstText(fields, "session_id");
  return directory && session !== void 0 && fields.agent_id === void 0 ? `${directory}/session-state/${session}/events.jsonl` : void 0;
}
var startSource2 = (source) => source === "new" ? "startup" : source;

export { copilotHook2, bothContexts2, startSource2 };
