import { mkdirSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { type QueuePaths, queuePaths } from "../../src/queue/layout.ts";
import { MAIN, spawnWorker, TOP } from "../harness/rig.ts";
import { canLimitWatches, raiseWatchLimit, workerWithoutWatches } from "./watch-limit.ts";

/** A worker that a failure is about to meet, ended at the end of the block. */
export interface FailingWorker extends AsyncDisposable {
  /** Brings the failure about. */
  readonly fail: () => Promise<void> | void;
  /** Ends a failure that the worker cannot fix; null for one that it can fix. */
  readonly recover: (() => Promise<void> | void) | null;
}

export interface WakeFailure {
  /** Part of the ids of its figures. */
  readonly id: string;
  readonly label: string;
  readonly start: (root: string, signal: AbortSignal) => Promise<FailingWorker>;
}

const FAILING = `${TOP}/bench/failures/failing-worker.ts`;

/** A failure of the files, under a worker as users run it. */
function ofFiles(id: string, label: string, fail: (paths: QueuePaths) => void): WakeFailure {
  return {
    id,
    label,
    async start(root, signal) {
      const command = [process.execPath, MAIN, "worker", "--quiet", "--root", root];
      const worker = await spawnWorker(command, root, { stdin: "ignore", signal });
      return { ...worker, fail: () => fail(queuePaths(root)), recover: null };
    },
  };
}

/** A watcher that fails on order. */
function ofWatcher(id: string, label: string, kind: "silent" | "dead" | "no-space"): WakeFailure {
  return {
    id,
    label,
    async start(root, signal) {
      let onAnswer: (() => void) | undefined;
      const ipc = (): void => onAnswer?.();
      const worker = await spawnWorker([process.execPath, FAILING, root, kind], root, { stdin: "ignore", signal, ipc });
      /** Waits until it says that it is so. */
      const order = async (text: "fail" | "recover"): Promise<void> => {
        const { promise, resolve } = Promise.withResolvers<void>();
        onAnswer = resolve;
        worker.child.send(text);
        await promise;
      };
      return {
        ...worker,
        fail: () => order("fail"),
        recover: kind === "silent" ? null : () => order("recover"),
      };
    },
  };
}

const LIMIT = { id: "watch-limit", label: "the limit of watches is reached" } as const;

const ofLimit: WakeFailure = {
  ...LIMIT,
  async start(root, signal) {
    const worker = await spawnWorker(workerWithoutWatches(root), root, { stdin: "ignore", signal });
    // It is there from the start.
    return { ...worker, fail: () => undefined, recover: () => raiseWatchLimit(worker.child.pid) };
  },
};

/** Every failure. @returns also whether the limit of watches is the kernel's own, or a simulated one */
export function listFailures(): { readonly failures: readonly WakeFailure[]; readonly isRealLimit: boolean } {
  const isRealLimit = canLimitWatches();
  const failures = [
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
  return { failures, isRealLimit };
}
