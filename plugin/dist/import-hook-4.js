// @bun
import {
  geminiHook2
} from "./agents-gemini-hook.js";
import"./agents-gemini-call.js";
import"./agents-facts-file-call.js";
import"./agents-translate.js";
import"./redact-redact.js";
export {
  geminiHook2 as geminiHook
};
