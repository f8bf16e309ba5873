import { join } from "node:path";
import { parse } from "jsonc-parser";
import { readRegular } from "../../base/files/files.ts";
import { recordOf } from "../claude-code/payload.ts";
import type { Agent, HookBan } from "../agent.ts";
import { offSwitches } from "../settings/off-switches.ts";
import { geminiHook } from "./hook.ts";
import { geminiSettings } from "./settings.ts";

export const gemini: Agent = {
  name: "gemini",
  title: "Gemini",
  hook: geminiHook,
  settings: geminiSettings,
  plugin: () => null,
  bans: (files, _env, policies = "/etc/gemini-cli") => [
    ...findBans(join(policies, "settings.json")),
    ...offSwitches("Gemini", geminiSettings, files),
  ],
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

const MAX_SETTINGS_BYTES = 4 * 1024 ** 2;

/** An administrator's settings may switch all hooks off. */
function findBans(path: string): HookBan[] {
  const { hooksConfig } = recordOf(readSettings(path));
  if (recordOf(hooksConfig)["enabled"] !== false) return [];
  const found = `${path} switches all hooks of Gemini off ("hooksConfig.enabled")`;
  return [{ found, advice: "ask your administrator to allow hive's hook", sparesPlugins: false }];
}

function readSettings(path: string): unknown {
  try {
    return parse(readRegular(path, MAX_SETTINGS_BYTES, true) ?? "");
  } catch {
    // Gemini names the fault itself.
    return {};
  }
}
