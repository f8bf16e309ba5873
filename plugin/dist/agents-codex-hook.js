// @bun
import"./redact-redact.js";
import {
  fileCall
} from "./agents-translate.js";
import {
  adapter,
  bounded,
  nestedContext
} from "./agents-adapter.js";
import {
  firstText,
  printedIn,
  objectIn,
  commandIn,
  outcomeOf,
  exitIn,
  patchIn,
  withoutPatch,
  patchedFiles
} from "./agents-facts-tool-call.js";
import {
  recordOf
} from "./agents-claude-code-payload.js";
import {
  textOf2
} from "./base-json.js";

// src/agents/codex/call.ts
function codexCall(payload) {
  let { event, fields, isShell = !1 } = payload, input = recordOf(fields.tool_input), response = fields.tool_response, cwd = firstText(input, "workdir") ?? fields.cwd, outcome = event === "PostToolUseFailure" ? "failed" : responseOutcome(response);
  if (isShell)
    return shellCall(input, response, outcome, cwd);
  let description = firstText(input, "message", "description", "prompt"), agents = agentsIn(fields, input, description);
  return { ...fileCall(payload, { isFailed: !1, description, cwd, agents }), outcome: outcome ?? "ok" };
}
function shellCall(input, response, outcome, cwd) {
  let command = commandIn(input), output = printedIn(recordOf(response), response), patch = command?.trimStart().startsWith("apply_patch") === !0 ? patchIn({ command }) : void 0, isPatched = patch !== void 0 && output.includes("Success. Updated the following files:");
  return {
    outcome: isPatched ? "ok" : outcome,
    command: command === void 0 ? void 0 : withoutPatch(command),
    description: firstText(input, "description", "justification"),
    output,
    files: isPatched ? patchedFiles(patch, cwd) : []
  };
}
var HEADER = /^(?:Chunk ID: .*\n)?(?:Wall time: .*\n)?(?:Exit code:|Process exited with code) (-?\d+)\r?\n/;
function responseOutcome(response) {
  if (typeof response === "string") {
    if (/^(?:Chunk ID: .*\n)?Wall time: .*\nProcess running with session ID /.test(response))
      return "background";
    return /\nOutput:(?:\n|$)/.test(response) ? outcomeOf(HEADER.exec(response)?.[1]) : void 0;
  }
  let told = exitIn(response);
  if (told !== void 0)
    return told;
  let fields = recordOf(response);
  return fields.success === !1 || fields.isError === !0 ? "failed" : void 0;
}
function agentsIn(fields, input, description) {
  let response = objectIn(fields.tool_response), tool = textOf2(fields.tool_name) ?? "";
  if (tool.startsWith("spawn_agent")) {
    let id = response.agent_id ?? response.agentId;
    return id === void 0 ? [] : [{ id, type: firstText(input, "agent_type"), description, status: "running" }];
  }
  if (!tool.startsWith("wait"))
    return [];
  return Object.entries(recordOf(response.status)).map(([id, status]) => {
    let { completed, errored } = recordOf(status);
    if (errored !== void 0)
      return { id, status: "failed", lastMessage: errored };
    return completed === void 0 ? { id, status: textOf2(status) } : { id, status: "completed", lastMessage: completed };
  });
}

// src/agents/codex/hook.ts
var MAX_TOLD_CHARS = 2400, codexHook = adapter({
  id: "codex",
  readCall: codexCall,
  context: (text) => JSON.stringify(nestedContext(bounded(text, MAX_TOLD_CHARS)))
});
export {
  codexHook
};
