import { adapter, bounded, nestedContext } from "../adapter.ts";
import type { AgentHook } from "../agent.ts";
import { geminiCall } from "../gemini/call.ts";

/** The hook's half of Qwen Code: Gemini CLI's tools and responses, Claude Code's events. */
export const qwenHook: AgentHook = adapter({
  id: "qwen",
  readCall: geminiCall,
  context: (text) => JSON.stringify(nestedContext(bounded(text))),
});
