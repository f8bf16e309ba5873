import { AGENTS } from "../../agents/agents.ts";
import { errorCode, errorMessage, HiveError } from "../../base/errors.ts";
import { installedScopes } from "../../install/installed.ts";
import { findProjectPaths, type ProjectPaths, type Scope } from "../../install/paths.ts";
import { type Plan, planRemoval, type Target } from "../../install/plan.ts";
import { asksQuestions, carryOut, type ChangeFlags } from "../text/change.ts";
import type { Io } from "../io.ts";
import { renderDiff, renderRemoved } from "./report.ts";

interface Flags extends ChangeFlags {
  readonly scope?: Scope;
}

/**
 * Takes hive out of the settings of agents.
 * @param named the agents that the flags name; all agents without any
 */
export async function takeOut(io: Io, flags: Flags, named: readonly ProjectPaths[]): Promise<void> {
  const asks = asksQuestions(io, flags, "hive setup --remove --yes [--agent <name>] [--scope project|local|user]");
  const { targets, skipped } =
    named.length > 0
      ? { targets: named.map((paths) => targetOf(paths, flags.scope)), skipped: [] }
      : installed(io, flags.scope);
  const plans = targets.map(({ paths, scope }) => planRemoval(paths, scope));
  const diff = plans.map((plan) => plan.diff).join("");
  await carryOut(io, flags, {
    preview: renderDiff(diff, io.isTTY && flags.dryRun !== true),
    question: asks && diff !== "" ? "Take hive out?" : null,
    make: async () => {
      for (const plan of plans) plan.make();
    },
    render: () => renderRemoved(targets[0]!.paths, plans, skipped),
    toJson: () => ({
      version: 2,
      isChange: diff !== "",
      agents: plans.flatMap(agentsIn),
      diff,
      notes: [...plans.flatMap(({ notes }) => notes), ...skipped],
    }),
  });
}

const agentsIn = ({ targets }: Plan): object[] =>
  targets.map(({ paths, scope, settings, isChange }) => ({ agent: paths.agent.name, scope, settings, isChange }));

/**
 * The targets of all agents that call hive; those of the first agent where none does. A file that cannot be read is left
 * alone and named: its agent cannot read it either.
 */
function installed(io: Io, scope: Scope | undefined): { targets: Target[]; skipped: string[] } {
  const all = AGENTS.map((agent) => findProjectPaths(io.cwd, io.env, agent));
  const faults: unknown[] = [];
  const calling = all.filter((paths) => {
    const { scopes } = paths.agent.settings;
    try {
      return installedScopes(paths, scope === undefined ? scopes : scopes.filter((one) => one === scope)).length > 0;
    } catch (error) {
      if (errorCode(error) !== "HIVE_INVALID_OPTION") throw error;
      faults.push(error);
      return false;
    }
  });
  if (calling.length === 0 && faults.length > 0) throw faults[0];
  const targets = (calling.length > 0 ? calling : all.slice(0, 1)).map((paths) => targetOf(paths, scope));
  return { targets, skipped: faults.map((fault) => `left alone: ${errorMessage(fault)}`) };
}

/** @throws HIVE_INVALID_OPTION where hive is in several scopes, and none is named */
function targetOf(paths: ProjectPaths, named: Scope | undefined): Target {
  const scopes = named === undefined ? installedScopes(paths) : [named];
  const { name, title, settings } = paths.agent;
  if (scopes.length > 1) {
    throw new HiveError(
      "HIVE_INVALID_OPTION",
      `hive is in the ${scopes.join(" and ")} settings of ${title}: name one of them`,
      { hint: `hive setup --remove --agent ${name} --scope ${scopes[0]}` },
    );
  }
  return { paths, scope: scopes[0] ?? (settings.scopes.includes("local") ? "local" : "user") };
}
