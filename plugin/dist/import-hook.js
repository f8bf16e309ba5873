// @bun
import {
  codexHook2
} from "./agents-codex-hook.js";
import"./agents-file-call.js";
import"./agents-foreign.js";
import"./redact-redact.js";
export {
  codexHook2 as codexHook
};
