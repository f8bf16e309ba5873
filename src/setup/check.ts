import { existsSync } from "node:fs";
import { join } from "node:path";
import { resolveConfig } from "../config.ts";
import { errorMessage } from "../errors.ts";
import { about, readTextFile } from "./files.ts";
import { canRun, compiledHook, interpretedHook, isSameCommand } from "./hook-command.ts";
import { type Place, type Scope, SCOPES } from "./place.ts";
import { shellSystemProblems } from "./shell-system.ts";
import { type HookCommand, inspect, type Installed } from "./settings.ts";

/** What `hive setup --check --json` prints, version 1. Ignore fields that you do not know. */
export interface Check {
  readonly version: 1;
  readonly project: string;
  readonly root: string;
  readonly isHealthy: boolean;
  /** Where hive is found. */
  readonly installed: readonly Scope[];
  /** What is wrong, a sentence each. */
  readonly problems: readonly string[];
}

/** The scopes whose settings file names hive's hook. @throws HIVE_INVALID_OPTION for a file that cannot be read */
export function installedScopes(place: Place): Scope[] {
  return SCOPES.filter((scope) => inspectFile(place.settings[scope]).command !== null);
}

function inspectFile(path: string): Installed {
  const file = readTextFile(path);
  return about(file, () => inspect(file.text));
}

/** Looks whether all that setup put in place still is; starts nothing and changes nothing. */
export function checkSetup(place: Place, scopes: readonly Scope[]): Check {
  const problems: string[] = [];
  const commands = new Map<Scope, HookCommand>();
  for (const scope of scopes) {
    const path = place.settings[scope];
    try {
      const { command, problems: found } = inspectFile(path);
      problems.push(...found.map((problem) => `${path}: ${problem}`));
      if (command === null) continue;
      commands.set(scope, command);
      problems.push(...commandProblems(command).map((problem) => `${path}: ${problem}`));
    } catch (error) {
      problems.push(errorMessage(error));
    }
  }
  const [first, ...others] = commands.values();
  if (first === undefined) problems.push(`hive is not in the ${scopes.join(", ")} settings of ${place.project}`);
  if (others.some((other) => !isSameCommand(first!, other))) {
    problems.push(`${[...commands.keys()].join(" and ")} settings name different hooks: each event is saved twice`);
  }
  if (first !== undefined) problems.push(...shellSystemProblems(place, SCOPES));
  problems.push(...stateProblems(place));
  const installed = [...commands.keys()];
  const { project, root } = place;
  return { version: 1, project, root, isHealthy: problems.length === 0, installed, problems };
}

function commandProblems(command: HookCommand): string[] {
  const line = [command.command, ...command.args].join(" ");
  if (!canRun(command)) return [`the hook that it names cannot be run: ${line}`];
  const isOwn = [compiledHook(), interpretedHook()].some((own) => isSameCommand(own, command));
  return isOwn ? [] : [`the hook that it names is another installation's: ${line}`];
}

function stateProblems({ root, isGit }: Place): string[] {
  const problems: string[] = [];
  if (isGit && !existsSync(join(root, ".gitignore")))
    problems.push(`${root} has no .gitignore: its state could be committed`);
  const config = join(root, "config.json");
  try {
    resolveConfig(readTextFile(config).text);
  } catch (error) {
    problems.push(`${config}: ${errorMessage(error)}`);
  }
  return problems;
}
