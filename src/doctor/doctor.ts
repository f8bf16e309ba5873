import { errorMessage } from "../base/errors.ts";
import { VERSION } from "../base/version.ts";
import type { ProjectPaths } from "../install/paths.ts";
import { readConfigFiles } from "../origin/config-files.ts";
import { ProjectView } from "./project-view.ts";
import { type Examined, examine, type Finding, isHealthy } from "./registry.ts";

/** The result of `--fix` for one check. */
export interface Repair {
  readonly code: string;
  readonly isDone: boolean;
  /** The change, or the reason why it failed. */
  readonly message: string;
}

/** The output of `hive doctor --json`, version 2. Ignore fields that you do not know. */
export interface DoctorReport {
  readonly version: 2;
  readonly hiveVersion: string;
  readonly project: string;
  readonly root: string;
  /** True without a problem. There may be warnings. */
  readonly isHealthy: boolean;
  /** The results of `--fix`; the findings are those after it. */
  readonly repairs: readonly Repair[];
  readonly findings: readonly Finding[];
}

export interface DoctorOptions {
  readonly project: ProjectPaths;
  /** The `.hive-mind` directory. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The directory that the doctor was called in. @default the project */
  readonly cwd?: string;
  readonly nowMs: () => number;
  /** True to fix everything that needs no loss of data. @default false */
  readonly isFixing?: boolean;
}

/** Looks at every link of the chain. Without `isFixing` it changes nothing. */
export async function runDoctor(options: DoctorOptions): Promise<DoctorReport> {
  let examined = await look(options);
  const repairs = options.isFixing === true ? await fixAll(examined) : [];
  if (options.isFixing === true) examined = await look(options);
  const findings = examined.map(({ finding }) => finding);
  return {
    version: 2,
    hiveVersion: VERSION,
    project: options.project.project,
    root: options.root,
    isHealthy: isHealthy(findings),
    repairs,
    findings,
  };
}

function look({ project, root, env, cwd, nowMs }: DoctorOptions): Promise<Examined[]> {
  const { config } = readConfigFiles(root, {}, env);
  const view = new ProjectView({ root, project, config, nowMs: nowMs(), env, cwd, isDeep: true });
  return examine(view, ["fast", "install", "deep"]);
}

async function fixAll(examined: readonly Examined[]): Promise<Repair[]> {
  const repairs: Repair[] = [];
  for (const { finding, fix } of examined) {
    if (fix === undefined) continue;
    try {
      repairs.push({ code: finding.code, isDone: true, message: await fix() });
    } catch (error) {
      repairs.push({ code: finding.code, isDone: false, message: errorMessage(error) });
    }
  }
  return repairs;
}
