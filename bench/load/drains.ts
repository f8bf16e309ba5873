import { tmpdir } from "node:os";
import { checkEndState } from "../harness/end-state.ts";
import type { Fault } from "../harness/faults.ts";
import type { WorkerSpec } from "../harness/modes.ts";
import { freshRoot, WORKER } from "../harness/rig.ts";
import { runToEnd } from "../harness/run-program.ts";
import { readWorkSpan } from "../harness/worker-log.ts";
import { isInMemory, MEMORY, memoryDirectory } from "../machine/memory-directory.ts";
import { fillInChild, type Mix } from "./backlog.ts";
import { drainBare } from "./programs/floor.ts";

/**
 * The place of a backlog's files: the file system of the temporary directory, just written; there, but written out to
 * disk first; or memory, where only hive and SQLite cost.
 */
export type Medium = "fresh" | "settled" | "tmpfs";

export interface Backlog {
  readonly medium: Medium;
  readonly mix: Mix;
  readonly entries: number;
}

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
  /** Peak memory of the worker in MiB; NaN if the system does not report it. */
  readonly memory: number;
}

/** Fills, drains and checks two equal backlogs, one after the other, each right after it was filled. */
export async function drainTwice(
  { medium, mix, entries }: Backlog,
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
    found.floor = (entries / (await drainBare(root, mix, signal))) * 1000;
  };
  for (const drain of isFloorFirst ? [byFloor, byWorker] : [byWorker, byFloor]) {
    using dir = freshRoot(medium === "tmpfs" ? MEMORY : tmpdir());
    const { root } = dir;
    await fillInChild(root, entries, mix, signal);
    if (medium === "settled") await runToEnd(["sync", "-f", root], { signal });
    await drain(root);
    checkEndState(root, entries, { areLogs: mix === "logs" });
  }
  return found;
}
