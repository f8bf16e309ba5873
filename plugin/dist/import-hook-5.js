// @bun
import {
  opencodeHook2
} from "./agents-opencode-hook.js";
import"./agents-file-call.js";
import"./agents-foreign.js";
import"./redact-redact.js";
export {
  opencodeHook2 as opencodeHook
};
