import { withoutOwnText } from "../../base/text/own-text.ts";

const CONTEXT_BEGIN = "<hook_context>";
const CONTEXT_END = "</hook_context>";

/** A prompt without what others put into it: output of hooks, a time, and text of hive's own. */
export function withoutContext(prompt: string): string {
  const [first = "", ...blocks] = prompt.split(CONTEXT_BEGIN);
  let left = first;
  let isHead = first.trim() === "";
  // @mutant text that hive gave is not taken for the user's
  for (const block of blocks) {
    const end = block.indexOf(CONTEXT_END);
    const cut = isHead ? "" : CONTEXT_BEGIN + block;
    const rest = end < 0 ? cut : block.slice(end + CONTEXT_END.length);
    left += rest;
    isHead &&= rest.trim() === "";
  }
  return withoutOwnText(left.trimStart().replace(/^<timestamp>[^<]*<\/timestamp>/, ""));
}
