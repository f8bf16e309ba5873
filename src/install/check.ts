import { readConfigFiles } from "../origin/config-files.ts";
import { errorMessage, HiveError } from "../base/errors.ts";
import { isKeptOutOfGit } from "../queue/ignore-file.ts";
import { about, readTextFile } from "./files.ts";
import { canRun, isOwnHook, isSameCommand, isUnguarded } from "./hook-command.ts";
import { type Place, type Scope, SCOPES } from "./place.ts";
import { shellSystemProblems } from "./shell-system.ts";
import { type HookCommand, HOOKS_OFF, inspect, type Installed } from "./settings.ts";

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
  /** What to run about it; null when there is no such command. */
  readonly run: string | null;
  /** What is left to do by hand; null when nothing is. */
  readonly remedy: string | null;
}

/** What is wrong with what setup put in place. */
export interface Fault {
  readonly problem: string;
  readonly run?: string;
  readonly remedy?: string;
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
  const { installed, faults } = findFaults(place, scopes);
  const { project, root } = place;
  const problems = faults.map(({ problem }) => problem);
  const run = [...new Set(faults.flatMap((fault) => fault.run ?? []))].join("; ") || null;
  const remedy = [...new Set(faults.flatMap((fault) => fault.remedy ?? []))].join("; ") || null;
  return { version: 1, project, root, isHealthy: problems.length === 0, installed, problems, run, remedy };
}

/** What keeps hive from being called as it must be, and where it is found. */
export function findFaults(
  place: Place,
  scopes: readonly Scope[],
): { readonly installed: readonly Scope[]; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const commands = new Map<Scope, HookCommand>();
  for (const scope of scopes) {
    const path = place.settings[scope];
    try {
      const { command, problems } = inspectFile(path);
      if (command === null) continue;
      commands.set(scope, command);
      for (const problem of [...problems, ...commandProblems(command)]) {
        const cure = problem === HOOKS_OFF ? { remedy: `take "disableAllHooks" out of ${path}` } : putRight(scope);
        faults.push({ problem: `${path}: ${problem}`, ...cure });
      }
    } catch (error) {
      const remedy = error instanceof HiveError ? error.hint : undefined;
      faults.push({ problem: errorMessage(error), ...(remedy === undefined ? {} : { remedy }) });
    }
  }
  const [first, ...others] = commands.values();
  const installed = [...commands.keys()];
  if (first === undefined) {
    const problem = `hive is not in the ${scopes.join(", ")} settings of ${place.project}`;
    // What cannot be read may hold it.
    faults.push({ problem, ...(faults.length > 0 ? {} : { run: "hive setup" }) });
  }
  if (others.some((other) => !isSameCommand(first!, other))) {
    const problem = `${installed.join(" and ")} settings name different hooks: each event is saved twice`;
    faults.push({ problem, run: installed.map((scope) => putRight(scope).run).join("; ") });
  }
  if (first !== undefined) {
    faults.push(...shellSystemProblems(place, SCOPES).map((problem) => ({ problem, run: "hive setup" })));
  }
  return { installed, faults: [...faults, ...stateFaults(place)] };
}

const putRight = (scope: Scope) => ({ run: `hive setup --scope ${scope}` });

function commandProblems(command: HookCommand): string[] {
  const line = [command.command, ...command.args].join(" ");
  if (!canRun(command)) return [`the hook that it names cannot be run: ${line}`];
  if (isUnguarded(command)) return [`the hook that it names runs what a project's tsconfig.json says: ${line}`];
  return isOwnHook(command) ? [] : [`the hook that it names is another installation's: ${line}`];
}

function stateFaults({ root, isGit, env }: Place): Fault[] {
  const faults: Fault[] = [];
  if (isGit && !isKeptOutOfGit(root))
    faults.push({
      problem: `${root} has no .gitignore that keeps hive's files out of git: they could be committed`,
      run: "hive setup",
    });
  const { warnings } = readConfigFiles(root, {}, env);
  const remedy = "mend the file, or take that out of it";
  return [...faults, ...warnings.map((problem) => ({ problem, remedy }))];
}
