import { readConfigFiles } from "../origin/config-files.ts";
import type { ProjectPaths, Scope } from "../install/paths.ts";
import { lastCallMs } from "./checks/hook/calls.ts";
import { ProjectView } from "./project-view.ts";
import { examine, type Finding, isHealthy } from "./registry.ts";

/** The output of `hive setup --check --json`, version 2. Ignore fields that you do not know. */
export interface InstallationReport {
  readonly version: 2;
  readonly project: string;
  readonly root: string;
  readonly isHealthy: boolean;
  /** The places of hive's hook: `project`, `local`, `user` or `plugin`. */
  readonly installed: readonly string[];
  /** When an agent last called hive, RFC 3339; null without a call. */
  readonly lastCallAt: string | null;
  /** All results, with advice. */
  readonly findings: readonly Finding[];
}

/**
 * Checks whether agents can call hive. It starts only the hook, on a temporary project, and changes nothing.
 * @param cwd the directory that agents are started in
 * @param isOneAgent true to check only the agent of `paths`
 */
export async function checkInstallation(
  paths: ProjectPaths,
  cwd: string,
  scopes?: readonly Scope[],
  policies?: string,
  isOneAgent = false,
): Promise<InstallationReport> {
  const { project, root, env } = paths;
  const { config } = readConfigFiles(root, {}, env);
  const view = new ProjectView({
    root,
    project: paths,
    config,
    nowMs: Date.now(),
    env,
    cwd,
    scopes,
    policies,
    isOneAgent,
    triesWorker: true,
  });
  const findings = (await examine(view, ["install"])).map(({ finding }) => finding);
  const lastMs = await lastCallMs(view);
  return {
    version: 2,
    project,
    root,
    isHealthy: isHealthy(findings),
    installed: view.installedHooks().map(({ where }) => where),
    lastCallAt: lastMs === null ? null : new Date(lastMs).toISOString(),
    findings,
  };
}
