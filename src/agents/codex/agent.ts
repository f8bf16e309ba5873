import { dirname, join } from "node:path";
import { readRegular } from "../../base/files/files.ts";
import { recordOf } from "../claude-code/payload.ts";
import type { Agent, AgentFiles, HookBan } from "../agent.ts";
import { banIn } from "../settings/off-switches.ts";
import { codexHook } from "./hook.ts";
import { codexSettings } from "./settings.ts";
import { askTrust } from "./trust.ts";

export const codex: Agent = {
  name: "codex",
  title: "Codex",
  hook: codexHook,
  settings: codexSettings,
  plugin: () => null,
  bans: findBans,
  askTrust,
  start: (prompt) => ["codex", prompt],
  sample: (directory, sessionId) =>
    JSON.stringify({
      session_id: sessionId,
      turn_id: "probe",
      transcript_path: null,
      cwd: directory,
      hook_event_name: "PostToolUse",
      tool_name: "apply_patch",
      tool_input: { command: "*** Begin Patch\n*** Add File: probe.txt\n+probe\n*** End Patch\n" },
      tool_response: "Success. Updated the following files:\nA probe.txt\n",
      tool_use_id: "probe",
    }),
};

const MAX_CONFIG_BYTES = 4 * 1024 ** 2;

/** A feature flag in Codex's own settings, the user's or the project's, switches all hooks off. */
function findBans({ directory, settings }: AgentFiles): HookBan[] {
  const paths = new Set([directory, dirname(settings.project)].map((where) => join(where, "config.toml")));
  return [...paths].flatMap((path) => {
    const { hooks, codex_hooks: formerly } = recordOf(recordOf(readToml(path))["features"]);
    if (hooks === undefined && formerly === false) return [banIn("Codex", path, '"features.codex_hooks"')];
    return hooks === false ? [banIn("Codex", path, '"features.hooks"')] : [];
  });
}

function readToml(path: string): unknown {
  try {
    return Bun.TOML.parse(readRegular(path, MAX_CONFIG_BYTES, true) ?? "");
  } catch {
    // Codex names the fault itself, and does not start.
    return {};
  }
}
