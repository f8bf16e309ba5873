import { existsSync } from "node:fs";
import { type Command, Option } from "commander";
import { AGENT_NAMES, agentNamed } from "../../../agents/agents.ts";
import { DEFAULTS } from "../../../base/config/config.ts";
import { HiveError } from "../../../base/errors.ts";
import { checkInstallation } from "../../../doctor/installation.ts";
import { UnhealthyProject } from "../../../doctor/registry.ts";
import { findProjectPaths, pathsOfFound, type ProjectPaths, SCOPES } from "../../../install/paths.ts";
import { moveState, planMoveBack, planMoveOut } from "../../../install/move-state.ts";
import { INSTEAD, whyUnsupported } from "../../../platform/supported.ts";
import { KIND } from "../../../platform/installation.ts";
import { pasteable } from "../../../platform/own-command.ts";
import { asksQuestions, carryOut } from "../../text/change.ts";
import { settingOption } from "../../flags.ts";
import type { Io } from "../../io.ts";
import { json } from "../../text/render.ts";
import { assertScope, type InstallFlags, setUp } from "../../setup/install.ts";
import { takeOut } from "../../setup/remove.ts";
import { renderCheck } from "../../setup/report.ts";

interface Flags extends InstallFlags {
  readonly root?: string;
  readonly agent?: readonly string[];
  readonly check?: boolean;
  readonly remove?: boolean;
  readonly rootOutside?: boolean;
  readonly rootInside?: boolean;
}

export function addSetup(program: Command, io: Io): void {
  program
    .command("setup")
    .description("install hive's hooks into a coding agent, and prove that they are called")
    .addOption(
      new Option("--agent <name...>", "the agents (default: all that are found, as you choose)").choices(AGENT_NAMES),
    )
    .addOption(
      new Option("--scope <scope>", "the settings file: shared by git, yours here, yours everywhere").choices(SCOPES),
    )
    .addOption(
      settingOption(
        "--interval <seconds>",
        "checkpointIntervalSeconds",
        `seconds between two automatic checkpoints (default: ${DEFAULTS.checkpointIntervalSeconds})`,
      ),
    )
    .addOption(new Option("--worker <who>", "who starts the worker: the hook, or you").choices(["hook", "never"]))
    .addOption(
      new Option(
        "--restore <when>",
        `give a new session the state of an earlier one (default: ${DEFAULTS.restore})`,
      ).choices(["always", "unfinished", "off"]),
    )
    .option("--yes", "do not ask; settings without a flag stay unchanged")
    .option("--no-proof", "do not call the hook with a probe afterwards")
    .option("--dry-run", "print what would change, as a diff, and change nothing")
    .addOption(
      new Option("--check", "check the installation; exit code 3 if something is wrong").conflicts([
        "remove",
        "dryRun",
      ]),
    )
    .option("--remove", "remove hive's hooks from the settings again")
    .addOption(
      new Option(
        "--root-outside",
        "move this project's state to your data directory, out of reach of git clean and git stash",
      ).conflicts(["remove", "check", "scope"]),
    )
    .addOption(
      new Option("--root-inside", "undo --root-outside: move this project's state back into its tree").conflicts([
        "remove",
        "check",
        "scope",
        "rootOutside",
      ]),
    )
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
Examples:
  hive setup                                ask, show the change, make it, prove it
  hive setup --dry-run                      show only the change
  hive setup --yes --scope user --interval 30
  hive setup --yes --agent codex gemini --scope user
  hive setup --check
  hive setup --root-outside                 only move the state out of the tree
  hive setup --root-inside                  only move it back
  hive setup --remove`,
    )
    .action(async (flags: Flags, command: Command) => {
      if (command.optsWithGlobals<Flags>().root !== undefined) {
        throw new HiveError("HIVE_INVALID_OPTION", "setup takes no --root: the hook finds its directory by itself", {
          hint: "start hive in the project; HIVE_ROOT in the agent's environment moves its state",
        });
      }
      const unsupported = whyUnsupported();
      if (unsupported !== null) throw new HiveError("HIVE_INVALID_OPTION", unsupported, { hint: INSTEAD });
      if (KIND === "plugin") {
        throw new HiveError("HIVE_INVALID_OPTION", "hive runs as a plugin here, with its own hooks", {
          hint: "no setup is needed; claude plugin uninstall hive removes it",
        });
      }
      const named = (flags.agent ?? []).map((name) => findProjectPaths(io.cwd, io.env, agentNamed(name)));
      const [first = findProjectPaths(io.cwd, io.env), ...others] = named;
      for (const paths of named) assertScope(paths, flags.scope);
      if (flags.check === true) await check(io, flags, first);
      else if (flags.remove === true) await takeOut(io, flags, named);
      else if (flags.rootOutside === true) await moveRoot(io, flags, first, true);
      else if (flags.rootInside === true) await moveRoot(io, flags, first, false);
      else await setUp(io, flags, named.length > 0 ? [first, ...others] : foundWith(io, flags.scope));
    });
}

/** The agents that the user has, and that have settings of the scope. @throws HIVE_INVALID_OPTION without any */
function foundWith(io: Io, scope: Flags["scope"]): [ProjectPaths, ...ProjectPaths[]] {
  const found = pathsOfFound(io.cwd, io.env);
  if (scope === undefined) return found;
  const [first, ...others] = found.filter(({ agent }) => agent.settings.scopes.includes(scope));
  if (first === undefined) assertScope(found[0], scope);
  return [first ?? found[0], ...others];
}

async function check(io: Io, flags: Flags, paths: ProjectPaths): Promise<void> {
  const scopes = flags.scope === undefined ? paths.agent.settings.scopes : [flags.scope];
  const isOneAgent = flags.agent !== undefined || flags.scope !== undefined;
  const report = await checkInstallation(paths, io.cwd, scopes, undefined, isOneAgent);
  io.out(flags.json === true ? json(report) : pasteable(renderCheck(report, io), io.env));
  if (!report.isHealthy) throw new UnhealthyProject(report.findings);
}

async function moveRoot(io: Io, flags: Flags, paths: ProjectPaths, isOut: boolean): Promise<void> {
  const move = isOut ? planMoveOut(paths) : planMoveBack(paths);
  if (move === null) {
    io.out(
      flags.json === true
        ? json({ version: 1, isChange: false, root: paths.root })
        : `${paths.root} is ${isOut ? "outside of" : "in"} the tree already\n`,
    );
    return;
  }
  const { project, from, to, config } = move;
  const asks = asksQuestions(io, flags, `hive setup ${isOut ? "--root-outside" : "--root-inside"} --yes`);
  await carryOut<boolean>(io, flags, {
    preview: `the state of ${project}\n  from  ${from}\n  to    ${to}\n  ${isOut ? "named" : "no longer named"} in ${config}\n`,
    question: asks ? "Move it?" : null,
    make: () => moveState(move),
    render: (isMoved) =>
      isMoved
        ? `Moved. Running agents use the new directory from their next call.\n`
        : existsSync(from)
          ? `New entries go there. ${from} stays: it is on another file system, and hive still reads it.\n`
          : `New entries go there.\n`,
    toJson: (isMoved) => ({ version: 1, isChange: true, project, root: to, from, config, isMoved }),
  });
}
