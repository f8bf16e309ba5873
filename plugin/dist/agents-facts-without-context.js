// @bun
import {
  withoutOwnText
} from "./base-text-own-text.js";

// src/agents/facts/without-context.ts
var CONTEXT_BEGIN = "<hook_context>", CONTEXT_END = "</hook_context>";
function withoutContext(prompt) {
  let [first = "", ...blocks] = prompt.split(CONTEXT_BEGIN), left = first, isHead = first.trim() === "";
  for (let block of blocks) {
    let end = block.indexOf(CONTEXT_END), cut = isHead ? "" : CONTEXT_BEGIN + block, rest = end < 0 ? cut : block.slice(end + CONTEXT_END.length);
    left += rest, isHead &&= rest.trim() === "";
  }
  return withoutOwnText(left.trimStart().replace(/^<timestamp>[^<]*<\/timestamp>/, ""));
}

export { withoutContext };
