import { join } from "node:path";
import type { AgentFiles, AgentSettings, HookCommand, Where } from "../agent.ts";
import { hiveCommandOf } from "../claude-code/entry.ts";
import { recordOf } from "../claude-code/payload.ts";
import { hookSettings } from "../settings/hook-settings.ts";
import { shellLine } from "../settings/shell-line.ts";

/** Cursor gives up on the hook after this time; its own default is a minute. */
const TIMEOUT_SECONDS = 5;
const TOOLS = "Shell|Write|StrReplace|MultiStrReplace|Edit|EditNotebook|Delete|ApplyPatch|TodoWrite";

/** The events that call hive, with their matchers; null to match every call. */
const EVENTS: ReadonlyMap<string, string | null> = new Map([
  ["sessionStart", null],
  ["beforeSubmitPrompt", null],
  ["postToolUse", TOOLS],
  ["postToolUseFailure", TOOLS],
  ["stop", null],
  ["subagentStart", null],
  ["subagentStop", null],
  ["preCompact", null],
  ["sessionEnd", null],
]);

function handlerFor(event: string, hook: HookCommand): unknown {
  const matcher = EVENTS.get(event);
  return { ...(matcher ? { matcher } : {}), command: shellLine(hook), timeout: TIMEOUT_SECONDS };
}

function locate({ project, home }: Where): AgentFiles {
  const directory = join(home, ".cursor");
  const ofProject = join(project, ".cursor/hooks.json");
  return { directory, settings: { project: ofProject, local: ofProject, user: join(directory, "hooks.json") } };
}

/** hive's entries in Cursor's `hooks.json`, whose handlers have no type. */
export const cursorSettings: AgentSettings = {
  ...hookSettings({
    title: "Cursor",
    advice: "Cursor names the fault in its settings, under Hooks",
    events: [...EVENTS.keys()],
    fragileEvents: [],
    groupFor: handlerFor,
    commandOf: (handler) => hiveCommandOf({ type: "command", ...recordOf(handler) }),
    offSwitchIn: () => null,
    isStrict: false,
    isFlat: true,
    version: 1,
  }),
  locate,
  scopes: ["user", "project"],
  afterInstall: null,
  afterRemoval: () => null,
};
