/** A result such as the harness writes, the same at every call. Its figures are made up, in a realistic range. */
import {
  type BenchResult,
  DEFAULT_INTERVALS_MS,
  type Figure,
  type Mode,
  MODES,
  type ScenarioResult,
  type Series,
} from "../../../bench/figures/result.ts";
import { estimate, estimateRatio, type Trials } from "../../../bench/stats/estimate.ts";

type Random = () => number;

function numbers(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / (2 ** 32 + 1);
  };
}

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

/** Mostly near the median, now and then a stall. */
const logNormal =
  (median: number, spread: number, stallMs: number) =>
  (random: Random): number =>
    median * Math.exp(spread * normal(random)) + (random() < 0.015 ? stallMs * random() : 0);

/** A poller finds an entry at any time within its interval. */
const uniform =
  (fromMs: number, toMs: number) =>
  (random: Random): number =>
    fromMs + (toMs - fromMs) * random();

function trialsOf(draw: (random: Random) => number, trials: number, n: number, seed: number): Trials {
  const random = numbers(seed);
  return Array.from({ length: trials }, () => Array.from({ length: n }, () => Number(draw(random).toPrecision(6))));
}

function series(id: string, label: string, mode: Mode | null, unit: string, trials: Trials): Series {
  return { id, label, mode, unit, trials };
}

export function figure(fields: Partial<Figure> & Pick<Figure, "id" | "value" | "unit">): Figure {
  return { label: fields.id, mode: null, interval: null, n: 5, budget: null, ...fields };
}

export function scenario(fields: Partial<ScenarioResult> & Pick<ScenarioResult, "scenario">): ScenarioResult {
  return { title: fields.scenario, durability: "process", series: [], figures: [], notes: [], ...fields };
}

const BY_MODE: Readonly<
  Record<Mode, { draw: (random: Random) => number; n: number; cpu: number; wakeups: number; consumed: number }>
> = {
  poll: { draw: uniform(1, 101), n: 40, cpu: 0.294, wakeups: 10.2, consumed: 0 },
  "pseudo-event": { draw: uniform(3, 503), n: 16, cpu: 0.081, wakeups: 2.1, consumed: 0 },
  event: { draw: logNormal(1.3, 0.25, 20), n: 1000, cpu: 0.0019, wakeups: 0.034, consumed: 1000 },
  "event+doorbell": { draw: logNormal(0.26, 0.3, 12), n: 1000, cpu: 0.0018, wakeups: 0.033, consumed: 1998 },
};

function latency(): ScenarioResult {
  const committed = MODES.map((mode, index) =>
    series(
      "latency.committed",
      "enqueue to committed",
      mode,
      "ms",
      trialsOf(BY_MODE[mode].draw, 5, BY_MODE[mode].n, index + 1),
    ),
  );
  const gone = MODES.map((mode, index) =>
    series(
      "latency.gone",
      "enqueue to file gone",
      mode,
      "ms",
      trialsOf((random) => BY_MODE[mode].draw(random) + 0.09, 5, BY_MODE[mode].n, index + 11),
    ),
  );
  const own = committed[3]!.trials;
  const bounded = (id: string, label: string, which: "p50" | "p99", most: number): Figure => {
    const { value, low, high } = estimate(own, which);
    return figure({
      id,
      label,
      mode: "event+doorbell",
      value,
      unit: "ms",
      interval: [low, high],
      n: own.flat().length,
      budget: { most },
    });
  };
  const ratio = estimateRatio(committed[0]!.trials, own, "p50");
  return scenario({
    scenario: "latency",
    title: "latency: enqueue to committed and visible to a second connection, closed loop",
    series: [...committed, ...gone],
    figures: [
      bounded("latency.committed.p50", "enqueue to committed, p50", "p50", 0.6),
      bounded("latency.committed.p99", "enqueue to committed, p99", "p99", 3),
      figure({
        id: "latency.poll-over-event.p50",
        label: "polling at 0.1 s / event, p50",
        value: ratio.value,
        unit: "×",
        interval: [ratio.low, ratio.high],
        n: own.flat().length,
        budget: { least: 100 },
      }),
    ],
    notes: [
      "Trials of the modes are interleaved.",
      "Of the shell system, polling <0.1 s> & the rest are kept as baselines.",
    ],
  });
}

