import { type Backlog, type Drained, drainTwice, hasTmpfs, type Medium } from "../load/drains.ts";
import type { Mix } from "../load/backlog.ts";
import { figureOf, seriesFigure } from "../figures/figures.ts";
import type { Budget, Figure, ScenarioResult, Series, Size } from "../figures/result.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { estimateRatio, type Trials } from "../stats/estimate.ts";

/** One backlog that is measured. A small one is over soon and is drained several times in a trial. */
interface Plan extends Backlog {
  readonly trials: number;
  readonly repeats: number;
  /** Set for the backlog of a long run: the budgets are those of the others. */
  readonly isUnbounded?: boolean;
}

function plan(medium: Medium, entries: number, trials: number, repeats = 1): Plan {
  return { medium, mix: "logs", entries, trials, repeats };
}

function planOfHooks(medium: Medium, entries: number, trials: number, repeats = 1): Plan {
  return { ...plan(medium, entries, trials, repeats), mix: "observations" };
}

function planOfLong(entries: number, trials: number, repeats = 1): Plan {
  return { ...plan("fresh", entries, trials, repeats), mix: "long-sessions" };
}

/** On each medium the cost of an entry grows from the backlog named in `GROWS_FROM` to the largest of its kind. */
const PLANS: Readonly<Record<Size, readonly Plan[]>> = {
  smoke: [
    plan("fresh", 20, 1),
    plan("fresh", 200, 1),
    planOfHooks("fresh", 20, 1),
    planOfHooks("fresh", 200, 1),
    planOfLong(20, 1),
    planOfLong(200, 1),
  ],
  quick: [
    plan("fresh", 1000, 3, 2),
    plan("fresh", 10_000, 2),
    plan("settled", 1000, 2),
    plan("tmpfs", 1000, 3, 2),
    plan("tmpfs", 10_000, 3),
    planOfHooks("fresh", 1000, 3, 2),
    planOfHooks("fresh", 10_000, 2),
    planOfHooks("tmpfs", 1000, 3, 2),
    planOfHooks("tmpfs", 10_000, 3),
    planOfLong(1000, 3),
    planOfLong(10_000, 2),
  ],
  full: [
    plan("fresh", 1000, 3, 4),
    plan("fresh", 2000, 3, 4),
    plan("fresh", 10_000, 3),
    plan("fresh", 100_000, 1),
    plan("fresh", 200_000, 1),
    plan("settled", 2000, 3, 2),
    plan("tmpfs", 2000, 3, 4),
    plan("tmpfs", 200_000, 3),
    planOfHooks("fresh", 2000, 3, 4),
    planOfHooks("fresh", 10_000, 3),
    planOfHooks("fresh", 200_000, 1),
    planOfHooks("tmpfs", 2000, 3, 4),
    planOfHooks("tmpfs", 200_000, 3),
    planOfLong(2000, 3, 2),
    planOfLong(20_000, 3),
  ],
};
const GROWS_FROM: Readonly<Record<Size, number>> = { smoke: 20, quick: 1000, full: 2000 };

type Measure = keyof Drained;
const MEASURES: readonly Measure[] = ["rate", "floor", "memory"];
const LABELS: Readonly<Record<Measure, string>> = {
  rate: "one worker",
  floor: "bare loop",
  memory: "peak memory of the worker",
};
const MEDIUM_LABELS: Readonly<Record<Medium, string>> = { fresh: "", settled: ", settled", tmpfs: ", tmpfs" };
const MIX_IDS: Readonly<Record<Mix, string>> = {
  logs: "",
  observations: "observations",
  "long-sessions": "long-sessions",
};
const MIX_LABELS: Readonly<Record<Mix, string>> = {
  logs: "log rows",
  observations: "tool calls",
  "long-sessions": "tool calls of ten long sessions",
};
/** The budgets are for real observations. */
const LEAST_RATE: Readonly<Record<Medium, number>> = { fresh: 15_000, settled: 15_000, tmpfs: 20_000 };

