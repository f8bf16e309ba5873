import { join } from "node:path";
import type { AgentFiles, AgentSettings, HookBan, HookCommand, Env, Where } from "../agent.ts";
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
  /** The agent's directory in a project. */
  readonly directory: string;
  /** The agent's directory of a user. */
  readonly ofUser: (where: Where) => string;
  /** The events that call hive, with their matchers; null to match every call. */
  readonly events: ReadonlyMap<string, string | null>;
}

/** The name of hive's handlers, by which `/hooks disable` takes them out. */
const NAME = "hive";

/** Hooks are switched off all together, or by their names: a handler without one goes by its command. */
function offSwitchIn(settings: Fields): string | null {
  return recordOf(settings["hooksConfig"])["enabled"] === false ? ENABLED : namedSwitchIn(settings);
}

const ENABLED = '"hooksConfig.enabled"';

function namedSwitchIn(settings: Fields): string | null {
  const isOff = listOf(recordOf(settings["hooksConfig"])["disabled"]).some(
    (name) => name === NAME || hiveCommandOf({ type: "command", command: name }) !== null,
  );
  return isOff ? `"${NAME}" of "hooksConfig.disabled"` : allDisabled(settings);
}

/** The files of the machine's administrator. */
interface SystemFiles {
  /** It outweighs the user's settings. */
  readonly settings: string;
  /** The user's settings outweigh it. */
  readonly defaults: string;
}

export function namedBans(title: string, own: AgentSettings, files: AgentFiles, system: SystemFiles): HookBan[] {
  const advice = "ask your administrator to allow hive's hook";
  const isOn = Object.values(files.settings).some(
    (path) => recordOf(settingsIn(path)["hooksConfig"])["enabled"] === true,
  );
  const found = [
    { path: system.settings, offSwitch: offSwitchIn(settingsIn(system.settings)) },
    // The user's own switch clears no list of names.
    { path: system.defaults, offSwitch: (isOn ? namedSwitchIn : offSwitchIn)(settingsIn(system.defaults)) },
  ];
  return [
    ...found.flatMap(({ path, offSwitch }) => (offSwitch === null ? [] : [banIn(title, path, offSwitch, advice)])),
    ...offSwitches(title, own, files),
  ];
}

/** The paths of an administrator's files, of Gemini CLI or its fork. */
export function systemFiles(env: Env, prefix: string, directory: string): SystemFiles {
  return {
    settings: env[`${prefix}_SYSTEM_SETTINGS_PATH`] || join(directory, "settings.json"),
    defaults: env[`${prefix}_SYSTEM_DEFAULTS_PATH`] || join(directory, "system-defaults.json"),
  };
}

/** hive's entries in a `settings.json` of Gemini CLI's form, whose handlers have names. */
export function namedSettings({ title, directory, ofUser, events }: Named): AgentSettings {
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
    locate(where) {
      const ofProject = join(where.project, directory, "settings.json");
      const own = ofUser(where);
      return { directory: own, settings: { project: ofProject, local: ofProject, user: join(own, "settings.json") } };
    },
    scopes: ["user", "project"],
    afterInstall: `a ${title} that runs goes on without hive: it reads its settings at its start`,
    afterRemoval: () => null,
  };
}
