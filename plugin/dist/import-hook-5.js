// @bun
import {
  cursorHook2
} from "./agents-cursor-hook.js";
import"./agents-adapter.js";
import"./agents-translate.js";
import"./agents-claude-code-hook.js";
import"./git-git-refs.js";
export {
  cursorHook2 as cursorHook
};
