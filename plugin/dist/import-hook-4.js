// @bun
import {
  geminiHook2
} from "./agents-gemini-hook.js";
import"./agents-gemini-call.js";
import"./agents-file-call.js";
import"./agents-foreign.js";
import"./redact-redact.js";
export {
  geminiHook2 as geminiHook
};