/** The samples of one plan, by measure and trial. */
type Samples = Readonly<Record<Measure, number[][]>>;

/** Trial by trial over all plans, so that what changes on the machine meets them alike. */
async function sample(plans: readonly Plan[], context: ScenarioContext): Promise<Map<Plan, Samples>> {
  const { progress } = context;
  const samples = new Map<Plan, Samples>(plans.map((one) => [one, { rate: [], floor: [], memory: [] }]));
  const most = Math.max(...plans.map(({ trials }) => trials));
  for (let trial = 0; trial < most; trial += 1) {
    for (const one of plans.filter(({ trials }) => trial < trials)) {
      progress(`drain: trial ${trial + 1} of ${most}, ${labelOf(one)}`);
      const drained: Drained[] = [];
      for (let repeat = 0; repeat < one.repeats; repeat += 1) {
        drained.push(await drainTwice(one, (trial + repeat) % 2 === 0, context));
      }
      for (const measure of MEASURES) {
        samples.get(one)![measure].push(drained.map((found) => found[measure]).filter((value) => !Number.isNaN(value)));
      }
    }
  }
  return samples;
}

const count = (entries: number): string => entries.toLocaleString("en-US");

const dotted = (...parts: readonly string[]): string => parts.filter((part) => part !== "").join(".");

function idOf(what: string, { medium, mix, entries }: Plan): string {
  return dotted("drain", medium === "fresh" ? "" : medium, MIX_IDS[mix], what, String(entries));
}

function labelOf({ medium, mix, entries }: Plan): string {
  return `backlog of ${count(entries)} ${MIX_LABELS[mix]}${MEDIUM_LABELS[medium]}`;
}

function seriesOf(one: Plan, samples: Samples): Series[] {
  return MEASURES.map((measure) => ({
    id: idOf(measure, one),
    label: `${LABELS[measure]}, ${labelOf(one)}`,
    mode: null,
    unit: measure === "memory" ? "MiB" : "entries/s",
    trials: samples[measure],
  }));
}

/** Of the trials that both have: a small backlog may have been drained in more of them. */
function ratio(id: string, label: string, above: Trials, below: Trials, budget: Budget | null): Figure {
  const names = { id, label, unit: "×", ...(budget === null ? {} : { budget }) };
  const trials = Math.min(above.length, below.length);
  const taken = above.slice(0, trials);
  return figureOf(names, estimateRatio(taken, below.slice(0, trials), "p50"), taken);
}

/** Microseconds per entry: the rate once more, the way round in which costs add up. */
function cost(id: string, label: string, rates: Trials): Figure {
  const trials = rates.map((trial) => trial.map((rate) => 1e6 / rate));
  return seriesFigure({ id, label: `cost per entry, ${label}`, mode: null, unit: "µs", trials }, "p50");
}

/** @param isJudged whether the budgets hold for this backlog: they do for the largest of its kind on its medium */
function figuresOfPlan(one: Plan, samples: Samples, isJudged: boolean): Figure[] {
  const [rate, floor, memory] = seriesOf(one, samples) as [Series, Series, Series];
  const judged = (budget: Budget): Budget | null => (isJudged ? budget : null);
  const held = (budget: Budget) => (isJudged ? { budget } : {});
  const hasMemory = memory.trials.every((trial) => trial.length > 0);
  const least = one.mix === "logs" ? 15_000 : LEAST_RATE[one.medium];
  return [
    seriesFigure(rate, "p50", held({ least })),
    seriesFigure(floor, "p50"),
    ratio(
      idOf("over-floor", one),
      `rate / bare loop, ${labelOf(one)}`,
      rate.trials,
      floor.trials,
      judged({ least: 0.6 }),
    ),
    cost(idOf("cost", one), rate.label, rate.trials),
    cost(idOf("floor-cost", one), floor.label, floor.trials),
    ...(hasMemory ? [seriesFigure(memory, "p50", held({ most: 300 }))] : []),
  ];
}

