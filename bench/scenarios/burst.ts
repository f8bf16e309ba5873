import { Queue } from "../../src/queue/queue.ts";
import { openDatabase } from "../../tests/support/database.ts";
import { endFigures } from "../figures/end-figures.ts";
import { checkEndState, type EndState } from "../harness/end-state.ts";
import { seriesFigure } from "../figures/figures.ts";
import type { Mix } from "../load/backlog.ts";
import { sentAtMs } from "../load/programs/producer.ts";
import type { Figure, Mode, ScenarioResult, Series, Size } from "../figures/result.ts";
import { freshRoot, startWorker, TOP } from "../harness/rig.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { summarize } from "../stats/estimate.ts";

const PRODUCERS: Readonly<Record<Size, number>> = { smoke: 2, quick: 4, full: 8 };
/** Per producer. */
const ENTRIES: Readonly<Record<Size, number>> = { smoke: 10, quick: 250, full: 500 };
const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 3, full: 3 };
const LOOK_MS = 20;
const TIMEOUT_MS = 120_000;

/** Starts producers and lets them all begin at once, when each of them is ready. */
async function produceAtOnce(root: string, size: Size, mix: Mix, signal: AbortSignal): Promise<void> {
  const children = Array.from({ length: PRODUCERS[size] }, (_, index) =>
    Bun.spawn(
      [process.execPath, `${TOP}/bench/load/programs/producer.ts`, root, String(index), String(ENTRIES[size]), mix],
      {
        stdin: "pipe",
        stdout: "pipe",
        stderr: "inherit",
        env: process.env,
        signal,
      },
    ),
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
  /** The lag of each entry, from its enqueue until its batch was applied. */
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

async function measure({ mode, mix }: Arm, { size, signal, fault, intervalsMs }: ScenarioContext): Promise<Burst> {
  using dir = freshRoot();
  const { root } = dir;
  {
    await using _worker = await startWorker(root, mode, { fault, intervalsMs });
    await produceAtOnce(root, size, mix, signal);
    await drained(root, signal);
  }
  const end = checkEndState(root, PRODUCERS[size] * ENTRIES[size], { areLogs: mix === "logs" });
  return { ...readBurst(root), end };
}

/** Tool calls in each mode; log rows in hive's own. */
interface Arm {
  readonly mode: Mode;
  readonly mix: Mix;
}

function seriesOf(
  { mode, mix }: Arm,
  bursts: readonly Burst[],
  entries: number,
): [time: Series, rate: Series, lag: Series] {
  const prefix = mix === "logs" ? "burst.log" : "burst";
  const what = mix === "logs" ? ", log rows" : "";
  return [
    {
      mode,
      id: `${prefix}.time`,
      label: `until all are applied${what}`,
      unit: "ms",
      trials: bursts.map(({ ms }) => [ms]),
    },
    {
      mode,
      id: `${prefix}.rate`,
      label: `rate${what}`,
      unit: "entries/s",
      trials: bursts.map(({ ms }) => [(entries / ms) * 1000]),
    },
    {
      mode,
      id: `${prefix}.lag`,
      label: `enqueue to applied, each entry${what}`,
      unit: "ms",
      trials: bursts.map(({ lagsMs }) => lagsMs),
    },
  ];
}

/** The lag's percentiles are taken within each burst: entries of one burst wait for each other. */
function figuresOf([time, rate, lag]: readonly [Series, Series, Series]): Figure[] {
  const lags = (["p50", "p99", "max"] as const).map((percentile) => {
    const trials = lag.trials.map((samples) => [summarize(samples)[percentile]]);
    const label = `${lag.label}, ${percentile} of a burst`;
    return seriesFigure({ ...lag, id: `${lag.id}.${percentile}`, label, trials }, "p50");
  });
  return [seriesFigure(time, "p50"), seriesFigure(rate, "p50"), ...lags];
}

async function run(context: ScenarioContext): Promise<ScenarioResult> {
  const { size, modes, progress } = context;
  const trials = context.trials ?? TRIALS[size];
  const arms: readonly Arm[] = [
    ...modes.map((mode) => ({ mode, mix: "observations" as const })),
    ...modes.filter((mode) => mode === "event+doorbell").map((mode) => ({ mode, mix: "logs" as const })),
  ];
  const bursts = new Map<Arm, Burst[]>(arms.map((arm) => [arm, []]));
  for (let trial = 0; trial < trials; trial += 1) {
    for (const arm of arms) {
      progress(`burst: trial ${trial + 1} of ${trials}, ${arm.mode}, ${arm.mix}`);
      bursts.get(arm)!.push(await measure(arm, context));
    }
  }
  const entries = PRODUCERS[size] * ENTRIES[size];
  const series = arms.map((arm) => seriesOf(arm, bursts.get(arm)!, entries));
  return {
    scenario: "burst",
    title: `burst: ${PRODUCERS[size]} processes enqueue what hooks write of ${ENTRIES[size]} calls each, at once, while a worker runs`,
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
      "The producers share the machine with the worker: on few cores the time holds the producers' own work, with the hook's reading and redacting of each call.",
    ],
  };
}

export const burst: Scenario = {
  name: "burst",
  summary: "several processes enqueue at once while a worker runs: time, rate and lag by mode",
  run,
};
