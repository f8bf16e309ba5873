import { tmpdir } from "node:os";
import { fillApart } from "./backlog.ts";
import { checkEndState } from "./end-state.ts";
import type { Fault } from "./faults.ts";
import type { WorkerSpec } from "./modes.ts";
import { isInMemory, MEMORY, memoryDirectory } from "./memory-directory.ts";
import { freshRoot, WORKER } from "./rig.ts";
import { runToEnd } from "./run-program.ts";
import { drainBare } from "./scenarios/floor.ts";
import { readWorkSpan } from "./worker-log.ts";

/**
 * Where a backlog lies: on the file system of the temporary directory as it was just written; there, but written out to
 * disk first; or in memory, where only hive and SQLite cost.
 */
export const PLACES = ["fresh", "settled", "tmpfs"] as const;
export type Place = (typeof PLACES)[number];

const MIN_FREE_BYTES = 4 * 1024 ** 3;

/** Whether backlogs can lie in memory, beside the temporary directory. */
export function hasTmpfs(): boolean {
  return !isInMemory(tmpdir()) && memoryDirectory(MIN_FREE_BYTES) !== null;
}

/** One backlog drained twice: by a worker and by the bare loop. */
export interface Drained {
  /** Entries per second of one worker. */
  readonly rate: number;
  /** Entries per second of the bare loop. */
  readonly floor: number;
  /** Peak memory of the worker in MiB; NaN where nobody tells. */
  readonly memory: number;
}

/** Fills, drains and checks two equal backlogs, one after the other, each right after it was filled. */
export async function drainTwice(
  place: Place,
  entries: number,
  isFloorFirst: boolean,
  { signal, fault = null }: { readonly signal: AbortSignal; readonly fault?: Fault | null | undefined },
): Promise<Drained> {
  const found = { rate: 0, floor: 0, memory: Number.NaN };
  const byWorker = async (root: string): Promise<void> => {
    const spec: WorkerSpec = { root, mode: "event+doorbell", fault, config: {}, isOnce: true };
    const command = [process.execPath, WORKER, JSON.stringify(spec)];
    const { peakMiB } = await runToEnd(command, { signal, watchesMemory: true });
    found.memory = peakMiB ?? Number.NaN;
    found.rate = (entries / readWorkSpan(root).ms) * 1000;
  };
  const byFloor = async (root: string): Promise<void> => {
    found.floor = (entries / (await drainBare(root, signal))) * 1000;
  };
  for (const drain of isFloorFirst ? [byFloor, byWorker] : [byWorker, byFloor]) {
    using dir = freshRoot(place === "tmpfs" ? MEMORY : tmpdir());
    const { root } = dir;
    await fillApart(root, entries, signal);
    if (place === "settled") await runToEnd(["sync", "-f", root], { signal });
    await drain(root);
    checkEndState(root, entries);
  }
  return found;
}
