import { join } from "node:path";
import type { Agent } from "../agent.ts";
import { findBans } from "./bans.ts";
import { copilotSettings } from "./settings.ts";

/** Copilot CLI, and VS Code's own agents, which read the same hooks. */
export const copilot: Agent = {
  name: "copilot",
  alsoNamed: "vscode",
  title: "Copilot and VS Code",
  settings: copilotSettings,
  plugin: () => null,
  bans: findBans,
  programs: ["copilot", "code", "code-insiders", "codium"],
  start: (prompt) => ["copilot", "-i", prompt],
  sample: (directory, sessionId) =>
    JSON.stringify({
      sessionId,
      timestamp: Date.now(),
      cwd: directory,
      toolName: "create",
      toolArgs: { path: join(directory, "probe.txt") },
      toolResult: { resultType: "success", textResultForLlm: "" },
    }),
};
