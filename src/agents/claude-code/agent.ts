import { join } from "node:path";
import { type Agent, SCOPES } from "../agent.ts";
import { locate } from "./files.ts";
import { findHookBans } from "./hook-bans.ts";
import { findPlugin } from "./plugin.ts";
import { callsShellSystem, events, inspect, install, remove } from "./settings.ts";

export const claudeCode: Agent = {
  name: "claude-code",
  title: "Claude Code",
  settings: {
    scopes: SCOPES,
    events,
    locate,
    install,
    remove,
    inspect,
    callsShellSystem,
    afterInstall: null,
    afterRemoval: () => null,
  },
  plugin: findPlugin,
  bans: ({ directory, settings: { local, project, user } }, env, policies) =>
    findHookBans({ claude: directory, settings: [local, project, user], policies }, env),
  programs: ["claude"],
  start: (prompt) => ["claude", prompt],
  sample: (directory, sessionId) =>
    JSON.stringify({
      session_id: sessionId,
      transcript_path: join(directory, "transcript.jsonl"),
      cwd: directory,
      hook_event_name: "PostToolUse",
      tool_name: "Write",
      tool_input: { file_path: join(directory, "probe.txt"), content: "probe\n" },
      tool_response: { type: "create", filePath: join(directory, "probe.txt") },
    }),
};
