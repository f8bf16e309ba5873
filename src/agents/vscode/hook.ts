import { adapter } from "../adapter.ts";
import type { AgentHook } from "../agent.ts";
import { bothContexts, startSource } from "../copilot/hook.ts";
import { vscodeCall } from "./call.ts";

/** The hook's half of VS Code's own agents. One process serves all sessions of a window. */
export const vscodeHook: AgentHook = adapter({
  id: "vscode",
  readCall: vscodeCall,
  hasProcess: false,
  translate: (fields) => ({ ...fields, source: startSource(fields["source"]) }),
  context: bothContexts,
});
