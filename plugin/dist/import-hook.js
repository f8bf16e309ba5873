// @bun
import {
  opencodeHook2
} from "./agents-opencode-hook.js";
import"./agents-adapter.js";
import"./agents-translate.js";
import"./agents-claude-code-hook.js";
import"./git-git-refs.js";
export {
  opencodeHook2 as opencodeHook
};
