import { readConfigFiles } from "../origin/config-files.ts";
import { errorMessage, HiveError } from "../base/errors.ts";
import { queuePaths } from "../queue/layout.ts";
import { isQueueMade } from "../queue/make.ts";
import type { Place } from "../install/place.ts";
import { readStoreHealth, type StoreHealth } from "../store/health.ts";
import { VERSION } from "../base/version.ts";
import { clockCheck } from "./clock.ts";
import { databaseCheck } from "./database.ts";
import { accountCheck, backlogCheck, deadLettersCheck } from "./entries.ts";
import { eventsCheck } from "./events.ts";
import { diskCheck, fileSystemCheck } from "./file-system.ts";
import { type Check, type Diagnosis, type Level, problem, type Subject } from "./finding.ts";
import { gitCheck } from "./git.ts";
import { hookLogCheck } from "./hook-log.ts";
import { deadWorkersCheck, temporaryFilesCheck } from "./leftovers.ts";
import { permissionsCheck, queueCheck } from "./permissions.ts";
import { configCheck, settingsCheck } from "./settings.ts";
import { bunCheck, hookCheck } from "./versions.ts";
import { watchesCheck } from "./watches.ts";
import { doorbellCheck, heartbeatCheck, versionCheck, workerCheck } from "./worker.ts";
import { workerFiles } from "./worker-files.ts";

/** From the agent to the store; mended in this order too. */
const CHECKS: readonly Check[] = [
  bunCheck,
  versionCheck,
  hookCheck,
  settingsCheck,
  configCheck,
  queueCheck,
  permissionsCheck,
  gitCheck,
  fileSystemCheck,
  eventsCheck,
  watchesCheck,
  databaseCheck,
  deadWorkersCheck,
  workerCheck,
  heartbeatCheck,
  doorbellCheck,
  backlogCheck,
  deadLettersCheck,
  accountCheck,
  temporaryFilesCheck,
  diskCheck,
  clockCheck,
  hookLogCheck,
];

/** One line of the report. */
export interface Finding {
  readonly check: string;
  readonly level: Level;
  readonly found: string;
  /** What to run about it; null when there is no such command. */
  readonly run: string | null;
  /** What else there is to do or to know; null when there is nothing, or nobody knows. */
  readonly remedy: string | null;
  /** Whether `--fix` does it. */
  readonly isFixable: boolean;
}

/** What `--fix` did for one check. */
export interface Repair {
  readonly check: string;
  readonly isDone: boolean;
  /** What was done, or why it could not be. */
  readonly message: string;
}

/** What `hive doctor --json` prints, version 1. Ignore fields that you do not know. */
export interface Report {
  readonly version: 1;
  readonly hiveVersion: string;
  readonly project: string;
  readonly root: string;
  /** Whether there is no problem. There may be warnings. */
  readonly isHealthy: boolean;
  /** What `--fix` did; the findings are as they were after it. */
  readonly repairs: readonly Repair[];
  readonly findings: readonly Finding[];
}

export interface DoctorOptions {
  readonly place: Place;
  /** The `.hive-mind` directory. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  /** Whether what can be mended without losing anything is mended. @default false */
  readonly isFixing?: boolean;
}

/** Looks at every link of the chain. Without `isFixing` it leaves everything as it was. */
export async function runDoctor(options: DoctorOptions): Promise<Report> {
  let diagnoses = await examine(options);
  let repairs: Repair[] = [];
  if (options.isFixing === true) {
    repairs = await mendAll(diagnoses);
    diagnoses = await examine(options);
  }
  const findings = diagnoses.map(({ check, diagnosis: { level, found, run, remedy, mend } }) => ({
    check,
    level,
    found,
    run: run ?? null,
    remedy: remedy ?? null,
    isFixable: mend !== undefined,
  }));
  return {
    version: 1,
    hiveVersion: VERSION,
    project: options.place.project,
    root: options.root,
    isHealthy: findings.every(({ level }) => level !== "problem"),
    repairs,
    findings,
  };
}

interface Examined {
  readonly check: string;
  readonly diagnosis: Diagnosis;
}

async function examine({ place, root, env, nowMs }: DoctorOptions): Promise<Examined[]> {
  const paths = queuePaths(root);
  const examined: Examined[] = [];
  let health: StoreHealth | undefined;
  const storeHealth = (): StoreHealth => (health ??= readStoreHealth(root));
  for (const { name, needsQueue, run } of CHECKS) {
    if (needsQueue && !isQueueMade(paths)) continue;
    // Each check sees things as they are at its own time.
    const workers = workerFiles(paths);
    const subject: Subject = {
      place: { ...place, root },
      paths,
      env,
      nowMs: nowMs(),
      config: readConfigFiles(root, {}, env).config,
      workers,
      storeHealth,
    };
    examined.push({ check: name, diagnosis: await attempt(run, subject) });
  }
  return examined;
}

/** A check that cannot be made is a finding: what it cannot read, hive cannot read either. */
async function attempt(run: Check["run"], subject: Subject): Promise<Diagnosis> {
  try {
    return await run(subject);
  } catch (error) {
    const hint = error instanceof HiveError ? error.hint : undefined;
    return problem(`it could not be checked: ${errorMessage(error)}`, hint === undefined ? {} : { remedy: hint });
  }
}

async function mendAll(examined: readonly Examined[]): Promise<Repair[]> {
  const repairs: Repair[] = [];
  for (const { check, diagnosis } of examined) {
    if (diagnosis.mend === undefined) continue;
    try {
      repairs.push({ check, isDone: true, message: await diagnosis.mend() });
    } catch (error) {
      repairs.push({ check, isDone: false, message: errorMessage(error) });
    }
  }
  return repairs;
}
