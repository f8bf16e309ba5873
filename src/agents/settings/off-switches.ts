import { readdirSync } from "node:fs";
import { parse } from "jsonc-parser";
import { readRegular } from "../../base/files/files.ts";
import type { AgentFiles, AgentSettings, HookBan } from "../agent.ts";
import { type Fields, recordOf } from "../claude-code/payload.ts";

const MAX_SETTINGS_BYTES = 16 * 1024 ** 2;

/** The settings of an agent's own that keep it from calling hive, in the user's file and in the project's. */
export function offSwitches(title: string, { inspect }: AgentSettings, { settings }: AgentFiles): HookBan[] {
  return [...new Set(Object.values(settings))].flatMap((path) => {
    const offSwitch = offSwitchIn(inspect, path);
    return offSwitch === null ? [] : [banIn(title, path, offSwitch)];
  });
}

function offSwitchIn(inspect: AgentSettings["inspect"], path: string): string | null {
  try {
    return inspect(readRegular(path, MAX_SETTINGS_BYTES, true)).offSwitch;
  } catch {
    // The hooks' own check reports a file that cannot be read.
    return null;
  }
}

export const banIn = (title: string, path: string, offSwitch: string, advice?: string): HookBan => ({
  found: `${offSwitch} in ${path} keeps ${title} from calling hive`,
  advice: advice ?? `take ${offSwitch} out of ${path}`,
  sparesPlugins: false,
});

/** Settings in a file beside that of hive's hooks: JSON, which may have comments. Empty if they cannot be read. */
export function settingsIn(path: string): Fields {
  try {
    return recordOf(parse(readRegular(path, MAX_SETTINGS_BYTES, true) ?? ""));
  } catch {
    // The agent names the fault itself.
    return {};
  }
}

/** The names in a directory of settings; none where it may not be listed. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    // Most machines have no such directory, and one that may not be listed names no file.
    return [];
  }
}

export const allDisabled = ({ disableAllHooks }: Fields): string | null =>
  disableAllHooks === true ? '"disableAllHooks"' : null;
