import { join } from "node:path";
import type { Agent } from "../agent.ts";
import { cursorRules } from "./rules.ts";
import { cursorSettings } from "./settings.ts";

export const cursor: Agent = {
  name: "cursor",
  title: "Cursor",
  settings: cursorSettings,
  plugin: () => null,
  bans: () => [],
  rules: cursorRules,
  programs: ["cursor-agent", "cursor"],
  start: (prompt) => ["cursor-agent", prompt],
  sample: (directory, sessionId) =>
    JSON.stringify({
      conversation_id: sessionId,
      generation_id: "probe",
      cursor_version: "0",
      workspace_roots: [directory],
      hook_event_name: "postToolUse",
      tool_name: "Write",
      tool_input: { file_path: join(directory, "probe.txt") },
      tool_output: '{"success":true}',
      tool_use_id: "probe",
    }),
};
