/** A tree's own worker, as its command line starts it. */
import { join } from "node:path";
import { openDatabase } from "../../../tests/support/database.ts";
import { spawnWorker, type SpawnedWorker } from "../../harness/rig.ts";
import { runToEnd } from "../../harness/run-program.ts";
import type { MeasureContext } from "./measure.ts";
import type { State } from "./state.ts";
import type { Tree } from "./trees.ts";

export const mainOf = ({ path }: Tree): string => join(path, "src/cli/main.ts");
export const hookOf = ({ path }: Tree): string => join(path, "dist/hive-hook");

/** Starts a worker that waits for entries; it ends with the block. */
export async function startTreeWorker(tree: Tree, { root, env }: State): Promise<SpawnedWorker> {
  const command = [process.execPath, mainOf(tree), "worker", "--quiet", "--root", root];
  return await spawnWorker(command, root, { stdin: "ignore", env });
}

/** @param options of Bun, before the program. @default none */
export const drainCommand = (tree: Tree, { root }: State, ...options: readonly string[]): string[] => [
  process.execPath,
  ...options,
  mainOf(tree),
  "worker",
  "--once",
  "--quiet",
  "--root",
  root,
];

export async function drain(tree: Tree, state: State, { signal }: MeasureContext): Promise<void> {
  await runToEnd(drainCommand(tree, state), { signal, env: state.env });
}

export const program = (name: string): string => join(import.meta.dir, "programs", name);

/**
 * Fills the queue with observations of recorded calls.
 * @param sessions the number of sessions that all of them are of. @default those of a busy day
 */
export async function fill(
  tree: Tree,
  state: State,
  entries: number,
  { signal }: MeasureContext,
  sessions?: number,
): Promise<void> {
  const command = [process.execPath, program("fill.ts"), tree.path, state.root, String(entries)];
  if (sessions !== undefined) command.push(String(sessions));
  await runToEnd(command, { signal, env: state.env });
}

/** How the entries of a queue ended whose worker has ended. */
export interface Ends {
  readonly lost: number;
  readonly duplicates: number;
}

/** @param entries log rows that were enqueued, each with a message of its own */
export function endsOf({ root }: State, entries: number): Ends {
  using db = openDatabase(root, { readonly: true });
  const one = (sql: string): number => db.query<{ n: number }, []>(`SELECT ${sql}`).get()!.n;
  const distinct = one("count(DISTINCT message) AS n FROM session_logs");
  const rows = one("count(*) AS n FROM session_logs");
  const ledger = one("count(*) AS n FROM hive_ledger");
  return {
    lost: Math.max(0, entries - Math.min(distinct, ledger)),
    duplicates: rows - distinct + Math.max(0, ledger - entries),
  };
}
