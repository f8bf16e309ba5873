// @bun
import {
  cursorHook2
} from "./agents-cursor-hook.js";
import"./agents-facts-file-call.js";
import"./agents-translate.js";
import"./redact-redact.js";
export {
  cursorHook2 as cursorHook
};
