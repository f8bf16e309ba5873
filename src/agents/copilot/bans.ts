/** The switches that keep Copilot CLI, and VS Code's own agents, from calling hive. */
import { dirname, join, resolve } from "node:path";
import type { AgentFiles, Env, HookBan } from "../agent.ts";
import { type Fields, recordOf } from "../claude-code/payload.ts";
import { allDisabled, banIn, namesIn, offSwitches, settingsIn } from "../settings/off-switches.ts";
import { copilotSettings, vsCodesDirectories } from "./settings.ts";

/** Settings of a project that switch all hooks of Copilot CLI off, its user's too. Copilot reads Claude Code's as well. */
const OF_PROJECT = [
  ".github/copilot/settings.json",
  ".github/copilot/settings.local.json",
  ".claude/settings.json",
  ".claude/settings.local.json",
];

/** The directory of hive's file for a user, as VS Code names it in its settings. */
const OWN_PLACE = "~/.copilot/hooks";

export function findBans(files: AgentFiles, env: Env): HookBan[] {
  const { directory, settings } = files;
  const project = resolve(dirname(settings.project), "../..");
  const home = env["HOME"] || dirname(directory);
  const inProject = OF_PROJECT.map((name) => join(project, name));
  const ofVsCode = [...vsCodesFiles(home, env), join(project, ".vscode/settings.json")];
  return [
    ...offSwitches("Copilot", copilotSettings, files),
    ...inProject.flatMap((path) => look("Copilot", path, allDisabled)),
    // Copilot CLI 1.0.102 calls a user's hooks all the same.
    ...look("a Copilot that heeds it", join(directory, "settings.json"), allDisabled).map((ban) => ({
      ...ban,
      isHarmless: true,
    })),
    ...ofVsCode.flatMap((path) => look("VS Code", path, vsCodesSwitch)),
  ];
}

/** VS Code's settings of a user: the usual ones, those of profiles, and those for a remote machine. */
function vsCodesFiles(home: string, env: Env): string[] {
  return vsCodesDirectories(home, env).flatMap((directory) => {
    const profiles = namesIn(join(directory, "User/profiles")).map((id) => `User/profiles/${id}`);
    const places = ["data/Machine", "User", ...profiles];
    return places.map((place) => join(directory, place, "settings.json"));
  });
}

function look(title: string, path: string, offSwitchIn: (settings: Fields) => string | null): HookBan[] {
  const offSwitch = offSwitchIn(settingsIn(path));
  return offSwitch === null ? [] : [banIn(title, path, offSwitch)];
}

function vsCodesSwitch(settings: Fields): string | null {
  if (settings["chat.useHooks"] === false) return '"chat.useHooks"';
  const isOff = recordOf(settings["chat.hookFilesLocations"])[OWN_PLACE] === false;
  return isOff ? `"${OWN_PLACE}" of "chat.hookFilesLocations"` : null;
}
