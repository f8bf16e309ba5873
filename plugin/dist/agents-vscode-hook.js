// @bun
import"./redact-redact.js";
import {
  fileCall
} from "./agents-translate.js";
import {
  bothContexts2,
  startSource2
} from "./agents-copilot-hook.js";
import {
  adapter
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

// src/agents/vscode/call.ts
function vscodeCall(payload) {
  let { event, fields, isShell = !1 } = payload, input = recordOf(fields.tool_input), response = recordOf(fields.tool_response), output = textIn(response.content ?? response.text ?? fields.tool_response), isFailed = event === "PostToolUseFailure" || response.isError === !0 || output.startsWith("ERROR: "), description = firstText(input, "explanation", "description");
  if (isShell) {
    let outcome = isFailed ? "failed" : shellOutcome(input, response, output);
    return { command: commandIn(input), description, outcome, output };
  }
  return fileCall(payload, { isFailed, description });
}
function shellOutcome(input, response, output) {
  if (input.isBackground === !0 || input.mode === "async")
    return "background";
  let told = /(?:^|\n)Command exited with code (-?\d+)\.?\s*$/.exec(output) ?? /^Command exited with code (-?\d+)/.exec(output);
  return outcomeOf(response.exitCode ?? told?.[1]);
}

// src/agents/vscode/hook.ts
var vscodeHook = adapter({
  id: "vscode",
  readCall: vscodeCall,
  hasProcess: !1,
  translate: (fields) => ({ ...fields, source: startSource2(fields.source) }),
  context: bothContexts2
});
export {
  vscodeHook
};
