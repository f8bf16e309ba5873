import type { HookIo } from "../io.ts";

/**
 * True if the user's own settings call a working hive hook on this event. Then the plugin's hook does nothing. A
 * project's settings do not count, since a cloned repository could use them to switch the plugin's hook off. If they
 * call hive, both hooks save the same.
 */
export async function leavesToSettings(
  io: HookIo,
  env: Readonly<Record<string, string | undefined>>,
  event: string,
): Promise<boolean> {
  const path = `${env["CLAUDE_CONFIG_DIR"] || `${env["HOME"]}/.claude`}/settings.json`;
  const text = io.readOwn(path) ?? "";
  // Most users of the plugin have no other hive hook. A closer look would take a third of an empty script's time.
  if (!text.includes("hive") && !text.includes("main.ts")) return false;
  return (await import("./plugin-settings.ts")).callsHive({ path, text }, env, event);
}
