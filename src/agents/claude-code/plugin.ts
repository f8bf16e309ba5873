import { join } from "node:path";
import { isObject } from "../../base/json.ts";
import type { AgentFiles, PluginHook } from "../agent.ts";
import { PLUGIN, pluginsIn, policyOnPlugin, readSettings } from "./hook-bans.ts";

/**
 * hive as a plugin of Claude Code; null if it is not installed or is switched off.
 * @param policies the directory of the machine's policies. @default the platform's
 */
export function findPlugin({ directory, settings }: AgentFiles, policies?: string): PluginHook | null {
  const path = join(directory, "plugins/installed_plugins.json");
  const read = readSettings(path);
  const plugins = isObject(read) && isObject(read["plugins"]) ? read["plugins"] : {};
  for (const [id, installations] of Object.entries(plugins)) {
    if (!id.startsWith(PLUGIN) || !Array.isArray(installations)) continue;
    // A policy goes before every file of the user's.
    if (!(policyOnPlugin({ claude: directory, settings: [], policies }, id) ?? isEnabled(settings, id))) continue;
    const top = (installations[0] as { readonly installPath?: unknown } | undefined)?.installPath;
    if (typeof top === "string") return { path, command: { command: join(top, "bin/hive-hook"), args: [] } };
  }
  return null;
}

/** By the first settings file that names the plugin. */
function isEnabled(settings: AgentFiles["settings"], id: string): boolean {
  for (const scope of ["local", "project", "user"] as const) {
    const enabled = pluginsIn(readSettings(settings[scope]))[id];
    if (enabled !== undefined) return enabled === true;
  }
  return false;
}
