import { Queue } from "../../src/queue/queue.ts";
import { endFigures } from "../figures/end-figures.ts";
import { checkEndState, type EndState } from "../harness/end-state.ts";
import { figureOf, seriesFigure } from "../figures/figures.ts";
import { isWoken } from "../harness/modes.ts";
import { Observer } from "../harness/observer.ts";
import { type ClosedLoop, closedLoop, type Load, type LoopSamples, openLoop, RATE_PER_SECOND } from "../load/loops.ts";
import { foreign, own, recorded } from "../load/producers.ts";
import {
  type Figure,
  intervalOf,
  type Mode,
  MODES,
  type ScenarioResult,
  type Series,
  type Size,
} from "../figures/result.ts";
import { freshRoot, startWorker } from "../harness/rig.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { estimateRatio } from "../stats/estimate.ts";
import { interleave } from "../harness/trials.ts";

/** The entries of a trial, without the warm-up. A polling mode takes its interval for each of a closed loop. */
interface Counts {
  readonly closed: Readonly<Record<Mode, number>>;
  readonly foreign: number;
  /** Log rows by hive's own enqueue; 0 leaves them out. */
  readonly logs: number;
  readonly open: number;
  readonly warmUp: number;
}

const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 3, full: 5 };
const COUNTS: Readonly<Record<Size, Counts>> = {
  smoke: {
    closed: { poll: 3, "pseudo-event": 2, event: 20, "event+doorbell": 20 },
    foreign: 10,
    logs: 10,
    open: 20,
    warmUp: 5,
  },
  quick: {
    closed: { poll: 15, "pseudo-event": 6, event: 300, "event+doorbell": 300 },
    foreign: 150,
    logs: 150,
    open: 150,
    warmUp: 100,
  },
  full: {
    closed: { poll: 60, "pseudo-event": 20, event: 1000, "event+doorbell": 1000 },
    foreign: 500,
    logs: 500,
    open: 800,
    warmUp: 200,
  },
};
/**
 * A round of the gate takes seconds, also with a worker that polls while it poses as one that is woken: each of its
 * entries takes 0.1 s.
 */
const GATE_COUNTS: Counts = {
  closed: { poll: 15, "pseudo-event": 6, event: 40, "event+doorbell": 40 },
  foreign: 20,
  logs: 0,
  open: 50,
  warmUp: 20,
};
/** Keeps the entries of a woken mode from coming in step with what the worker does by the clock. */
const WOKEN_PAUSE_MS = 2;

interface Samples extends LoopSamples {
  readonly end: EndState;
}

/** One worker and one queue for one load, looked at from outside. */
async function measure(
  { fault, intervalsMs, signal }: ScenarioContext,
  mode: Mode,
  load: Load,
  areLogs: boolean,
): Promise<Samples> {
  using dir = freshRoot();
  await using worker = await startWorker(dir.root, mode, { fault, intervalsMs });
  using observer = new Observer(dir.root, worker);
  const { entries, ...samples } = await load({ queue: new Queue(dir.root), observer, signal });
  await worker.stop();
  return { ...samples, end: checkEndState(dir.root, entries, { areLogs }) };
}

interface LoadPlan {
  readonly id: string;
  readonly label: string;
  /** Whether the entries are log rows, and not what hooks write. @default false */
  readonly areLogs?: boolean;
  readonly modes: readonly Mode[];
  readonly load: (mode: Mode) => Load;
}

function loads(counts: Counts, { modes, intervalsMs }: ScenarioContext): readonly LoadPlan[] {
  const pauseMs = (mode: Mode): number => intervalOf(mode, intervalsMs) ?? WOKEN_PAUSE_MS;
  const closed = (produce: ClosedLoop["produce"], mode: Mode, entries: number): Load =>
    closedLoop({ produce, pauseMs: pauseMs(mode), entries, warmUp: isWoken(mode) ? counts.warmUp : 1 });
  return [
    {
      id: "latency",
      label: "",
      modes,
      load: (mode) => closed(recorded, mode, counts.closed[mode]),
    },
    {
      id: "latency.foreign",
      label: ", a foreign mv",
      areLogs: true,
      modes: modes.filter(isWoken),
      load: (mode) => closed(() => foreign, mode, counts.foreign),
    },
    {
      id: "latency.log",
      label: ", a log row",
      areLogs: true,
      modes: counts.logs === 0 ? [] : modes.filter(isWoken),
      load: (mode) => closed(() => own, mode, counts.logs),
    },
    { id: "latency.open", label: `, open loop at ${RATE_PER_SECOND}/s`, modes, load: () => openLoop(counts.open) },
  ];
}

