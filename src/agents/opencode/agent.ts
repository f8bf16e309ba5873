import { join } from "node:path";
import type { Agent } from "../agent.ts";
import { opencodeHook } from "./hook.ts";
import { opencodeSettings } from "./settings.ts";

export const opencode: Agent = {
  name: "opencode",
  title: "OpenCode",
  hook: opencodeHook,
  settings: opencodeSettings,
  plugin: () => null,
  bans: () => [],
  start: (prompt) => ["opencode", "--prompt", prompt],
  sample: (directory, sessionId) =>
    JSON.stringify({
      agent: "opencode",
      hook_event_name: "PostToolUse",
      session_id: sessionId,
      cwd: directory,
      tool_name: "write",
      tool_input: { filePath: join(directory, "probe.txt") },
      tool_response: { exists: false },
      tool_use_id: "probe",
    }),
};
