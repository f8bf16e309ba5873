import { readUsage, usedBetween } from "../../../machine/usage.ts";
import { pause } from "../../../harness/trials.ts";
import { freshState } from "../state.ts";
import type { Found, Measure, MeasureContext } from "../measure.ts";
import { startTreeWorker } from "../workers.ts";
import { waitForEach } from "./latency.ts";

const ONE = { entries: 1, warmUp: 0, pauseMs: 0, isRandom: false, isForeign: false, settleMs: 0 };

const SETTLE_MS = 1000;
/** The rest of a round is usually longer. */
const LEAST_SLICE_MS = 2000;

/** CPU time and wakeups of a worker that has nothing to do, over the time in which all else is measured. */
export const idle: Measure = {
  name: "idle",
  figures: ["idle.cpu", "idle.wakeups"],
  turns: 1,
  async open(tree, context) {
    await using stack = new AsyncDisposableStack();
    const state = stack.use(freshState());
    const worker = stack.use(await startTreeWorker(tree, state));
    // A worker that has worked once is the one that idles in practice.
    await waitForEach(tree, state, ONE, context);
    const look = () => ({ usage: readUsage(worker.child.pid), atMs: performance.now() });
    await pause(SETTLE_MS, context.signal);
    let before = look();
    const take = async ({ signal }: MeasureContext): Promise<Found> => {
      await pause(Math.max(0, before.atMs + LEAST_SLICE_MS - performance.now()), signal);
      const now = look();
      const { cpuMs, wakeups } = usedBetween(before.usage, now.usage);
      const ms = now.atMs - before.atMs;
      before = now;
      return { "idle.cpu": (cpuMs / ms) * 100, "idle.wakeups": ((wakeups ?? 0) / ms) * 1000 };
    };
    const held = stack.move();
    return { take, [Symbol.asyncDispose]: () => held.disposeAsync() };
  },
};
