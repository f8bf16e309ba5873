import type { HookIo } from "./io.ts";

/** hive's entry in a settings file, as `hive setup` writes it. */
const ENTRY = /[\\/](?:hive-hook(?:\.exe)?|src[\\/]cli[\\/]main\.ts)"/;

/**
 * Whether one of the agent's settings files calls hive, too: then the plugin's hook leaves the call to that one, and
 * nothing counts twice.
 */
export function isInSettings(io: HookIo, env: Readonly<Record<string, string | undefined>>): boolean {
  const project = env["CLAUDE_PROJECT_DIR"] || process.cwd();
  const own = env["CLAUDE_CONFIG_DIR"] || `${env["HOME"]}/.claude`;
  const files = [`${project}/.claude/settings.json`, `${project}/.claude/settings.local.json`, `${own}/settings.json`];
  return files.some((path) => ENTRY.test(io.read(path) ?? ""));
}
