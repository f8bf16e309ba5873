import { join } from "node:path";
import type { Agent } from "../agent.ts";
import { namedBans, systemFiles } from "../gemini/named-settings.ts";
import { qwenSettings } from "./settings.ts";

const POLICIES = process.platform === "darwin" ? "/Library/Application Support/QwenCode" : "/etc/qwen-code";

export const qwen: Agent = {
  name: "qwen",
  title: "Qwen",
  settings: qwenSettings,
  plugin: () => null,
  bans: (files, env, policies = POLICIES) =>
    namedBans("Qwen", qwenSettings, files, systemFiles(env, "QWEN_CODE", policies)),
  programs: ["qwen"],
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
