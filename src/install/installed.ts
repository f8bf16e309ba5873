import type { HookCommand, Installed } from "../agents/agent.ts";
import { isShared } from "../agents/settings/shared-hook.ts";
import { about, readTextFile } from "./edit/files.ts";
import { startedBy } from "./hook/launcher.ts";
import { type ProjectPaths, type Scope } from "./paths.ts";

/** hive in a scope's settings file, and the program that it starts on this machine. */
export interface ScopeState extends Installed {
  /** The program that the command starts on this machine; null without one. */
  readonly started: HookCommand | null;
}

/** @throws HIVE_INVALID_OPTION for an unreadable settings file */
export function inspectScope(paths: ProjectPaths, scope: Scope): ScopeState {
  const file = readTextFile(paths.settings[scope]);
  const installed = about(file, () => paths.agent.settings.inspect(file.text));
  const { command, problems } = installed;
  if (command === null) return { ...installed, started: null };
  const started = startedBy(command, paths);
  if (scope !== "project" || isShared(command)) return { ...installed, started };
  const local = "it names a path of this machine, where others who share the file may have nothing";
  return { ...installed, started, problems: [...problems, local] };
}

/** The scopes whose settings file names hive's hook. @throws HIVE_INVALID_OPTION for an unreadable file */
export function installedScopes(paths: ProjectPaths, scopes = paths.agent.settings.scopes): Scope[] {
  return scopes.filter((scope) => inspectScope(paths, scope).command !== null);
}
