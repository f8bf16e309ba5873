import type { Config } from "../base/config.ts";
import type { QueuePaths } from "../queue/layout.ts";
import type { Place } from "../install/place.ts";
import type { StoreHealth } from "../store/health.ts";
import type { WorkerFiles } from "./worker-files.ts";

/** `warning`: hive saves what it is given, and something is not as it should be. `problem`: it does not, or may lose it. */
export type Level = "ok" | "warning" | "problem";

/** What one check found. */
export interface Diagnosis {
  readonly level: Level;
  /** What was found, in one sentence. */
  readonly found: string;
  /** What to run about it: it does so as it is when it is pasted into a shell. */
  readonly run?: string;
  /** What to do where no command will do; beside one, what there is to know of it. */
  readonly remedy?: string;
  /** Puts it right, where that loses nothing. @returns what was done, in one sentence */
  readonly mend?: () => string | Promise<string>;
}

/** What is examined: a project, its state directory, and what is known of both before any check. */
export interface Subject {
  readonly place: Place;
  readonly paths: QueuePaths;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: number;
  /** The defaults where `config.json` cannot be read. */
  readonly config: Config;
  readonly workers: readonly WorkerFiles[];
  /** Reads the whole database when it is first asked for, and no second time. */
  readonly storeHealth: () => StoreHealth;
}

/** One link of the chain from the agent to the store. */
export interface Check {
  readonly name: string;
  /** Whether it is about what a queue holds, and so says nothing where none has been made. */
  readonly needsQueue: boolean;
  readonly run: (subject: Subject) => Diagnosis | Promise<Diagnosis>;
}

export const ok = (found: string): Diagnosis => ({ level: "ok", found });

/** Mends what loses nothing. */
export const FIX = "hive doctor --fix";

type Remedy = Pick<Diagnosis, "run" | "remedy" | "mend">;

export const warning = (found: string, remedy: Remedy = {}): Diagnosis => ({ level: "warning", found, ...remedy });
export const problem = (found: string, remedy: Remedy = {}): Diagnosis => ({ level: "problem", found, ...remedy });

/** Several faults of one link as one diagnosis: as bad as the worst, mended as far as they can be. */
export function together(faults: readonly Diagnosis[], whenNone: string): Diagnosis {
  if (faults.length === 0) return ok(whenNone);
  const runs = new Set(faults.flatMap(({ run }) => run ?? []));
  const remedies = new Set(faults.flatMap(({ remedy }) => remedy ?? []));
  const mends = faults.flatMap(({ mend }) => (mend === undefined ? [] : [mend]));
  return {
    level: faults.some(({ level }) => level === "problem") ? "problem" : "warning",
    found: faults.map(({ found }) => found).join("; "),
    ...(runs.size > 0 ? { run: [...runs].join("; ") } : {}),
    ...(remedies.size > 0 ? { remedy: [...remedies].join("; ") } : {}),
    ...(mends.length > 0 ? { mend: () => mendAll(mends) } : {}),
  };
}

async function mendAll(mends: ReadonlyArray<NonNullable<Diagnosis["mend"]>>): Promise<string> {
  const done: string[] = [];
  for (const mend of mends) done.push(await mend());
  return done.join("; ");
}
