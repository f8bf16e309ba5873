import type { Restore, WorkerStart } from "../../base/config/config.ts";
import { HiveError } from "../../base/errors.ts";
import type { HookCommand } from "../../agents/agent.ts";
import { inspectScope, installedScopes } from "../../install/installed.ts";
import { compiledHook, isOwnHook } from "../../install/hook/command.ts";
import { prepareHook } from "../../install/hook/prepare.ts";
import { type Plan, planInstall, planInstalls, type Target } from "../../install/plan.ts";
import { type ProjectPaths, type Scope } from "../../install/paths.ts";
import { type Proof, prove } from "../../install/proof.ts";
import { shellScopes, type Takeover, takeOver } from "../../install/adopt/shell-system.ts";
import { queuePaths } from "../../queue/layout.ts";
import { otherStoreNote, otherStores } from "../../store/sqlite/open/location.ts";
import { findWorkers } from "../../supervisor/find.ts";
import { asksQuestions, carryOut, type ChangeFlags } from "../text/change.ts";
import { offerAdoption } from "../commands/setup/adopt.ts";
import type { Io } from "../io.ts";
import { loadConfig } from "../root.ts";
import { offerTranscripts } from "./offer-transcripts.ts";
import { askAgents, askScope, begin, end, refusalOf } from "./questions.ts";
import { renderDiff, renderInstalled } from "./report.ts";
import { pasteable } from "../../platform/own-command.ts";

export interface InstallFlags extends ChangeFlags {
  readonly scope?: Scope;
  readonly interval?: number;
  readonly worker?: WorkerStart;
  readonly restore?: Restore;
  /** True to call the hook with a probe. */
  readonly proof: boolean;
}

interface Outcome {
  readonly takeover: Takeover | null;
  /** For each agent; empty if the hook was not called. */
  readonly proofs: readonly Proof[];
}

const FLAGS =
  "hive setup --yes [--agent <name>] [--scope project|local|user] [--interval <seconds>] [--worker hook|never] [--restore always|unfinished|off]";

/**
 * Installs hive into the settings of agents, asks about everything without a flag, and proves that each agent's call
 * arrives.
 * @param found the agents that the flags name, or that the user has
 */
export async function setUp(
  io: Io,
  flags: InstallFlags,
  found: readonly [ProjectPaths, ...ProjectPaths[]],
): Promise<void> {
  const asks = asksQuestions(io, flags, FLAGS);
  if (asks) begin(found);
  const hook = flags.dryRun === true ? { command: compiledHook(), failure: null } : await prepareHook();
  const answers = {
    checkpointIntervalSeconds: flags.interval,
    workerStart: flags.worker,
    restore: flags.restore,
  };
  const chosen = asks ? await askAgents(found) : found;
  const targets: Target[] = [];
  for (const paths of chosen) {
    const planFor = (scope: Scope): Plan => planInstall(paths, scope, answers, hook.command);
    const scope = flags.scope ?? (await chooseScope(paths, asks, chosen.length > 1, planFor));
    targets.push({ paths, scope });
  }
  const [{ paths }, ...others] = targets as [Target, ...Target[]];
  const plan = planInstalls([targets[0]!, ...others], answers, hook.command);
  const failed =
    hook.failure === null
      ? []
      : [`the hook runs from source, at half the speed: it could not be compiled: ${hook.failure}`];
  await carryOut<Outcome>(io, flags, {
    preview: renderDiff(plan.diff, io.isTTY && flags.dryRun !== true),
    question: asks && plan.diff !== "" ? "Make this change?" : null,
    make: () => make(io, flags, { paths, plan, asks }),
    render: ({ takeover, proofs }) => {
      const { workerStart } = loadConfig(io, paths.root);
      const notes = [...plan.notes, ...failed, ...otherStores(paths.root).map(otherStoreNote)];
      return renderInstalled({ plan, proofs, isWorkerRunning: hasWorker(paths), workerStart, takeover, notes });
    },
    toJson: (outcome) => ({
      ...plannedJson(paths, plan, hook.command),
      ...(outcome === null ? {} : { ...outcome, isWorkerRunning: hasWorker(paths), notes: [...plan.notes, ...failed] }),
    }),
  });
  if (asks) await offerTranscripts(io, chosen);
  if (asks) end(pasteable("Done. hive setup --remove undoes it.", io.env));
}

/** @throws HIVE_INVALID_OPTION for a scope without a file of the agent's */
export function assertScope({ agent: { title, settings } }: ProjectPaths, scope: Scope | undefined): void {
  if (scope === undefined || settings.scopes.includes(scope)) return;
  throw new HiveError("HIVE_INVALID_OPTION", `there are no ${scope} settings of ${title}`, {
    hint: `--scope ${settings.scopes.join(" or --scope ")}`,
  });
}

const hasWorker = ({ root }: ProjectPaths): boolean => findWorkers(queuePaths(root)).length > 0;

/** The scope that calls hive or the shell system already. Otherwise user in the home directory, local in a project. */
async function chooseScope(
  paths: ProjectPaths,
  asks: boolean,
  isOneOfSeveral: boolean,
  plan: (scope: Scope) => Plan,
): Promise<Scope> {
  const isCalledIn = (scope: Scope): boolean =>
    installedScopes(paths, [scope]).length + shellScopes(paths, [scope]).length > 0;
  // An unreadable file is refused later, where its scope is chosen.
  const { scopes } = paths.agent.settings;
  const current = scopes.find((scope) => refusalOf(() => isCalledIn(scope)) === null && isCalledIn(scope));
  const likely = current ?? (paths.isHome || !scopes.includes("local") ? "user" : "local");
  return asks ? askScope(paths, likely, isOneOfSeveral, plan) : likely;
}

interface Job {
  readonly paths: ProjectPaths;
  readonly plan: Plan;
  readonly asks: boolean;
}

async function make(io: Io, flags: InstallFlags, { paths, plan, asks }: Job): Promise<Outcome> {
  plan.make();
  if (asks) await offerAdoption(io, paths.root);
  const takeover = plan.replacesShellSystem ? await takeOver(paths) : null;
  const proofs: Proof[] = [];
  for (const target of flags.proof ? plan.targets : []) {
    proofs.push(await prove(installedCommand(target), target.paths.agent));
  }
  return { takeover, proofs };
}

/** The command in the settings file now, which the agent will run. */
function installedCommand({ paths, scope }: Target): HookCommand {
  const { command, started } = inspectScope(paths, scope);
  if (command !== null && started !== null && isOwnHook(started)) return command;
  throw new HiveError("HIVE_UNHEALTHY", `${paths.settings[scope]} does not name this hive's hook any more`, {
    hint: "hive setup --check",
  });
}

const plannedJson = ({ project, root }: ProjectPaths, { targets, diff }: Plan, command: HookCommand) => ({
  version: 2,
  project,
  root,
  command,
  isChange: diff !== "",
  agents: targets.map(({ paths, scope, settings, isChange }) => ({
    agent: paths.agent.name,
    scope,
    settings,
    isChange,
  })),
  diff,
});
