import { join } from "node:path";
import type { Agent } from "../agent.ts";
import { namedBans } from "../gemini/named-settings.ts";
import { qwenHook } from "./hook.ts";
import { qwenSettings } from "./settings.ts";

export const qwen: Agent = {
  name: "qwen",
  title: "Qwen",
  hook: qwenHook,
  settings: qwenSettings,
  plugin: () => null,
  bans: (files, env, policies = "/etc/qwen-code") =>
    namedBans("Qwen", qwenSettings, files, env["QWEN_CODE_SYSTEM_SETTINGS_PATH"] || join(policies, "settings.json")),
  start: (prompt) => ["qwen", "-i", prompt],
  sample: (directory, sessionId) =>
    JSON.stringify({
      session_id: sessionId,
      transcript_path: join(directory, ".qwen/transcript.json"),
      cwd: directory,
      hook_event_name: "PostToolUse",
      tool_name: "write_file",
      tool_input: { file_path: join(directory, "probe.txt") },
      tool_response: { llmContent: "", returnDisplay: "" },
      tool_use_id: "probe",
    }),
};
