/** Checks whether agents' settings call hive, and whether a policy allows it. */
import { existsSync } from "node:fs";
import { errorMessage, HiveError } from "../../../base/errors.ts";
import { readTextFile } from "../../../install/edit/files.ts";
import { hasReceipt } from "../../../install/edit/receipt-paths.ts";
import { isSameCommand } from "../../../install/hook/command.ts";
import type { ProjectPaths, Scope } from "../../../install/paths.ts";
import { shellSystemProblems } from "../../../install/adopt/shell-system.ts";
import { type CheckResult, type HealthCheck, problem, together, warning } from "../../check.ts";
import { hookInSettings, type InstalledHook, setUp } from "../../installed-hooks.ts";
import type { ProjectView } from "../../project-view.ts";

export const hooksCheck: HealthCheck = {
  code: "hooks",
  groups: ["fast", "install"],
  needs: "project",
  run: (view) => {
    const project = view.project!;
    const installed = view.installedHooks();
    const faults = [
      ...view.projects.flatMap((one) => brokenLinks(one, view.scopes, installed)),
      ...installed.flatMap(faultsOf),
    ];
    if (installed.length === 0) {
      const where = view.scopes.join(", ");
      // An unreadable file may already name hive, so give no command then.
      const run = faults.length > 0 ? {} : { run: "hive setup" };
      const isAlone = view.projects.every(({ hasAgent }) => !hasAgent);
      const none = isAlone ? `; of the agents that hive knows none was found for this user` : "";
      const found = `hive is not in the ${where} settings of ${project.project}: no agent calls it${none}`;
      faults.push(problem(found, run));
      return together(faults, "");
    }
    const byAgent = view.projects.map((one) => installed.filter(({ agent }) => agent.name === one.agent.name));
    const several = view.projects.flatMap((one, index) => conflicts(view, one, byAgent[index]!));
    return together(
      [...faults, ...several],
      byAgent
        .filter((hooks) => hooks.length > 0)
        .map(calls)
        .join("; "),
    );
  },
};

function calls(installed: readonly InstalledHook[]): string {
  const places = installed.map(({ where }) => (where === "plugin" ? "its plugin" : `${where} settings`));
  return `${installed[0]!.agent.name} calls hive: ${places.join(" and ")}`;
}

/** Settings that cannot be read, and those that were an agent's only link to hive and do not name it any more. */
function brokenLinks(
  project: ProjectPaths,
  scopes: readonly Scope[],
  installed: readonly InstalledHook[],
): CheckResult[] {
  // Where nothing calls hive, the check says that alone.
  const isLinked = installed.length === 0 || installed.some(({ agent }) => agent.name === project.agent.name);
  const ofAgent = scopes.filter((scope) => project.agent.settings.scopes.includes(scope));
  return ofAgent.flatMap((scope) => {
    try {
      const isCutOff = hookInSettings(project, scope) === null && !isLinked && wasWritten(project, scope);
      return isCutOff ? cutOff(project, scope) : [];
    } catch (error) {
      const advice = error instanceof HiveError ? error.hint : undefined;
      return problem(errorMessage(error), advice === undefined ? {} : { advice });
    }
  });
}

const wasWritten = ({ settings, receipts }: ProjectPaths, scope: Scope): boolean =>
  hasReceipt(receipts[scope], readTextFile(settings[scope]).path);

function cutOff({ agent, settings }: ProjectPaths, scope: Scope): CheckResult {
  const isFile = existsSync(settings[scope]);
  const found = isFile ? `names hive no more, which setup had written into it` : `is gone, which setup had written`;
  return problem(`${settings[scope]} ${found}: it makes ${agent.title} call hive no more`, {
    run: setUp(agent, scope),
    advice: `hive setup --remove --agent ${agent.name} --scope ${scope} instead, if that was meant`,
  });
}

/** Other checks look at policies, and at the hook's program. */
const faultsOf = ({ agent, where, path, problems }: InstalledHook): CheckResult[] =>
  problems.map((text) => problem(`${path}: ${text}`, { run: setUp(agent, where) }));

/** Faults of several entries together, or of their place. */
function conflicts(
  { scopes, cwd }: ProjectView,
  project: ProjectPaths,
  installed: readonly InstalledHook[],
): CheckResult[] {
  const faults: CheckResult[] = [];
  const inSettings = installed.filter(({ where }) => where !== "plugin");
  const names = inSettings.map(({ where }) => where);
  if (inSettings.some(({ command }) => !isSameCommand(command, inSettings[0]!.command))) {
    faults.push(
      problem(`${names.join(" and ")} settings name different hooks: each event is saved twice`, {
        run: names.map((where) => setUp(project.agent, where)).join("; "),
      }),
    );
  }
  faults.push(
    ...shellSystemProblems(
      project,
      scopes.filter((scope) => project.agent.settings.scopes.includes(scope)),
    ).map((text) => problem(text, { run: "hive setup" })),
  );
  // Claude Code reads a project's settings only in the directory that it is started in.
  const isInProject = installed.length > 0 && installed.every(({ where }) => where === "project");
  if (isInProject && project.agent.settings.scopes.includes("local") && cwd !== project.project) {
    faults.push(
      problem(`an agent that is started in ${cwd} does not read ${project.settings.project}`, {
        run: setUp(project.agent, "local"),
        advice: "the local settings are read in every directory of the repository",
      }),
    );
  }
  return faults;
}

/** Checks whether a switch or a policy keeps the agent from running hooks. */
export const policyCheck: HealthCheck = {
  code: "policy",
  groups: ["fast", "install"],
  needs: "project",
  run: (view) => {
    const plugins = view.installedHooks().filter(({ where }) => where === "plugin");
    const bans = view.projects.flatMap(({ agent, agentDirectory, settings }) => {
      const isPlugin = plugins.some((hook) => hook.agent.name === agent.name);
      const found = agent.bans({ directory: agentDirectory, settings }, view.env, view.policies);
      return found.filter(({ sparesPlugins }) => !(sparesPlugins && isPlugin));
    });
    return together(
      bans.map(({ found: what, advice, isHarmless = false }) => (isHarmless ? warning : problem)(what, { advice })),
      "nothing forbids hooks",
    );
  },
};
