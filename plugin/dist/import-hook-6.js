// @bun
import {
  qwenHook2
} from "./agents-qwen-hook.js";
import"./agents-gemini-call.js";
import"./agents-facts-file-call.js";
import"./agents-translate.js";
import"./redact-redact.js";
export {
  qwenHook2 as qwenHook
};
