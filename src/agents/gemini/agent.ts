import { join } from "node:path";
import type { Agent } from "../agent.ts";
import { namedBans, systemFiles } from "./named-settings.ts";
import { geminiSettings } from "./settings.ts";

const POLICIES = process.platform === "darwin" ? "/Library/Application Support/GeminiCli" : "/etc/gemini-cli";

export const gemini: Agent = {
  name: "gemini",
  title: "Gemini",
  settings: geminiSettings,
  plugin: () => null,
  bans: (files, env, policies = POLICIES) =>
    namedBans("Gemini", geminiSettings, files, systemFiles(env, "GEMINI_CLI", policies)),
  programs: ["gemini"],
  start: (prompt) => ["gemini", "-i", prompt],
  sample: (directory, sessionId) =>
    JSON.stringify({
      session_id: sessionId,
      transcript_path: join(directory, ".gemini/transcript.json"),
      cwd: directory,
      hook_event_name: "AfterTool",
      tool_name: "write_file",
      tool_input: { file_path: join(directory, "probe.txt"), content: "probe\n" },
      tool_response: { llmContent: "", returnDisplay: { filePath: join(directory, "probe.txt"), isNewFile: true } },
    }),
};
