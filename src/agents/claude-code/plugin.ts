import { join } from "node:path";
import { isObject } from "../../base/json.ts";
import type { AgentFiles, PluginHook } from "../agent.ts";
import { readSettings } from "./hook-bans.ts";

/** hive as a plugin of Claude Code; null if it is not installed or is switched off. */
export function findPlugin({ directory, settings }: AgentFiles): PluginHook | null {
  const path = join(directory, "plugins/installed_plugins.json");
  const read = readSettings(path);
  const plugins = isObject(read) && isObject(read["plugins"]) ? read["plugins"] : {};
  for (const [id, installations] of Object.entries(plugins)) {
    if (!id.startsWith("hive@") || !isEnabled(settings, id) || !Array.isArray(installations)) continue;
    const top = (installations[0] as { readonly installPath?: unknown } | undefined)?.installPath;
    if (typeof top === "string") return { path, command: { command: join(top, "bin/hive-hook"), args: [] } };
  }
  return null;
}

/** By the first settings file that names the plugin. */
function isEnabled(settings: AgentFiles["settings"], id: string): boolean {
  for (const scope of ["local", "project", "user"] as const) {
    const read = readSettings(settings[scope]);
    const enabled = isObject(read) && isObject(read["enabledPlugins"]) ? read["enabledPlugins"][id] : undefined;
    if (enabled !== undefined) return enabled === true;
  }
  return false;
}
