import { runToEnd } from "../../../harness/run-program.ts";
import { summarize } from "../../../stats/estimate.ts";
import type { Found, Measure, MeasureContext } from "../measure.ts";
import type { WaitFound, WaitSpec } from "../programs/wait-for-each.ts";
import { freshState, type State } from "../state.ts";
import type { Tree } from "../trees.ts";
import { endsOf, program, startTreeWorker } from "../workers.ts";

const ENTRIES = 240;
const WARM_UP = 50;

/** Waits for each of a sequence of entries, beside a worker that runs. */
export async function waitForEach(
  tree: Tree,
  { root, env }: State,
  spec: Omit<WaitSpec, "tree" | "root">,
  { signal }: MeasureContext,
): Promise<WaitFound> {
  const given: WaitSpec = { tree: tree.path, root, ...spec };
  const command = [process.execPath, program("wait-for-each.ts"), JSON.stringify(given)];
  const { stdout } = await runToEnd(command, { signal, env, keepsOutput: true });
  return JSON.parse(stdout) as WaitFound;
}

/** @returns the time than which a fifth of the entries took less: a neighbour disturbed those least */
const fifth = (takenMs: readonly number[]): number =>
  takenMs.toSorted((a, b) => a - b)[Math.floor((takenMs.length - 1) / 5)]!;

/** Enqueue to committed and visible to a second connection, with a worker that was just started. */
export const latency: Measure = {
  name: "latency",
  figures: [
    "latency.p20",
    "latency.p50",
    "latency.p99",
    "latency.cpu",
    "latency.unseen",
    "latency.lost",
    "latency.duplicates",
  ],
  turns: 1,
  open: (tree) =>
    Promise.resolve({
      async take(context): Promise<Found> {
        using state = freshState();
        const spec = { entries: ENTRIES, warmUp: WARM_UP, pauseMs: 2, isRandom: true, isForeign: false, settleMs: 0 };
        let found: WaitFound;
        {
          await using worker = await startTreeWorker(tree, state);
          found = await waitForEach(tree, state, { ...spec, worker: worker.child.pid }, context);
        }
        const { takenMs, unseen, cpuMs } = found;
        // Some entries of a sequence that ended early were not enqueued, so its other figures mean nothing.
        if (unseen > 0) return { "latency.unseen": unseen };
        const { p50, p99 } = summarize(takenMs);
        const { lost, duplicates } = endsOf(state, ENTRIES + WARM_UP);
        const times = { "latency.p20": fifth(takenMs), "latency.p50": p50, "latency.p99": p99, "latency.cpu": cpuMs };
        return { ...times, "latency.unseen": unseen, "latency.lost": lost, "latency.duplicates": duplicates };
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
};
