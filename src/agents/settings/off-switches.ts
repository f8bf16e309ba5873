import { readRegular } from "../../base/files/files.ts";
import type { AgentFiles, AgentSettings, HookBan } from "../agent.ts";

const MAX_SETTINGS_BYTES = 16 * 1024 ** 2;

/** The settings of an agent's own that switch all of its hooks off, in the user's file and in the project's. */
export function offSwitches(title: string, { inspect }: AgentSettings, { settings }: AgentFiles): HookBan[] {
  return [...new Set(Object.values(settings))].flatMap((path) => {
    const offSwitch = offSwitchIn(inspect, path);
    if (offSwitch === null) return [];
    const found = `${offSwitch} in ${path} switches all hooks of ${title} off`;
    return { found, advice: `take ${offSwitch} out of ${path}`, sparesPlugins: false };
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
