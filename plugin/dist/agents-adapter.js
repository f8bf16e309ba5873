// @bun
import {
  neutralFacts,
  translatedPayload2,
  inSnakeCase2
} from "./agents-translate.js";
import {
  readFields
} from "./agents-claude-code-payload.js";

// src/agents/adapter.ts
var HANDLED = /* @__PURE__ */ new Set([
  "SessionStart",
  "UserPromptSubmit",
  "PostToolUse",
  "PostToolUseFailure",
  "Stop",
  "SubagentStart",
  "SubagentStop",
  "PreCompact",
  "SessionEnd"
]);
function adapter(own) {
  let { id, readCall, context, hasProcess = !0, translate = (same) => same, namesSession } = own;
  return {
    id,
    parse(text, fields = readFields(text)) {
      let named = fields === null ? null : inSnakeCase2(fields), translated = named === null ? null : translate(named), payload = translated === null ? null : translatedPayload2(id, translated, text);
      if (payload === null || !HANDLED.has(payload.event))
        return null;
      let isNamed = namesSession?.(named);
      return isNamed === void 0 ? payload : { ...payload, namesSession: isNamed };
    },
    facts: (payload, atMs, git, caller) => neutralFacts(readCall, payload, atMs, git, caller),
    pid: () => {
      return;
    },
    hasProcess,
    isAttended: () => {
      return;
    },
    context
  };
}
var MAX_TOLD_CHARS = 8000;
function bounded(text, maxChars = MAX_TOLD_CHARS) {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars - 1).toWellFormed()}\u2026`;
}
function nestedContext(text) {
  return { hookSpecificOutput: { hookEventName: "SessionStart", additionalContext: text } };
}

export { adapter, bounded, nestedContext };
