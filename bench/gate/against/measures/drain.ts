import { cpSync } from "node:fs";
import { readWorkSpan } from "../../../harness/worker-log.ts";
import { type Found, kept, type Measure, type MeasureContext } from "../measure.ts";
import { freshState, type State } from "../state.ts";
import type { Tree } from "../trees.ts";
import { drain, fill } from "../workers.ts";

const SMALL = 400;
const LARGE = 2000;
/** The archive is filled beside the worker: it would take a core of two from it, and end when it may. */
const SETTINGS = { archive: "off" };

/** A backlog that each look drains a copy of: the key that proves its entries lies in the same home. */
interface Backlog {
  readonly entries: number;
  readonly filled: State;
}

/** @returns the time of a worker for each entry of a backlog, in µs; the start of its process is not in it */
async function costOf(tree: Tree, { entries, filled }: Backlog, context: MeasureContext): Promise<number> {
  using state = freshState();
  cpSync(filled.root, state.root, { recursive: true });
  await drain(tree, { ...state, env: { ...filled.env, HIVE_ROOT: state.root } }, context);
  const { ms, applied } = readWorkSpan(state.root);
  if (applied[0] !== entries) throw new Error(`of ${entries} observations ${applied[0]} were applied`);
  return (ms * 1000) / entries;
}

/** Draining observations of recorded calls, and how the cost of one grows with the backlog. */
export const draining: Measure = {
  name: "drain",
  figures: ["drain.cost", "drain.growth"],
  turns: 1,
  statistic: "median",
  async open(tree, context) {
    using stack = new DisposableStack();
    const [small, large] = [SMALL, LARGE].map((entries) => ({ entries, filled: stack.use(freshState(SETTINGS)) })) as [
      Backlog,
      Backlog,
    ];
    for (const { entries, filled } of [small, large]) await fill(tree, filled, entries, context);
    const take = async (given: MeasureContext): Promise<Found> => {
      const cost = await costOf(tree, large, given);
      return { "drain.cost": cost, "drain.growth": cost / (await costOf(tree, small, given)) };
    };
    return { take, ...kept(stack) };
  },
};
