// @bun
import {
  geminiHook2
} from "./agents-gemini-hook.js";
import"./agents-gemini-call.js";
import"./agents-adapter.js";
import"./agents-translate.js";
import"./agents-claude-code-hook.js";
import"./git-git-refs.js";
export {
  geminiHook2 as geminiHook
};
