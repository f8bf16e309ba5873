import { runToEnd } from "../../../harness/run-program.ts";
import { summarize } from "../../../stats/estimate.ts";
import type { Found, Measure, MeasureContext } from "../measure.ts";
import type { WaitFound, WaitSpec } from "../programs/wait-for-each.ts";
import { freshState, type State } from "../state.ts";
import type { Tree } from "../trees.ts";
import { endsOf, program, startTreeWorker } from "../workers.ts";

const ENTRIES = 240;
/** A neighbour's burst is over within some of these. */
const BLOCK = 20;
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

/** @returns the median of that block of entries than which a quarter of the blocks were faster */
function leastDisturbed(takenMs: readonly number[]): number {
  const medians: number[] = [];
  for (let first = 0; first < takenMs.length; first += BLOCK) {
    medians.push(summarize(takenMs.slice(first, first + BLOCK)).p50);
  }
  return medians.toSorted((a, b) => a - b)[Math.floor((medians.length - 1) / 4)]!;
}

/** Enqueue to committed and visible to a second connection, with a worker that was just started. */
export const latency: Measure = {
  name: "latency",
  figures: ["latency.p50", "latency.p99", "latency.unseen", "latency.lost", "latency.duplicates"],
  turns: 1,
  statistic: "median",
  open: (tree) =>
    Promise.resolve({
      async take(context): Promise<Found> {
        using state = freshState();
        const spec = { entries: ENTRIES, warmUp: WARM_UP, pauseMs: 2, isRandom: true, isForeign: false, settleMs: 0 };
        let found: WaitFound;
        {
          await using _ = await startTreeWorker(tree, state);
          found = await waitForEach(tree, state, spec, context);
        }
        const { takenMs, unseen } = found;
        // Some entries of a sequence that ended early were not enqueued, so its other figures mean nothing.
        if (unseen > 0) return { "latency.unseen": unseen };
        const { p99 } = summarize(takenMs);
        const p50 = leastDisturbed(takenMs);
        const { lost, duplicates } = endsOf(state, ENTRIES + WARM_UP);
        const times = { "latency.p50": p50, "latency.p99": p99 };
        return { ...times, "latency.unseen": unseen, "latency.lost": lost, "latency.duplicates": duplicates };
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
};
