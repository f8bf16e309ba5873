import { join } from "node:path";
import type { Agent, HookBan } from "../agent.ts";
import { opencodeSettings } from "./settings.ts";

export const opencode: Agent = {
  name: "opencode",
  title: "OpenCode",
  settings: opencodeSettings,
  plugin: () => null,
  bans: (_files, env) => (isOn(env["OPENCODE_PURE"]) ? [PURE] : []),
  programs: ["opencode"],
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

/** As OpenCode reads a variable that is true or false. */
const isOn = (value: string | undefined): boolean => value?.toLowerCase() === "true" || value === "1";

const PURE: HookBan = {
  found: "OPENCODE_PURE in the environment keeps OpenCode from loading plugins, hive's among them",
  advice: "take OPENCODE_PURE out of the environment",
  sparesPlugins: false,
};