/** Enqueue to committed and visible to a second connection, and enqueue to file gone, by mode. */
async function run(context: ScenarioContext, counts = COUNTS[context.size]): Promise<ScenarioResult> {
  const plans = loads(counts, context).flatMap(({ modes, load, areLogs = false, ...plan }) =>
    modes.map((mode) => ({
      ...plan,
      mode,
      name: `${plan.id} ${mode}`,
      load: () => measure(context, mode, load(mode), areLogs),
    })),
  );
  const results = await interleave(context, {
    name: "latency",
    cases: plans.map(({ name }) => name),
    trials: context.trials ?? TRIALS[context.size],
    measure: (name) => plans.find((plan) => plan.name === name)!.load(),
  });
  const series = plans.flatMap(({ id, label, mode, name }): Series[] => {
    const found = results.get(name)!;
    const common = { mode, unit: "ms" };
    return [
      {
        id: `${id}.committed`,
        label: `enqueue to committed${label}`,
        ...common,
        trials: found.map((r) => r.committed),
      },
      { id: `${id}.gone`, label: `enqueue to file gone${label}`, ...common, trials: found.map((r) => r.gone) },
    ];
  });
  const ends = [...results.values()].flatMap((found) => found.map(({ end }) => end));
  return {
    scenario: "latency",
    title: `latency: enqueue to committed and visible to a second connection, and to file gone; what the hook writes of recorded calls; ${counts.warmUp} entries of warm-up; before each entry of a closed loop a random pause, of up to ${WOKEN_PAUSE_MS} ms in a woken mode and of up to the interval, evenly spread, in a polling mode`,
    durability: "process",
    series,
    figures: [...figures(series), ...endFigures("latency", ends)],
    notes: [
      "An entry is what the hook makes of a recorded call of Claude Code: read, redacted and clipped by the hook's own code before the clock starts. A log row is the cheapest entry: one row and its ledger row.",
      "Without the random pause the entries of a closed loop would come right after a poll and always wait for the whole interval.",
      "The observer naps between two looks, for 0.02 ms and after 5 ms of waiting for 1 ms, so that it leaves the worker a core; a sample is at most that much too long.",
      `Open loop: measured from the time at which an entry was due, at ${RATE_PER_SECOND} entries/s, so that a stall counts for all that came meanwhile.`,
    ],
  };
}

function figures(series: readonly Series[]): Figure[] {
  const of = (id: string, mode: Mode): Series | undefined => series.find((one) => one.id === id && one.mode === mode);
  const found: Figure[] = [];
  const fast = of("latency.committed", "event+doorbell");
  for (const one of series.filter(({ id }) => id === "latency.committed")) {
    const isFast = one === fast;
    const named = (name: "p50" | "p99") => ({ id: `${one.id}.${name}`, label: `${one.label}, ${name}` });
    found.push(seriesFigure(one, "p50", { ...named("p50"), ...(isFast ? { budget: { most: 0.6 } } : {}) }));
    if (isWoken(one.mode!)) {
      found.push(seriesFigure(one, "p99", { ...named("p99"), ...(isFast ? { budget: { most: 3 } } : {}) }));
    }
  }
  for (const one of series.filter(({ id }) => id === "latency.foreign.committed")) {
    const budget = { most: 2.5 };
    found.push(seriesFigure(one, "p50", { id: `${one.id}.p50`, label: `${one.label}, p50`, budget }));
  }
  for (const slow of MODES.filter((mode) => !isWoken(mode))) {
    const one = of("latency.committed", slow);
    if (one === undefined || fast === undefined) continue;
    const names = { id: `latency.${slow}-over-event.p50`, label: `${slow} / event+doorbell, p50`, unit: "×" };
    const budget = slow === "poll" ? { budget: { least: 100 } } : {};
    found.push(figureOf({ ...names, ...budget }, estimateRatio(one.trials, fast.trials, "p50"), one.trials));
  }
  return found;
}

export const latency: Scenario = {
  name: "latency",
  summary:
    "enqueue to committed, and to file gone, by mode: closed and open loop, hive's enqueue of tool calls and of log rows, and a foreign mv",
  run,
};

/** The same measurement in fewer entries, to be repeated in many rounds. */
export const gateLatency: Scenario = { ...latency, run: (context) => run(context, GATE_COUNTS) };
