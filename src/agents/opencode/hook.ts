import { adapter, bounded } from "../adapter.ts";
import type { AgentHook } from "../agent.ts";
import { opencodeCall } from "./call.ts";

/** The hook's half of OpenCode, which hive's plugin calls. */
export const opencodeHook: AgentHook = adapter({
  id: "opencode",
  readCall: opencodeCall,
  translate: (fields) => ({ ...fields, prompt: unquoted(fields["prompt"]) }),
  // The plugin reads it.
  context: (text) => JSON.stringify({ additionalContext: bounded(text) }),
});

/** A prompt on the command line of `opencode run` arrives in quotes. */
function unquoted(prompt: unknown): unknown {
  const [, inside] = typeof prompt === "string" ? (/^"([^"]*)"$/.exec(prompt) ?? []) : [];
  return inside ?? prompt;
}
