import { systemClock } from "../../base/clock.ts";
import { endRunning } from "../../platform/process/run-within.ts";
import { type Wanted, WantedTaker } from "../../snapshots/take-wanted.ts";
import type { MakeResident } from "./resident-child.ts";

const SWEEP_DELAY_MS = 1000;

/** The process that takes snapshots. A request is a list of {@link Wanted}, the answer the files that were found. */
export const makeSnapshots: MakeResident = ({ root, signal }) => {
  const taker = new WantedTaker({ root, nowMs: () => systemClock.nowMs() });
  // @mutant a git that looks for a snapshot ends with the worker
  signal.addEventListener("abort", () => endRunning(true));
  let last: Promise<unknown> = Promise.resolve();
  // One task after the other. The next answer reports a failed sweep.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    answer: async (message) => {
      const found = await inTurn(() => taker.take(message as readonly Wanted[]));
      // After the answer: nobody waits for it.
      setTimeout(() => {
        if (!signal.aborted) void inTurn(() => taker.sweep()).catch(() => undefined);
      }, SWEEP_DELAY_MS).unref();
      return found;
    },
    close: () => taker.close(),
  };
};
