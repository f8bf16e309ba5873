import { adapter, bounded, nestedContext } from "../adapter.ts";
import type { AgentHook } from "../agent.ts";
import type { Fields } from "../claude-code/payload.ts";
import { geminiCall } from "./call.ts";

/** The hook's half of Gemini CLI. */
export const geminiHook: AgentHook = adapter({
  id: "gemini",
  readCall: geminiCall,
  translate,
  context: (text) => JSON.stringify(nestedContext(bounded(text))),
});

/** Gemini announces a compaction before each call of the model, even without one. Only a manual one is real. */
// @mutant Gemini's calls of its model are no compactions
function translate(fields: Fields): Fields | null {
  if (fields["hook_event_name"] !== "PreCompress") return fields;
  return fields["trigger"] === "manual" ? { ...fields, hook_event_name: "PreCompact" } : null;
}
