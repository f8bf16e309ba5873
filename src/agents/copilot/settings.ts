import { join, resolve } from "node:path";
import type { AgentFiles, AgentSettings, Env, HookCommand, Where } from "../agent.ts";
import { hiveCommandOf } from "../claude-code/entry.ts";
import { hookSettings } from "../settings/hook-settings.ts";
import { allDisabled } from "../settings/off-switches.ts";
import { shellLine } from "../settings/shell-line.ts";

/** Copilot gives up on the hook after this time; its own default is 30 s. */
const TIMEOUT_SECONDS = 5;
const TOOLS = "bash|powershell|create|edit|str_replace_editor|str_replace|insert|apply_patch|update_todo|task";

/**
 * The events that call hive, with their matchers; null to match every call. Never `PreToolUse`: where its hook fails,
 * Copilot refuses the call. Copilot takes two spellings of each. VS Code knows all of its own in this one alone: of
 * `agentStop`, `preCompact` and `subagentStart` some of its versions know nothing.
 */
const EVENTS: ReadonlyMap<string, string | null> = new Map([
  ["SessionStart", null],
  ["UserPromptSubmit", null],
  ["PostToolUse", TOOLS],
  ["PostToolUseFailure", TOOLS],
  ["Stop", null],
  ["SubagentStart", null],
  ["SubagentStop", null],
  ["PreCompact", null],
  ["SessionEnd", null],
]);

/** Copilot's other spelling, in which earlier versions of hive had their entries. */
const OTHER_EVENTS = [
  "sessionStart",
  "userPromptSubmitted",
  "postToolUse",
  "postToolUseFailure",
  "agentStop",
  "subagentStart",
  "subagentStop",
  "preCompact",
  "sessionEnd",
];

/** VS Code understands a command line alone. */
function handlerFor(event: string, hook: HookCommand): unknown {
  const matcher = EVENTS.get(event);
  const handler = { type: "command", command: shellLine(hook), timeoutSec: TIMEOUT_SECONDS };
  return { ...(matcher ? { matcher } : {}), ...handler };
}

/** The directories of VS Code's settings on this machine and on remote ones, by its editions. */
export function vsCodesDirectories(home: string, env: Env): string[] {
  const { XDG_CONFIG_HOME, VSCODE_PORTABLE } = env;
  const configs = [XDG_CONFIG_HOME || join(home, ".config"), join(home, "Library/Application Support")];
  const editions = ["Code", "Code - Insiders", "VSCodium"];
  const servers = [".vscode-server", ".vscode-server-insiders", ".vscodium-server"];
  return [
    ...(VSCODE_PORTABLE ? [join(VSCODE_PORTABLE, "user-data")] : []),
    ...configs.flatMap((config) => editions.map((edition) => join(config, edition))),
    ...servers.map((name) => join(home, name)),
  ];
}

/** Copilot has a directory for hooks, in which hive has a file of its own. VS Code reads it too. */
function locate({ cwd, project, home, env }: Where): AgentFiles {
  const directory = resolve(cwd, env["COPILOT_HOME"] || join(home, ".copilot"));
  const ofProject = join(project, ".github/hooks/hive.json");
  return {
    directory,
    signs: [join(home, ".vscode"), join(home, ".vscode-insiders"), ...vsCodesDirectories(home, env)],
    settings: { project: ofProject, local: ofProject, user: join(directory, "hooks/hive.json") },
  };
}

/** hive's own file in the directory for hooks of Copilot CLI's. */
export const copilotSettings: AgentSettings = {
  ...hookSettings({
    title: "Copilot",
    advice: "the file is for hive alone: move other hooks to a file beside it",
    events: [...EVENTS.keys()],
    fragileEvents: OTHER_EVENTS,
    groupFor: handlerFor,
    commandOf: hiveCommandOf,
    offSwitchIn: allDisabled,
    isStrict: false,
    isFlat: true,
    version: 1,
  }),
  locate,
  scopes: ["user", "project"],
  afterInstall: "a session of Copilot's that runs goes on without hive: it reads its hooks at its start",
  afterRemoval: () => null,
};
