import { Queue } from "../../src/queue/queue.ts";
import { endFigures } from "../end-figures.ts";
import { checkEndState, type EndState } from "../end-state.ts";
import { figureOf, seriesFigure } from "../figures.ts";
import { INTERVAL_MS, isWoken } from "../modes.ts";
import { nap, Observer } from "../observer.ts";
import { foreign, own, type Producer } from "../producers.ts";
import { type Figure, type Mode, MODES, type ScenarioResult, type Series, type Size } from "../results.ts";
import { freshRoot, startWorker } from "../rig.ts";
import type { Scenario, ScenarioContext } from "../scenario.ts";
import { estimateRatio } from "../stats.ts";
import { interleave } from "../trials.ts";

/** How many entries a trial takes, those of the warm-up not counted. A polling mode takes its interval for each of a closed loop. */
interface Counts {
  readonly closed: Readonly<Record<Mode, number>>;
  readonly foreign: number;
  readonly open: number;
  readonly warmUp: number;
}

const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 3, full: 5 };
const COUNTS: Readonly<Record<Size, Counts>> = {
  smoke: {
    closed: { poll: 3, "pseudo-event": 2, event: 20, "event+doorbell": 20 },
    foreign: 10,
    open: 20,
    warmUp: 5,
  },
  quick: {
    closed: { poll: 15, "pseudo-event": 6, event: 300, "event+doorbell": 300 },
    foreign: 150,
    open: 150,
    warmUp: 100,
  },
  full: {
    closed: { poll: 60, "pseudo-event": 20, event: 1000, "event+doorbell": 1000 },
    foreign: 500,
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
  open: 50,
  warmUp: 20,
};
/** Open loop: entries arrive at this rate, whether or not the last one has been applied. */
const RATE_PER_SECOND = 200;
/** Keeps the entries of a woken mode from coming in step with what the worker does by the clock. */
const WOKEN_PAUSE_MS = 2;

/** Nearer than this to what it waits for, the open loop naps and does not sleep: a sleep ends up to 1 ms late. */
const CLOSE_MS = 2;

/** Milliseconds, from one producer in one trial. */
interface Samples {
  readonly committed: readonly number[];
  readonly gone: readonly number[];
  readonly end: EndState;
}

interface Desk {
  readonly queue: Queue;
  readonly observer: Observer;
  readonly signal: AbortSignal;
}

/** @returns its samples, and how many entries it enqueued */
type Load = (desk: Desk) => Promise<Omit<Samples, "end"> & { readonly entries: number }>;

/** One worker and one queue for one load, looked at from outside. */
async function measure({ fault, signal }: ScenarioContext, mode: Mode, load: Load): Promise<Samples> {
  using dir = freshRoot();
  await using worker = await startWorker(dir.root, mode, { fault });
  using observer = new Observer(dir.root, worker);
  const { entries, ...samples } = await load({ queue: new Queue(dir.root), observer, signal });
  await worker.stop();
  return { ...samples, end: checkEndState(dir.root, entries) };
}

/** Spread evenly over the interval and in random order, so that few entries meet a polling worker in all its phases. */
function randomPauses(n: number, intervalMs: number): number[] {
  const pauses = Array.from({ length: n }, (_, index) => ((index + Math.random()) / n) * intervalMs);
  return pauses
    .map((pause) => ({ pause, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ pause }) => pause);
}

/** One entry at a time, the next a while after the last one is gone. */
const closedLoop =
  (mode: Mode, produce: Producer, entries: number, warmUp: number): Load =>
  async ({ queue, observer, signal }) => {
    const samples = { committed: [] as number[], gone: [] as number[], entries: warmUp + entries };
    const pausesMs = randomPauses(samples.entries, INTERVAL_MS[mode] ?? WOKEN_PAUSE_MS);
    for (let index = 0; index < samples.entries; index += 1) {
      await Bun.sleep(pausesMs[index]!);
      const startedMs = performance.now();
      const name = produce(queue, index);
      await observer.until(() => observer.applied > index, signal);
      const committedMs = performance.now() - startedMs;
      await observer.until(() => observer.isGone(name), signal);
      if (index < warmUp) continue;
      samples.committed.push(committedMs);
      samples.gone.push(performance.now() - startedMs);
    }
    return samples;
  };

/** At a fixed rate, from the time at which an entry was due: a stall counts for all that came meanwhile. */
const openLoop =
  (entries: number): Load =>
  async ({ queue, observer, signal }) => {
    const samples = { committed: [] as number[], gone: [] as number[], entries };
    const names: string[] = [];
    const firstMs = performance.now();
    const dueMs = (index: number): number => firstMs + (index * 1000) / RATE_PER_SECOND;
    const sinceDueMs = (index: number): number => performance.now() - dueMs(index);
    while (samples.gone.length < entries) {
      if (names.length < entries && sinceDueMs(names.length) >= 0) {
        names.push(own(queue, names.length));
        // Lets a signal in.
        await new Promise<void>((resolve) => setImmediate(resolve));
        observer.assertWithin(sinceDueMs(samples.gone.length), signal);
      }
      const { applied } = observer;
      while (samples.committed.length < applied) samples.committed.push(sinceDueMs(samples.committed.length));
      // Entries go in the order in which they came.
      while (samples.gone.length < applied && observer.isGone(names[samples.gone.length]!)) {
        samples.gone.push(sinceDueMs(samples.gone.length));
      }
      const waitedMs = sinceDueMs(samples.gone.length);
      if (names.length === entries) observer.assertWithin(waitedMs, signal);
      const isNextClose = names.length < entries && sinceDueMs(names.length) > -CLOSE_MS;
      const isEndClose = names.length > samples.gone.length && waitedMs < 2 * CLOSE_MS;
      if (isNextClose || isEndClose) nap();
      else await Bun.sleep(1);
    }
    return samples;
  };

interface LoadPlan {
  readonly id: string;
  readonly label: string;
  readonly modes: readonly Mode[];
  readonly load: (mode: Mode) => Load;
}

function loads(counts: Counts, modes: readonly Mode[]): readonly LoadPlan[] {
  const warmUp = (mode: Mode): number => (isWoken(mode) ? counts.warmUp : 1);
  return [
    {
      id: "latency",
      label: "",
      modes,
      load: (mode) => closedLoop(mode, own, counts.closed[mode], warmUp(mode)),
    },
    {
      id: "latency.foreign",
      label: ", a foreign mv",
      modes: modes.filter(isWoken),
      load: (mode) => closedLoop(mode, foreign, counts.foreign, warmUp(mode)),
    },
    { id: "latency.open", label: `, open loop at ${RATE_PER_SECOND}/s`, modes, load: () => openLoop(counts.open) },
  ];
}

/** Enqueue to committed and visible to a second connection, and enqueue to file gone, by mode. */
async function run(context: ScenarioContext, counts = COUNTS[context.size]): Promise<ScenarioResult> {
  const plans = loads(counts, context.modes).flatMap(({ modes, load, ...plan }) =>
    modes.map((mode) => ({
      ...plan,
      mode,
      name: `${plan.id} ${mode}`,
      load: () => measure(context, mode, load(mode)),
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
    title: `latency: enqueue to committed and visible to a second connection, and to file gone; one log row and one ledger row; ${counts.warmUp} entries of warm-up; before each entry of a closed loop a random pause, of up to ${WOKEN_PAUSE_MS} ms in a woken mode and of up to the interval, evenly spread, in a polling mode`,
    durability: "process",
    series,
    figures: [...figures(series), ...endFigures("latency", ends)],
    notes: [
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
  summary: "enqueue to committed, and to file gone, by mode: closed and open loop, hive's enqueue and a foreign mv",
  run,
};

/** The same measurement in fewer entries, to be repeated in many rounds. */
export const gateLatency: Scenario = { ...latency, run: (context) => run(context, GATE_COUNTS) };
