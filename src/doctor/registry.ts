import { errorMessage, HiveError } from "../base/errors.ts";
import { type CheckGroup, type CheckResult, type HealthCheck, type Level, problem } from "./check.ts";
import { callsCheck } from "./checks/hook/calls.ts";
import { databaseCheck } from "./checks/database.ts";
import { accountCheck, backlogCheck, deadLettersCheck } from "./checks/entries.ts";
import { hookLogCheck, payloadsCheck } from "./checks/hook/hook-log.ts";
import { hooksCheck, policyCheck } from "./checks/hook/hooks.ts";
import { permissionsCheck } from "./checks/permissions.ts";
import { programCheck } from "./checks/hook/program.ts";
import { savingCheck } from "./checks/saving.ts";
import { diskCheck, oddFilesCheck, queueCheck } from "./checks/queue.ts";
import { undoCheck } from "./checks/undo.ts";
import { archiveCheck, fleetCheck } from "./checks/targets.ts";
import { treeCheck } from "./checks/tree.ts";
import { heartbeatCheck, versionCheck, workerCheck } from "./checks/worker.ts";
import type { ProjectView } from "./project-view.ts";

/** The checks of `hive status`, from the agent to the store. */
const FAST_CHECKS: readonly HealthCheck[] = [
  versionCheck,
  hooksCheck,
  policyCheck,
  savingCheck,
  programCheck,
  callsCheck,
  queueCheck,
  treeCheck,
  permissionsCheck,
  oddFilesCheck,
  databaseCheck,
  workerCheck,
  heartbeatCheck,
  backlogCheck,
  deadLettersCheck,
  accountCheck,
  archiveCheck,
  fleetCheck,
  undoCheck,
  diskCheck,
  payloadsCheck,
  hookLogCheck,
];

/** One line of a report. */
export interface Finding {
  /** The check that found it. */
  readonly code: string;
  readonly level: Level;
  readonly found: string;
  /** The command to run; null without one. */
  readonly run: string | null;
  /** Further advice; null without any. */
  readonly advice: string | null;
  /** True if `hive doctor --fix` can fix it. */
  readonly isFixable: boolean;
}

/** A finding with its fix. */
export interface Examined {
  readonly finding: Finding;
  readonly fix: CheckResult["fix"];
}

/** All checks of some groups, in the order of their fixes. `hive status` loads only its own. */
async function checksOf(groups: readonly CheckGroup[]): Promise<HealthCheck[]> {
  const checks = [...FAST_CHECKS];
  if (groups.includes("install")) checks.push(...(await import("./checks/installation.ts")).INSTALLATION_CHECKS);
  if (groups.includes("deep")) checks.push(...(await import("./deep/deep-checks.ts")).DEEP_CHECKS);
  return checks;
}

/** Runs the checks of some groups, in order. */
export async function examine(view: ProjectView, groups: readonly CheckGroup[]): Promise<Examined[]> {
  const examined: Examined[] = [];
  for (const { code, groups: own, needs, run } of await checksOf(groups)) {
    if (!own.some((group) => groups.includes(group))) continue;
    if (needs === "queue" && !view.isQueueMade) continue;
    if (needs === "project" && view.project === undefined) continue;
    const { level, found, run: command, advice, fix } = await attempt(run, view);
    const finding = { code, level, found, run: command ?? null, advice: advice ?? null, isFixable: fix !== undefined };
    examined.push({ finding, fix });
  }
  return examined;
}

/** A check that fails is a finding: hive cannot read the same thing either. */
async function attempt(run: HealthCheck["run"], view: ProjectView): Promise<CheckResult> {
  try {
    return await run(view);
  } catch (error) {
    const advice = error instanceof HiveError ? error.hint : undefined;
    return problem(`it could not be checked: ${errorMessage(error)}`, advice === undefined ? {} : { advice });
  }
}

/** True without a problem. There may be warnings. */
export const isHealthy = (findings: readonly Finding[]): boolean => findings.every(({ level }) => level !== "problem");

/** Carries the exit code: the printed findings give the faults. */
export class UnhealthyProject extends HiveError {
  constructor(findings: readonly Finding[]) {
    const problems = findings.filter(({ level }) => level === "problem");
    super("HIVE_UNHEALTHY", `${problems.length === 1 ? "1 problem" : `${problems.length} problems`}, see above`);
  }
}
