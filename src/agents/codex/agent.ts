import { dirname, join } from "node:path";
import { readRegular } from "../../base/files/files.ts";
import { type Fields, recordOf } from "../claude-code/payload.ts";
import type { Agent, AgentFiles, Env, HookBan } from "../agent.ts";
import { banIn, namesIn } from "../settings/off-switches.ts";
import { codexSettings } from "./settings.ts";
import { askTrust } from "./trust.ts";

export const codex: Agent = {
  name: "codex",
  title: "Codex",
  settings: codexSettings,
  plugin: () => null,
  bans: findBans,
  askTrust,
  programs: ["codex"],
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

/**
 * Feature flags that switch all hooks off: the administrator's, the user's, the project's, and those of profiles that a
 * flag of Codex's names.
 */
function findBans({ directory, settings }: AgentFiles, _env: Env, policies = "/etc/codex"): HookBan[] {
  const [own, ofSystem, required] = [
    join(directory, "config.toml"),
    join(policies, "config.toml"),
    join(policies, "requirements.toml"),
  ];
  const paths = new Set([own, join(dirname(settings.project), "config.toml")]);
  // The user's own flag outweighs the machine's default.
  const isDecided = flagsIn(readToml(own))["hooks"] !== undefined;
  return [
    ...bansIn(required, "Codex", OF_ADMINISTRATOR),
    ...(readToml(required)["allow_managed_hooks_only"] === true
      ? [banIn("Codex", required, '"allow_managed_hooks_only"', OF_ADMINISTRATOR)]
      : []),
    ...(isDecided ? [] : bansIn(ofSystem, "Codex", OF_ADMINISTRATOR)),
    ...[...paths].flatMap((path) => bansIn(path, "Codex")),
    ...profilesIn(directory).flatMap((name) =>
      bansIn(join(directory, `${name}${PROFILE}`), `Codex with --profile ${name}`).map((ban) => ({
        ...ban,
        isHarmless: true,
      })),
    ),
  ];
}

const OF_ADMINISTRATOR = "ask your administrator to allow hive's hook";

/** Each profile has a file of its own beside the user's. */
const PROFILE = ".config.toml";

const profilesIn = (directory: string): string[] =>
  namesIn(directory)
    .filter((name) => name.endsWith(PROFILE))
    .map((name) => name.slice(0, -PROFILE.length));

function bansIn(path: string, title: string, advice?: string): HookBan[] {
  const { hooks, codex_hooks: formerly } = flagsIn(readToml(path));
  if (hooks === undefined && formerly === false) return [banIn(title, path, '"features.codex_hooks"', advice)];
  return hooks === false ? [banIn(title, path, '"features.hooks"', advice)] : [];
}

/** The flags in effect. Before 0.134 a profile was a table of the file, which named the one to use. */
function flagsIn(toml: Fields): Fields {
  const profile = recordOf(recordOf(toml["profiles"])[String(toml["profile"])]);
  return { ...recordOf(toml["features"]), ...recordOf(profile["features"]) };
}

function readToml(path: string): Fields {
  try {
    return recordOf(Bun.TOML.parse(readRegular(path, MAX_CONFIG_BYTES, true) ?? ""));
  } catch {
    // Codex names the fault itself, and does not start.
    return {};
  }
}
