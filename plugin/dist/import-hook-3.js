// @bun
import {
  cursorHook2
} from "./agents-cursor-hook.js";
import"./agents-file-call.js";
import"./agents-foreign.js";
import"./redact-redact.js";
export {
  cursorHook2 as cursorHook
};
