// @bun
import {
  codexHook2
} from "./agents-codex-hook.js";
import"./agents-facts-file-call.js";
import"./agents-translate.js";
import"./redact-redact.js";
export {
  codexHook2 as codexHook
};
