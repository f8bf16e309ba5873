// @bun
import {
  opencodeHook2
} from "./agents-opencode-hook.js";
import"./agents-facts-file-call.js";
import"./agents-translate.js";
import"./redact-redact.js";
export {
  opencodeHook2 as opencodeHook
};
