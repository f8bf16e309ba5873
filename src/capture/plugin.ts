import { callersDirectory } from "../platform/callers-directory.ts";
import { isBelievable } from "../origin/directories.ts";
import type { HookIo } from "./io.ts";

/** hive's entry in a settings file, as `hive setup` writes it. */
const ENTRY = /[\\/](?:hive-hook(?:\.exe)?|src[\\/]cli[\\/]main\.ts)"/;

/**
 * Whether the user's own settings call hive, too: then the plugin's hook leaves the call to that one, and nothing counts
 * twice. A project's settings never count, since a cloned repository would switch the plugin's hook off by them: where
 * they call hive, both hooks save the same.
 */
export function isInSettings(io: HookIo, env: Readonly<Record<string, string | undefined>>): boolean {
  const own = env["CLAUDE_CONFIG_DIR"] || `${env["HOME"]}/.claude`;
  const project = env["CLAUDE_PROJECT_DIR"] || callersDirectory(env);
  return isBelievable(own, [project]) && ENTRY.test(io.readOwn(`${own}/settings.json`) ?? "");
}
