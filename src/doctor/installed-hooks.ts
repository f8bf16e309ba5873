/** The settings that make an agent call hive: files of each scope, and its plugin. */
import type { Agent, Env, HookCommand } from "../agents/agent.ts";
import { FIRST_AGENT } from "../agents/agents.ts";
import { isOwnHook } from "../install/hook/command.ts";
import { inspectScope } from "../install/installed.ts";
import { type ProjectPaths, type Scope, SCOPES } from "../install/paths.ts";
import { programPath } from "../platform/programs.ts";

/** A hive hook that an agent calls. */
export interface InstalledHook {
  readonly agent: Agent;
  readonly where: Scope | "plugin";
  /** The file that names the hook. */
  readonly path: string;
  /** The command as it starts on this machine. */
  readonly command: HookCommand;
  /** True if it may be started: it belongs to this installation, or the user's own files name it. */
  readonly isTrusted: boolean;
  /** The obstacles to a correct call, a sentence each. */
  readonly problems: readonly string[];
}

/** @throws HIVE_INVALID_OPTION for a settings file that cannot be read */
export function hookInSettings(project: ProjectPaths, scope: Scope): InstalledHook | null {
  const path = project.settings[scope];
  const { started: command, problems } = inspectScope(project, scope);
  if (command === null) return null;
  return {
    agent: project.agent,
    where: scope,
    path,
    command,
    problems,
    isTrusted: scope === "user" || isOwnHook(command),
  };
}

/** hive as a plugin; null if it is not installed or is switched off. */
function hookInPlugin({ agent, agentDirectory, settings }: ProjectPaths, policies?: string): InstalledHook | null {
  const plugin = agent.plugin({ directory: agentDirectory, settings }, policies);
  return plugin === null ? null : { agent, where: "plugin", ...plugin, problems: [], isTrusted: true };
}

/** The command that installs hive's hook into a scope of an agent. */
export function setUp({ name }: Agent, scope: string): string {
  return `hive setup ${name === FIRST_AGENT.name ? "" : `--agent ${name} `}--scope ${scope}`;
}

/** True if the PATH names one of the agent's programs outside the project. */
export const isOnPath = ({ programs }: Agent, { env, cwd }: { readonly env: Env; readonly cwd: string }): boolean =>
  programs.some((name) => programPath(name, env, cwd) !== null);

/**
 * The hooks of all readable scopes, in order of precedence, and the plugin's last.
 * @param policies the directory of the machine's policies. @default the platform's
 */
export function installedHooks(
  project: ProjectPaths,
  scopes: readonly Scope[] = SCOPES,
  policies?: string,
): InstalledHook[] {
  const ofAgent = scopes.filter((scope) => project.agent.settings.scopes.includes(scope));
  const inSettings = ofAgent.flatMap((scope) => {
    try {
      return hookInSettings(project, scope) ?? [];
    } catch {
      // The check of the hooks reports the fault of this file.
      return [];
    }
  });
  const plugin = hookInPlugin(project, policies);
  return plugin === null ? inSettings : [...inSettings, plugin];
}
