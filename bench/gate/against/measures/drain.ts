import { cpSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runToEnd } from "../../../harness/run-program.ts";
import { readWorkSpan } from "../../../harness/worker-log.ts";
import { type Found, kept, type Measure, type MeasureContext } from "../measure.ts";
import type { WorkTimes } from "../programs/time-work.ts";
import { freshState, type State } from "../state.ts";
import type { Tree } from "../trees.ts";
import { drainCommand, fill, program } from "../workers.ts";

const ENTRIES = 2000;
const LARGE = 1600;
const SMALL = 400;
/** A cost that grows within a session shows in long ones. */
const LONG_SESSIONS = 2;
/** The archive is filled beside the worker: it would take a core of two from it, and end when it may. */
const SETTINGS = { archive: "off" };

/** A backlog that each look drains a copy of: the key that proves its entries lies in the same home. */
interface Backlog {
  readonly entries: number;
  readonly filled: State;
}

async function backlogOf(
  tree: Tree,
  stack: DisposableStack,
  context: MeasureContext,
  entries: number,
  sessions?: number,
): Promise<Backlog> {
  const filled = stack.use(freshState(SETTINGS));
  await fill(tree, filled, entries, context, sessions);
  return { entries, filled };
}

/** Drains a copy of a backlog. @returns the worker's time for each entry, in µs; the start of its process is not in it */
async function costOf(tree: Tree, { entries, filled }: Backlog, { signal }: MeasureContext): Promise<WorkTimes> {
  using state = freshState();
  cpSync(filled.root, state.root, { recursive: true });
  const times = join(dirname(state.root), "times");
  const command = drainCommand(tree, state, "--preload", program("time-work.ts"));
  await runToEnd(command, { signal, env: { ...filled.env, HIVE_ROOT: state.root, HIVE_TIMES: times } });
  const { applied } = readWorkSpan(state.root);
  if (applied[0] !== entries) throw new Error(`of ${entries} observations ${applied[0]} were applied`);
  const { ms, cpuMs } = JSON.parse(readFileSync(times, "utf8")) as WorkTimes;
  return { ms: (ms * 1000) / entries, cpuMs: (cpuMs * 1000) / entries };
}

/** Draining observations of recorded calls, of ten sessions that work at the same time. */
export const draining: Measure = {
  name: "drain",
  figures: ["drain.cost", "drain.cpu"],
  turns: 1,
  async open(tree, context) {
    using stack = new DisposableStack();
    const backlog = await backlogOf(tree, stack, context, ENTRIES);
    const take = async (given: MeasureContext): Promise<Found> => {
      const { ms, cpuMs } = await costOf(tree, backlog, given);
      return { "drain.cost": ms, "drain.cpu": cpuMs };
    };
    return { take, ...kept(stack) };
  },
};

/** How the CPU time of an observation grows with the backlog and with the length of its session. */
export const growth: Measure = {
  name: "growth",
  figures: ["drain.growth"],
  turns: 1,
  async open(tree, context) {
    using stack = new DisposableStack();
    const small = await backlogOf(tree, stack, context, SMALL, LONG_SESSIONS);
    const large = await backlogOf(tree, stack, context, LARGE, LONG_SESSIONS);
    const take = async (given: MeasureContext): Promise<Found> => {
      const cost = await costOf(tree, large, given);
      return { "drain.growth": cost.cpuMs / (await costOf(tree, small, given)).cpuMs };
    };
    return { take, ...kept(stack) };
  },
};
