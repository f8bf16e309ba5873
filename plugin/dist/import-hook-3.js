// @bun
import {
  codexHook2
} from "./agents-codex-hook.js";
import"./agents-adapter.js";
import"./agents-translate.js";
import"./agents-claude-code-hook.js";
import"./git-git-refs.js";
export {
  codexHook2 as codexHook
};
