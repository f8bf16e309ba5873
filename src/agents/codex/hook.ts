import type { AgentHook } from "../agent.ts";
import { adapter, bounded, nestedContext } from "../adapter.ts";
import { codexCall } from "./call.ts";

/** Codex shows at most 2,500 tokens whole: it leaves out the middle of a longer text. */
const MAX_TOLD_CHARS = 2400;

/** The hook's half of Codex CLI. */
export const codexHook: AgentHook = adapter({
  id: "codex",
  readCall: codexCall,
  // Codex refuses an output with an unknown field.
  context: (text) => JSON.stringify(nestedContext(bounded(text, MAX_TOLD_CHARS))),
});
