/** The hook that shared settings start on this machine: a file in the user's data directory names it. */
import { join } from "node:path";
import type { HookCommand } from "../../agents/agent.ts";
import { isShared } from "../../agents/settings/shared-hook.ts";
import { HiveError } from "../../base/errors.ts";
import { ownDirectory } from "../../origin/own-directory.ts";
import { shellWord } from "../../platform/own-command.ts";
import { type FileChange, readTextFile } from "../edit/files.ts";
import type { ProjectPaths } from "../paths.ts";
import { compiledHook, interpretedHook } from "./command.ts";

type Location = Pick<ProjectPaths, "env" | "root">;

function launcherPath({ env, root }: Location): string {
  const directory = ownDirectory("data", env, root);
  if (directory !== null) return join(directory, "hive-hook");
  throw new HiveError("HIVE_INVALID_OPTION", "without a home directory, shared settings cannot find hive", {
    hint: "set HOME, or choose another --scope",
  });
}

/** A shell reads it with `.`, so it ends with a plain 0 if the hook is gone. */
export function launcherText({ command, args }: HookCommand): string {
  const files = [command, ...args.filter((word) => word.startsWith("/"))].map(shellWord);
  const line = [command, ...args].map(shellWord).join(" ");
  return `# hive's hook on this machine, for settings that are shared through git. Written by hive setup.
${files.map((path) => `[ -e ${path} ] && `).join("")}exec ${line}
`;
}

/** The change that makes shared settings start this hook. */
export const launcherChange = (location: Location, hook: HookCommand): FileChange => ({
  file: readTextFile(launcherPath(location)),
  after: launcherText(hook),
});

/**
 * The command that a settings file's command starts on this machine: for a shared one, the command in the launcher.
 * @returns the launcher itself if it names none of this installation's hooks
 */
export function startedBy(command: HookCommand, location: Location): HookCommand {
  if (!isShared(command)) return command;
  const path = launcherPath(location);
  const { text } = readTextFile(path);
  return [compiledHook(), interpretedHook()].find((own) => launcherText(own) === text) ?? { command: path, args: [] };
}