/** The growth of the cost per entry between two backlogs of one medium. */
function growth(small: [Plan, Samples], large: [Plan, Samples]): Figure[] {
  const { medium, mix } = large[0];
  const prefix = dotted("drain", medium === "fresh" ? "" : medium, MIX_IDS[mix]);
  const label = `cost per entry, ${count(large[0].entries)} / ${count(small[0].entries)} ${MIX_LABELS[mix]}${MEDIUM_LABELS[medium]}`;
  return [
    ratio(`${prefix}.growth`, label, small[1].rate, large[1].rate, { most: 1.3 }),
    ratio(`${prefix}.floor-growth`, `${label}, bare loop`, small[1].floor, large[1].floor, null),
  ];
}

function figuresOf(samples: ReadonlyMap<Plan, Samples>, growsFrom: number): Figure[] {
  const all = [...samples].toSorted(([a], [b]) => a.entries - b.entries);
  const judged = all.filter(([one]) => one.medium !== "settled" && one.isUnbounded !== true);
  const kinds = (["fresh", "tmpfs"] as const).flatMap((medium) =>
    (["observations", "long-sessions", "logs"] as const).map((mix) =>
      judged.filter(([one]) => one.medium === medium && one.mix === mix),
    ),
  );
  const isJudged = (one: Plan): boolean => kinds.some((kind) => kind.at(-1)?.[0] === one);
  const growths = kinds.flatMap((kind) => {
    const small = kind.find(([one]) => one.entries === growsFrom);
    const large = kind.at(-1);
    return small === undefined || large === undefined || small === large ? [] : growth(small, large);
  });
  return [...growths, ...all.flatMap(([one, found]) => figuresOfPlan(one, found, isJudged(one)))];
}

/**
 * Drains prefilled backlogs.
 * @param longEntries the backlog that a long run drains as well
 */
export function drainOf(longEntries: number): Scenario {
  return {
    name: "drain",
    summary: "draining a prefilled backlog: rate, cost per entry and its growth, memory, against a bare loop",
    async run(context): Promise<ScenarioResult> {
      const { size, isLong = false } = context;
      const isInMemory = hasTmpfs();
      const asked = isLong ? [...PLANS[size], { ...plan("fresh", longEntries, 1), isUnbounded: true }] : PLANS[size];
      const plans = asked
        .filter(({ medium }) => medium !== "tmpfs" || isInMemory)
        .map((one) => ({ ...one, trials: context.trials ?? one.trials }));
      const samples = await sample(plans, context);
      return {
        scenario: "drain",
        title: "drain: a backlog of entries, one worker: of what hooks write of tool calls, and of log rows",
        durability: "process",
        series: [...samples].flatMap(([one, found]) => seriesOf(one, found)),
        figures: figuresOf(samples, GROWS_FROM[size]),
        notes: isInMemory ? NOTES : [...NOTES, NO_TMPFS],
      };
    },
  };
}

const NOTES = [
  "Counted from the worker's first look at the queue to its orderly end; the start of the process is not in it.",
  "The bare loop makes the worker's system calls and runs its SQL on the same tables, in a process of its own, from the listing to the closed database.",
  "Each backlog is drained right after it was filled; worker and bare loop take turns at going first.",
  "Settled: the file system had written the backlog to disk before it was drained. Removing a file that is on disk costs the file system more than removing one that is not yet. A large backlog takes so long to fill that part of it is on disk, so some of its growth is this.",
  "tmpfs: the same in memory; the growth there is hive's own and SQLite's.",
  "Tool calls: what the hook writes of recorded calls of ten sessions at work, each of 210 calls and three facts a call; of long sessions, all of the same ten, so that a cost which grows within a session is felt. Log rows: insert_log, a row and a ledger row, the cheapest entry.",
  "The growth of the bare loop is what hive does not cause.",
];
const NO_TMPFS = "There is no tmpfs with room beside the temporary directory, so nothing was measured in memory.";

export const drain: Scenario = drainOf(1_000_000);
