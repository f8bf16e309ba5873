import { dirname } from "node:path";
import { hiveCommandOn } from "../../agents/claude-code/entry.ts";
import { forbidsSettings } from "../../agents/claude-code/hook-bans.ts";
import { objectIn } from "../../base/json.ts";
import { isBelievable } from "../../origin/user-directories.ts";
import { callersDirectory } from "../../platform/bun/callers-directory.ts";
import { canRun, outermostTree } from "../../platform/programs.ts";

/** Looks closer at settings that may call hive: `leavesToSettings` of plugin.ts asks. */
export function callsHive(
  { path, text }: { readonly path: string; readonly text: string },
  env: Readonly<Record<string, string | undefined>>,
  event: string,
): boolean {
  const project = env["CLAUDE_PROJECT_DIR"] || callersDirectory(env);
  // @mutant the plugin leaves no project's settings a call
  if (!isBelievable(path, [project, outermostTree(project) ?? project])) return false;
  const command = hiveCommandOn(objectIn(text), event);
  // @mutant the plugin leaves a call only to a hook that runs
  const isCalled = command !== null && canRun(command);
  // An entry that a policy forbids is never called, and the plugin's hook is the only one.
  return isCalled && !forbidsSettings({ claude: dirname(path), settings: [] });
}
