import { mkdirSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { type QueuePaths, queuePaths } from "../src/queue/layout.ts";
import { readHeartbeat } from "../src/worker/heartbeat.ts";
import { MAIN, TOP } from "./rig.ts";
import { canLimitWatches, raiseWatchLimit, workerWithoutWatches } from "./watch-limit.ts";

/** A worker that a fault is about to meet, ended at the end of the block. */
export interface FaultyWorker extends AsyncDisposable {
  /** Brings the fault about. */
  readonly fail: () => Promise<void> | void;
  /** Ends a fault that the worker cannot mend by itself; null where it can. */
  readonly heal: (() => Promise<void> | void) | null;
}

export interface Fault {
  /** Part of the ids of its figures. */
  readonly id: string;
  readonly label: string;
  readonly start: (root: string, signal: AbortSignal) => Promise<FaultyWorker>;
}

/** Starts a worker's process and waits for its first heartbeat. */
async function spawnWorker(command: readonly string[], root: string, signal: AbortSignal) {
  const onMessage = { current: (): void => undefined };
  const isFailing = command.includes(FAILING);
  const child = Bun.spawn([...command], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
    signal,
    ...(isFailing ? { ipc: () => onMessage.current() } : {}),
  });
  const end = async (): Promise<void> => {
    child.kill("SIGTERM");
    await child.exited;
  };
  while (readHeartbeat(queuePaths(root)) === null) {
    if (signal.aborted) await end();
    signal.throwIfAborted();
    if (child.exitCode !== null) throw new Error(`the worker ended with ${child.exitCode}`);
    await Bun.sleep(5);
  }
  return {
    pid: child.pid,
    /** Orders a failing worker, and waits until it says that it is so. */
    async order(text: "fail" | "heal"): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      onMessage.current = resolve;
      child.send(text);
      await promise;
    },
    [Symbol.asyncDispose]: end,
  };
}

const FAILING = `${TOP}/bench/fault-worker.ts`;

/** A fault of the files, under a worker as users run it. */
function ofFiles(id: string, label: string, fail: (paths: QueuePaths) => void): Fault {
  return {
    id,
    label,
    async start(root, signal) {
      const worker = await spawnWorker([process.execPath, MAIN, "worker", "--quiet", "--root", root], root, signal);
      const dispose = (): Promise<void> => worker[Symbol.asyncDispose]();
      return { fail: () => fail(queuePaths(root)), heal: null, [Symbol.asyncDispose]: dispose };
    },
  };
}

/** A watcher that fails on order. */
function ofWatcher(id: string, label: string, kind: "silent" | "dead" | "no-space"): Fault {
  return {
    id,
    label,
    async start(root, signal) {
      const worker = await spawnWorker([process.execPath, FAILING, root, kind], root, signal);
      const dispose = (): Promise<void> => worker[Symbol.asyncDispose]();
      const heal = kind === "silent" ? null : (): Promise<void> => worker.order("heal");
      return { fail: () => worker.order("fail"), heal, [Symbol.asyncDispose]: dispose };
    },
  };
}

const LIMIT = { id: "watch-limit", label: "the limit of watches is reached" } as const;

const ofLimit: Fault = {
  ...LIMIT,
  async start(root, signal) {
    const worker = await spawnWorker(workerWithoutWatches(root), root, signal);
    const dispose = (): Promise<void> => worker[Symbol.asyncDispose]();
    // It is there from the start.
    return { fail: () => undefined, heal: () => raiseWatchLimit(worker.pid), [Symbol.asyncDispose]: dispose };
  },
};

/** Every fault. @returns also whether the limit of watches is the kernel's own, or one that is made believe */
export function listFaults(): { readonly faults: readonly Fault[]; readonly isRealLimit: boolean } {
  const isRealLimit = canLimitWatches();
  const faults = [
    ofFiles("pending-replaced", "pending/ is renamed away and made anew", ({ pending, queue }) => {
      renameSync(pending, `${queue}/pending-old`);
      // The worker may have been quicker.
      mkdirSync(pending, { recursive: true, mode: 0o700 });
    }),
    ofFiles("doorbell-deleted", "the doorbell is deleted", ({ doorbell }) => unlinkSync(doorbell)),
    ofFiles("doorbell-file", "the doorbell is replaced by a regular file", ({ doorbell }) => {
      rmSync(doorbell);
      writeFileSync(doorbell, "");
    }),
    ofWatcher("watcher-silent", "the watcher goes silent, and a new one works", "silent"),
    ofWatcher("watcher-dead", "the watcher goes silent, and each new one too", "dead"),
    isRealLimit ? ofLimit : ofWatcher(LIMIT.id, LIMIT.label, "no-space"),
  ];
  return { faults, isRealLimit };
}
