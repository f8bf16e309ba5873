// @bun
import"./redact-redact.js";
import {
  isOfProcess2,
  translatedPayload2,
  inSnakeCase2
} from "./agents-translate.js";
import {
  claudeCodeHook
} from "./capture-main.js";
import {
  EVENTS2,
  readFields
} from "./agents-claude-code-payload.js";

// src/agents/other-names.ts
var HANDLED = new Set(EVENTS2), claudesOtherNames = {
  ...claudeCodeHook,
  parse(text, fields = readFields(text)) {
    let payload = fields === null ? null : translatedPayload2("claude-code", fields, text);
    if (payload === null || !HANDLED.has(payload.event) || isOfProcess2(payload.sessionId))
      return null;
    return { ...payload, fields: { ...inSnakeCase2(fields), ...payload.fields } };
  }
};
export {
  claudesOtherNames
};