function idle(): ScenarioResult {
  const figures = MODES.flatMap((mode): Figure[] => {
    const { cpu, wakeups } = BY_MODE[mode];
    const isEvent = mode === "event+doorbell";
    return [
      figure({
        id: "idle.cpu",
        label: "idle CPU",
        mode,
        value: cpu,
        unit: "%",
        interval: [cpu * 0.8, cpu * 1.3],
        budget: isEvent ? { most: 0.005 } : null,
      }),
      figure({
        id: "idle.wakeups",
        label: "idle wakeups",
        mode,
        value: wakeups,
        unit: "/s",
        interval: [wakeups * 0.9, wakeups * 1.1],
        budget: isEvent ? { most: 0.1 } : null,
      }),
    ];
  });
  return scenario({ scenario: "idle-cpu", title: "idle-cpu: the whole process tree over 60 s, settled", figures });
}

function events(): ScenarioResult {
  const figures = MODES.filter((mode) => mode !== "poll").flatMap((mode) => [
    figure({
      id: "events.delivered",
      label: "events delivered",
      mode,
      value: mode === "event+doorbell" ? 2000 : 1000,
      unit: "",
      n: 1000,
    }),
    figure({ id: "events.consumed", label: "events consumed", mode, value: BY_MODE[mode].consumed, unit: "", n: 1000 }),
    figure({
      id: "events.backstop-only",
      label: "found only by the backstop",
      mode,
      value: mode === "pseudo-event" ? 1000 : 0,
      unit: "",
      n: 1000,
    }),
  ]);
  return scenario({ scenario: "event-consumption", figures });
}

function drain(): ScenarioResult {
  const at = (id: string, backlog: number, value: number, budget: Figure["budget"] = null): Figure =>
    figure({
      id: `${id}.${backlog}`,
      label: `${id === "drain.rate" ? "rate" : "bare loop"}, backlog of ${backlog}`,
      value,
      unit: "entries/s",
      interval: [value * 0.94, value * 1.05],
      budget,
    });
  return scenario({
    scenario: "drain",
    title: "drain: a backlog of insert_log entries, one worker",
    figures: [
      at("drain.rate", 1000, 18_200),
      at("drain.rate", 10_000, 21_400),
      at("drain.rate", 100_000, 14_100, { least: 15_000 }),
      at("drain.floor", 1000, 24_600),
      at("drain.floor", 10_000, 24_900),
      at("drain.floor", 100_000, 19_300),
      figure({ id: "drain.memory", label: "peak memory", value: 241, unit: "MiB", budget: { most: 300 } }),
    ],
  });
}

function hook(): ScenarioResult {
  const empty = trialsOf(logNormal(6.4, 0.06, 2), 5, 40, 31);
  const taken = trialsOf(logNormal(9.8, 0.08, 6), 5, 40, 32);
  const { value, low, high } = estimateRatio(taken, empty, "p50");
  return scenario({
    scenario: "hook",
    title: "hook: whole process, spawn to exit",
    series: [
      series("hook.empty", "empty Bun script", null, "ms", empty),
      series("hook.taken", "hook, checkpoint taken", null, "ms", taken),
      series("hook.throttled", "hook, throttled", null, "ms", trialsOf(logNormal(7.7, 0.07, 4), 5, 40, 33)),
    ],
    figures: [
      figure({
        id: "hook.taken-over-empty",
        label: "hook, checkpoint taken / empty script",
        value,
        unit: "×",
        interval: [low, high],
        n: 200,
        budget: { most: 1.6 },
      }),
    ],
  });
}

const peerRate = (id: string, label: string, value: number): Figure =>
  figure({
    id: `peers.${id}`,
    label: `${label}, rate`,
    value,
    unit: "entries/s",
    interval: [value * 0.9, value * 1.1],
  });

function peers(): ScenarioResult {
  return scenario({
    scenario: "peers",
    title: "peers: the same entries through each system",
    figures: [
      peerRate("hive", "hive", 17_900),
      peerRate("plainjob", "plainjob", 15_200),
      peerRate("direct", "SQLite from the hook", 820),
    ],
  });
}

const SAMPLE: BenchResult = {
  version: 3,
  intervalsMs: DEFAULT_INTERVALS_MS,
  size: "full",
  environment: {
    cpu: "Example CPU 2.0 GHz",
    cores: 2,
    memoryGiB: 8,
    kernel: "Linux 6.18.44",
    fileSystem: "ext4",
    bun: "1.4.5",
    sqlite: "3.54.1",
    commit: "0123abc",
    startedAt: "2026-11-24T02:00:00.000Z",
  },
  scenarios: [latency(), idle(), events(), drain(), hook(), peers()],
};

/** A full run with every scenario; the fields given replace its own. */
export function sampleResult(fields: Partial<BenchResult> = {}): BenchResult {
  return { ...SAMPLE, ...fields };
}
