// @bun
import"./redact-redact.js";
import"./agents-translate.js";
import {
  geminiCall
} from "./agents-gemini-call.js";
import {
  adapter,
  bounded,
  nestedContext
} from "./agents-adapter.js";

// src/agents/gemini/hook.ts
var geminiHook = adapter({
  id: "gemini",
  readCall: geminiCall,
  translate,
  context: (text) => JSON.stringify(nestedContext(bounded(text)))
});
function translate(fields) {
  if (fields.hook_event_name !== "PreCompress")
    return fields;
  return fields.trigger === "manual" ? { ...fields, hook_event_name: "PreCompact" } : null;
}
export {
  geminiHook
};
