import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { install } from "../../../src/agents/claude-code/settings.ts";
import { interpretedHook } from "../../../src/install/hook/command.ts";

/** Lets Claude Code call hive everywhere, by the settings in a directory of its own. @returns what names that directory */
export function installUsersHooks(claude: string): { readonly CLAUDE_CONFIG_DIR: string } {
  mkdirSync(claude, { recursive: true });
  writeFileSync(join(claude, "settings.json"), install(null, interpretedHook()));
  return { CLAUDE_CONFIG_DIR: claude };
}

/** Lets Claude Code call hive in the project around a state directory. */
export function installHooks(root: string, command = interpretedHook()): void {
  const settings = join(dirname(root), ".claude");
  mkdirSync(settings, { recursive: true });
  writeFileSync(join(settings, "settings.local.json"), install(null, command));
}
