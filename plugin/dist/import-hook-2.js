// @bun
import {
  qwenHook2
} from "./agents-qwen-hook.js";
import"./agents-gemini-call.js";
import"./agents-adapter.js";
import"./agents-translate.js";
import"./agents-claude-code-hook.js";
import"./git-git-refs.js";
export {
  qwenHook2 as qwenHook
};
