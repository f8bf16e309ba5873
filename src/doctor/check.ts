import type { ProjectView } from "./project-view.ts";

/** `warning`: hive saves everything, but something needs attention. `problem`: it does not, or may lose data. */
export type Level = "ok" | "warning" | "problem";

/**
 * `fast`: the state of a running system, for `hive status`. `install`: the installation, for `hive setup --check`.
 * `deep`: checks that need a probe, another process or a walk over all files. `hive doctor` runs all three groups.
 */
export type CheckGroup = "fast" | "install" | "deep";

/** The result of one check, with its fix. */
export interface CheckResult {
  readonly level: Level;
  /** The finding, in one sentence. */
  readonly found: string;
  /** A command to run, ready to paste into a shell. */
  readonly run?: string;
  /** The advice if no command will do; beside a command, further information. */
  readonly advice?: string;
  /** The action of `--fix`, only if it loses nothing. @returns the done change, in one sentence */
  readonly fix?: () => string | Promise<string>;
}

/** One link of the chain from the agent to the store. */
export interface HealthCheck {
  /** The check's name in printed text and in JSON; it stays the same from version to version. */
  readonly code: string;
  readonly groups: readonly CheckGroup[];
  /** The precondition: a queue that was made, a project whose agents call hive, or nothing. */
  readonly needs: "queue" | "project" | "nothing";
  readonly run: (view: ProjectView) => CheckResult | Promise<CheckResult>;
}

/** The command that fixes everything that needs no loss of data. */
export const FIX = "hive doctor --fix";

type Fix = Pick<CheckResult, "run" | "advice" | "fix">;

export const ok = (found: string): CheckResult => ({ level: "ok", found });
export const warning = (found: string, fix: Fix = {}): CheckResult => ({ level: "warning", found, ...fix });
export const problem = (found: string, fix: Fix = {}): CheckResult => ({ level: "problem", found, ...fix });

/** Several faults of one link as one result: as bad as the worst, with the fixes of all. */
export function together(faults: readonly CheckResult[], whenNone: string): CheckResult {
  if (faults.length === 0) return ok(whenNone);
  const runs = new Set(faults.flatMap(({ run }) => run ?? []));
  const advice = new Set(faults.flatMap((fault) => fault.advice ?? []));
  const fixes = faults.flatMap(({ fix }) => fix ?? []);
  return {
    level: faults.some(({ level }) => level === "problem") ? "problem" : "warning",
    found: faults.map(({ found }) => found).join("; "),
    ...(runs.size > 0 ? { run: [...runs].join("; ") } : {}),
    ...(advice.size > 0 ? { advice: [...advice].join("; ") } : {}),
    ...(fixes.length > 0 ? { fix: () => fixAll(fixes) } : {}),
  };
}

async function fixAll(fixes: ReadonlyArray<NonNullable<CheckResult["fix"]>>): Promise<string> {
  const done: string[] = [];
  for (const fix of fixes) done.push(await fix());
  return done.join("; ");
}
