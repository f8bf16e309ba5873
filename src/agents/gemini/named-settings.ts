import { join } from "node:path";
import type { AgentFiles, AgentSettings, HookBan, HookCommand } from "../agent.ts";
import { hiveCommandOf } from "../claude-code/entry.ts";
import { type Fields, listOf, recordOf } from "../claude-code/payload.ts";
import { hookSettings } from "../settings/hook-settings.ts";
import { allDisabled, banIn, offSwitches, settingsIn } from "../settings/off-switches.ts";
import { shellLine } from "../settings/shell-line.ts";

/** The agent gives up on the hook after this time, and counts in milliseconds where others count in seconds. */
const TIMEOUT_MS = 5000;

/** The parts in which Gemini CLI's settings and its fork's differ. */
interface Named {
  readonly title: string;
  /** The agent's directory, in the home directory and in a project. */
  readonly directory: string;
  /** The events that call hive, with their matchers; null to match every call. */
  readonly events: ReadonlyMap<string, string | null>;
}

/** The name of hive's handlers, by which `/hooks disable` takes them out. */
const NAME = "hive";

/** Hooks are switched off all together, or by their names: a handler without one goes by its command. */
function offSwitchIn(settings: Fields): string | null {
  const { enabled, disabled } = recordOf(settings["hooksConfig"]);
  if (enabled === false) return '"hooksConfig.enabled"';
  const isOff = listOf(disabled).some(
    (name) => name === NAME || hiveCommandOf({ type: "command", command: name }) !== null,
  );
  return isOff ? `"${NAME}" of "hooksConfig.disabled"` : allDisabled(settings);
}

/** @param ofSystem the settings of the machine's administrator */
export function namedBans(title: string, settings: AgentSettings, files: AgentFiles, ofSystem: string): HookBan[] {
  const offSwitch = offSwitchIn(settingsIn(ofSystem));
  const advice = "ask your administrator to allow hive's hook";
  return [
    ...(offSwitch === null ? [] : [banIn(title, ofSystem, offSwitch, advice)]),
    ...offSwitches(title, settings, files),
  ];
}

/** hive's entries in a `settings.json` of Gemini CLI's form, whose handlers have names. */
export function namedSettings({ title, directory, events }: Named): AgentSettings {
  const groupFor = (event: string, hook: HookCommand): unknown => {
    const matcher = events.get(event);
    const handler = { name: NAME, type: "command", command: shellLine(hook), timeout: TIMEOUT_MS };
    return { ...(matcher ? { matcher } : {}), hooks: [handler] };
  };
  return {
    ...hookSettings({
      title,
      advice: `${title.toLowerCase()} names the fault when it starts`,
      events: [...events.keys()],
      fragileEvents: [],
      groupFor,
      commandOf: hiveCommandOf,
      offSwitchIn,
      isStrict: false,
    }),
    // It has a file for the project and one for the user, but none for the user in the project.
    locate({ project, home }) {
      const ofProject = join(project, directory, "settings.json");
      const ofUser = join(home, directory);
      return {
        directory: ofUser,
        settings: { project: ofProject, local: ofProject, user: join(ofUser, "settings.json") },
      };
    },
    scopes: ["user", "project"],
    afterInstall: `a ${title} that runs goes on without hive: it reads its settings at its start`,
    afterRemoval: () => null,
  };
}
