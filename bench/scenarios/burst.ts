import { Queue } from "../../src/queue/queue.ts";
import { openDatabase } from "../../tests/support/database.ts";
import { endFigures } from "../end-figures.ts";
import { checkEndState, type EndState } from "../end-state.ts";
import { seriesFigure } from "../figures.ts";
import { sentAtMs } from "../producer.ts";
import type { Figure, Mode, ScenarioResult, Series, Size } from "../results.ts";
import { freshRoot, startWorker, TOP } from "../rig.ts";
import type { Scenario, ScenarioContext } from "../scenario.ts";
import { summarize } from "../stats.ts";

const PRODUCERS: Readonly<Record<Size, number>> = { smoke: 2, quick: 4, full: 8 };
/** Per producer. */
const ENTRIES: Readonly<Record<Size, number>> = { smoke: 10, quick: 250, full: 500 };
const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 3, full: 3 };
const LOOK_MS = 20;
const TIMEOUT_MS = 120_000;

/** Starts producers and lets them all begin at once, when each of them is ready. */
async function produceAtOnce(root: string, producers: number, entries: number, signal: AbortSignal): Promise<void> {
  const children = Array.from({ length: producers }, (_, index) =>
    Bun.spawn([process.execPath, `${TOP}/bench/producer.ts`, root, `p${index}`, String(entries)], {
      stdin: "pipe",
      stdout: "pipe",
      stderr: "inherit",
      env: process.env,
      signal,
    }),
  );
  try {
    await Promise.all(children.map((child) => child.stdout.getReader().read()));
    for (const child of children) void child.stdin.end();
    const codes = await Promise.all(children.map((child) => child.exited));
    signal.throwIfAborted();
    if (codes.some((code) => code !== 0)) throw new Error(`producers ended with ${codes.join(", ")}`);
  } finally {
    for (const child of children) child.kill();
  }
}

/** Waits until nothing is ready or claimed. */
async function drained(root: string, signal: AbortSignal): Promise<void> {
  const queue = new Queue(root);
  const endMs = performance.now() + TIMEOUT_MS;
  for (;;) {
    const { pending, processing } = queue.depth();
    if (pending + processing === 0) return;
    signal.throwIfAborted();
    if (performance.now() > endMs) throw new Error(`after ${TIMEOUT_MS} ms ${pending + processing} entries are left`);
    await Bun.sleep(LOOK_MS);
  }
}

interface Burst {
  /** From the first entry's enqueue until the last batch was applied. */
  readonly ms: number;
  /** Of each entry, from its enqueue until its batch was applied. */
  readonly lagsMs: readonly number[];
  readonly end: EndState;
}

/** When each entry was sent and applied, from the ledger. */
function readBurst(root: string): Omit<Burst, "end"> {
  using db = openDatabase(root, { readonly: true });
  const rows = db
    .query<{ id: string; atMs: number }, []>(
      "SELECT entry_id AS id, applied_at_ms AS atMs FROM hive_ledger ORDER BY applied_at_ms",
    )
    .all();
  const sent = rows.map(({ id }) => sentAtMs(id));
  const firstMs = sent.reduce((first, ms) => Math.min(first, ms), Number.POSITIVE_INFINITY);
  return { ms: rows.at(-1)!.atMs - firstMs, lagsMs: rows.map(({ atMs }, index) => atMs - sent[index]!) };
}

async function measure(mode: Mode, { size, signal, fault }: ScenarioContext): Promise<Burst> {
  using dir = freshRoot();
  const { root } = dir;
  {
    await using _worker = await startWorker(root, mode, { fault });
    await produceAtOnce(root, PRODUCERS[size], ENTRIES[size], signal);
    await drained(root, signal);
  }
  const end = checkEndState(root, PRODUCERS[size] * ENTRIES[size]);
  return { ...readBurst(root), end };
}

function seriesOf(mode: Mode, bursts: readonly Burst[], entries: number): Series[] {
  const common = { mode };
  return [
    { ...common, id: "burst.time", label: "until all are applied", unit: "ms", trials: bursts.map(({ ms }) => [ms]) },
    {
      ...common,
      id: "burst.rate",
      label: "rate",
      unit: "entries/s",
      trials: bursts.map(({ ms }) => [(entries / ms) * 1000]),
    },
    {
      ...common,
      id: "burst.lag",
      label: "enqueue to applied, each entry",
      unit: "ms",
      trials: bursts.map(({ lagsMs }) => lagsMs),
    },
  ];
}

/** The lag's percentiles are taken within each burst: entries of one burst wait for each other. */
function figuresOf([time, rate, lag]: readonly Series[]): Figure[] {
  const lags = (["p50", "p99", "max"] as const).map((percentile) => {
    const trials = lag!.trials.map((samples) => [summarize(samples)[percentile]]);
    const label = `${lag!.label}, ${percentile} of a burst`;
    return seriesFigure({ ...lag!, id: `burst.lag.${percentile}`, label, trials }, "p50");
  });
  return [seriesFigure(time!, "p50"), seriesFigure(rate!, "p50"), ...lags];
}

async function run(context: ScenarioContext): Promise<ScenarioResult> {
  const { size, modes, progress } = context;
  const trials = context.trials ?? TRIALS[size];
  const bursts = new Map<Mode, Burst[]>(modes.map((mode) => [mode, []]));
  for (let trial = 0; trial < trials; trial += 1) {
    for (const mode of modes) {
      progress(`burst: trial ${trial + 1} of ${trials}, ${mode}`);
      bursts.get(mode)!.push(await measure(mode, context));
    }
  }
  const entries = PRODUCERS[size] * ENTRIES[size];
  const series = modes.map((mode) => seriesOf(mode, bursts.get(mode)!, entries));
  return {
    scenario: "burst",
    title: `burst: ${PRODUCERS[size]} processes enqueue ${ENTRIES[size]} entries each at once while a worker runs`,
    durability: "process",
    series: series.flat(),
    figures: [
      ...series.flatMap((one) => figuresOf(one)),
      ...endFigures(
        "burst",
        [...bursts.values()].flat().map(({ end }) => end),
      ),
    ],
    notes: [
      "An entry's lag ends when the transaction of its batch begins, which takes a millisecond or two.",
      "The producers share the machine with the worker: on few cores the time holds the producers' own work.",
    ],
  };
}

export const burst: Scenario = {
  name: "burst",
  summary: "several processes enqueue at once while a worker runs: time, rate and lag by mode",
  run,
};
