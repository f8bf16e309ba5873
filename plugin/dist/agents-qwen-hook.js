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

// src/agents/qwen/hook.ts
var qwenHook = adapter({
  id: "qwen",
  readCall: geminiCall,
  context: (text) => JSON.stringify(nestedContext(bounded(text)))
});
export {
  qwenHook
};
