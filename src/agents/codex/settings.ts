import { join, resolve } from "node:path";
import { objectIn } from "../../base/json.ts";
import type { AgentFiles, AgentSettings, HookCommand, Where } from "../agent.ts";
import { hiveCommandOf } from "../claude-code/entry.ts";
import { listOf, recordOf } from "../claude-code/payload.ts";
import { hookSettings } from "../settings/hook-settings.ts";
import { shellLine } from "../settings/shell-line.ts";

/** Codex gives up on the hook after this time; its own default is ten minutes. */
const TIMEOUT_SECONDS = 5;
/** The longest time that Codex allows a hook at the end of a session; it warns about a longer one. */
const END_TIMEOUT_SECONDS = 3;

/** The events that call hive, with their matchers; null if the event has none. */
const EVENTS: ReadonlyMap<string, string | null> = new Map([
  ["SessionStart", null],
  ["UserPromptSubmit", null],
  ["PostToolUse", "Bash|apply_patch|update_plan|spawn_agent|wait|wait_agent"],
  ["Stop", null],
  ["SubagentStart", null],
  ["SubagentStop", null],
  ["PreCompact", null],
  ["SessionEnd", null],
]);

/** Codex takes no arguments: the command is one line for a shell. */
function groupFor(event: string, hook: HookCommand): unknown {
  const matcher = EVENTS.get(event);
  const command = shellLine(hook);
  const timeout = event === "SessionEnd" ? END_TIMEOUT_SECONDS : TIMEOUT_SECONDS;
  return { ...(matcher ? { matcher } : {}), hooks: [{ type: "command", command, timeout }] };
}

/** Codex has a file for the project and one for the user, but none for the user in the project. */
function locate({ cwd, project, home, env }: Where): AgentFiles {
  const directory = resolve(cwd, env["CODEX_HOME"] || join(home, ".codex"));
  const ofProject = join(project, ".codex", "hooks.json");
  return {
    directory,
    settings: { project: ofProject, local: ofProject, user: join(directory, "hooks.json") },
  };
}

/**
 * hive's entries in Codex's `hooks.json`. New groups go last, since Codex trusts a hook by its number. An insertion
 * would renumber later hooks, and they would lose their trust.
 */
export const codexSettings: AgentSettings = {
  ...hookSettings({
    title: "Codex",
    advice: "codex names the fault when it starts",
    events: [...EVENTS.keys()],
    fragileEvents: ["PreToolUse", "PermissionRequest", "PostCompact", "Interrupt"],
    groupFor,
    commandOf: hiveCommandOf,
    offSwitchIn: () => null,
    isStrict: true,
  }),
  scopes: ["user", "project"],
  locate,
  // Only the user may give trust: hive never writes it.
  afterInstall: "Codex calls no hook that was not trusted: open codex, type /hooks, and trust hive's",
  afterRemoval: (text) =>
    hasGroupsAfter(text)
      ? "hooks of yours stand after hive's and move up: Codex asks for their trust again (/hooks)"
      : null,
};

/** True if a group follows one of hive's: a removal would change its number. */
function hasGroupsAfter(text: string): boolean {
  const hooks = recordOf(objectIn(text)?.["hooks"]);
  return Object.values(hooks).some((groups) => {
    const isOfHive = listOf(groups).map((group) =>
      listOf(recordOf(group)["hooks"]).some((handler) => hiveCommandOf(handler) !== null),
    );
    return isOfHive.includes(true) && isOfHive.lastIndexOf(false) > isOfHive.indexOf(true);
  });
}
