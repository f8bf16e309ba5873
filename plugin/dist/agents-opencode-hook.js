// @bun
import"./redact-redact.js";
import {
  fileCall
} from "./agents-translate.js";
import {
  adapter,
  bounded
} from "./agents-adapter.js";
import {
  firstText,
  commandIn,
  outcomeOf
} from "./agents-facts-tool-call.js";
import {
  recordOf,
  listOf
} from "./agents-claude-code-payload.js";
import {
  textOf2
} from "./base-json.js";

// src/agents/opencode/call.ts
function opencodeCall(payload) {
  let { event, fields, isShell = !1 } = payload, input = recordOf(fields.tool_input), response = recordOf(fields.tool_response), isFailed = event === "PostToolUseFailure", tool = textOf2(fields.tool_name), description = firstText(input, "description");
  if (tool === "step")
    return { outcome: "ok", isEffectAlone: !0, files: changedIn(input.files, input.deleted) };
  if (isFailed && isStopped(textOf2(fields.error)))
    return { outcome: "interrupted", command: commandIn(input) };
  if (isShell) {
    let output = textOf2(isFailed ? fields.error : response.output);
    return {
      command: commandIn(input),
      description,
      output,
      outcome: isFailed ? "failed" : outcomeOf(response.exit)
    };
  }
  let agents = tool === "task" ? agentsIn(input.subagent_type, description, response) : [];
  return fileCall(payload, { isFailed, description, isNew: response.exists === !1, agents });
}
var isStopped = (error) => error !== void 0 && /\b(?:aborted|rejected permission)\b/i.test(error);
function changedIn(files, deleted) {
  let gone = new Set(listOf(deleted));
  return listOf(files).filter((path) => textOf2(path) !== void 0).map((path) => ({ path, change: gone.has(path) ? "deleted" : "modified" }));
}
function agentsIn(type, description, response) {
  let output = textOf2(response.output) ?? "", result = /<task_result>\s*([^]*?)\s*<\/task_result>/.exec(output)?.[1] ?? output;
  return [{ id: response.sessionId, type, description, status: "completed", lastMessage: result }];
}

// src/agents/opencode/hook.ts
var opencodeHook = adapter({
  id: "opencode",
  readCall: opencodeCall,
  translate: (fields) => ({ ...fields, prompt: unquoted(fields.prompt) }),
  context: (text) => JSON.stringify({ additionalContext: bounded(text) })
});
function unquoted(prompt) {
  let [, inside] = typeof prompt === "string" ? /^"([^"]*)"$/.exec(prompt) ?? [] : [];
  return inside ?? prompt;
}
export {
  opencodeHook
};
