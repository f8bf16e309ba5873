import { type Drained, drainTwice, hasTmpfs, type Place } from "../drains.ts";
import { figureOf, seriesFigure } from "../figures.ts";
import type { Budget, Figure, ScenarioResult, Series, Size } from "../results.ts";
import type { Scenario, ScenarioContext } from "../scenario.ts";
import { estimateRatio, type Trials } from "../stats.ts";

/** One backlog that is measured. A small one is over soon and is drained several times in a trial. */
interface Plan {
  readonly place: Place;
  readonly entries: number;
  readonly trials: number;
  readonly repeats: number;
  /** Set for the backlog of a long run: the budgets are those of the others. */
  readonly isUnbounded?: boolean;
}

const plan = (place: Place, entries: number, trials: number, repeats = 1): Plan => ({
  place,
  entries,
  trials,
  repeats,
});

/** At each place the cost grows from the backlog named in `GROWS_FROM` to the largest. */
const PLANS: Readonly<Record<Size, readonly Plan[]>> = {
  smoke: [plan("fresh", 20, 1), plan("fresh", 200, 1)],
  quick: [
    plan("fresh", 1000, 3, 2),
    plan("fresh", 10_000, 2),
    plan("settled", 1000, 2),
    plan("tmpfs", 1000, 3, 2),
    plan("tmpfs", 10_000, 3),
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
const PLACE_LABELS: Readonly<Record<Place, string>> = { fresh: "", settled: ", settled", tmpfs: ", tmpfs" };

/** The samples of one plan, by measure and trial. */
type Samples = Readonly<Record<Measure, number[][]>>;

/** Trial by trial over all plans, so that what changes on the machine meets them alike. */
async function sample(plans: readonly Plan[], context: ScenarioContext): Promise<Map<Plan, Samples>> {
  const { progress } = context;
  const samples = new Map<Plan, Samples>(plans.map((one) => [one, { rate: [], floor: [], memory: [] }]));
  const most = Math.max(...plans.map(({ trials }) => trials));
  for (let trial = 0; trial < most; trial += 1) {
    for (const one of plans.filter(({ trials }) => trial < trials)) {
      const { place, entries, repeats } = one;
      progress(`drain: trial ${trial + 1} of ${most}, ${count(entries)} entries${PLACE_LABELS[place]}`);
      const drained: Drained[] = [];
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        drained.push(await drainTwice(place, entries, (trial + repeat) % 2 === 0, context));
      }
      for (const measure of MEASURES) {
        samples.get(one)![measure].push(drained.map((found) => found[measure]).filter((value) => !Number.isNaN(value)));
      }
    }
  }
  return samples;
}

const count = (entries: number): string => entries.toLocaleString("en-US");

const idOf = (what: string, { place, entries }: Plan): string =>
  `drain.${place === "fresh" ? "" : `${place}.`}${what}.${entries}`;

function seriesOf(one: Plan, samples: Samples): Series[] {
  return MEASURES.map((measure) => ({
    id: idOf(measure, one),
    label: `${LABELS[measure]}, backlog of ${count(one.entries)}${PLACE_LABELS[one.place]}`,
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

/** @param isJudged whether the budgets hold for this backlog: they do for the largest of its place */
function figuresOfPlan(one: Plan, samples: Samples, isJudged: boolean): Figure[] {
  const [rate, floor, memory] = seriesOf(one, samples) as [Series, Series, Series];
  const judged = (budget: Budget): Budget | null => (isJudged ? budget : null);
  const held = (budget: Budget) => (isJudged ? { budget } : {});
  const hasMemory = memory.trials.every((trial) => trial.length > 0);
  const over = `rate / bare loop, backlog of ${count(one.entries)}${PLACE_LABELS[one.place]}`;
  return [
    seriesFigure(rate, "p50", held({ least: 15_000 })),
    seriesFigure(floor, "p50"),
    ratio(idOf("over-floor", one), over, rate.trials, floor.trials, judged({ least: 0.6 })),
    cost(idOf("cost", one), rate.label, rate.trials),
    cost(idOf("floor-cost", one), floor.label, floor.trials),
    ...(hasMemory ? [seriesFigure(memory, "p50", held({ most: 300 }))] : []),
  ];
}

/** The growth of the cost per entry between two backlogs of one place. */
function growth(place: Place, small: [Plan, Samples], large: [Plan, Samples]): Figure[] {
  const prefix = place === "fresh" ? "drain" : `drain.${place}`;
  const label = `cost per entry, ${count(large[0].entries)} / ${count(small[0].entries)}${PLACE_LABELS[place]}`;
  return [
    ratio(`${prefix}.growth`, label, small[1].rate, large[1].rate, { most: 1.3 }),
    ratio(`${prefix}.floor-growth`, `${label}, bare loop`, small[1].floor, large[1].floor, null),
  ];
}

function figuresOf(samples: ReadonlyMap<Plan, Samples>, growsFrom: number): Figure[] {
  const all = [...samples].toSorted(([a], [b]) => a.entries - b.entries);
  const judged = all.filter(([one]) => one.place !== "settled" && one.isUnbounded !== true);
  const isJudged = (one: Plan): boolean => judged.findLast(([other]) => other.place === one.place)?.[0] === one;
  const growths = (["fresh", "tmpfs"] as const).flatMap((place) => {
    const here = judged.filter(([one]) => one.place === place);
    const small = here.find(([one]) => one.entries === growsFrom);
    const large = here.at(-1);
    return small === undefined || large === undefined || small === large ? [] : growth(place, small, large);
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
        .filter(({ place }) => place !== "tmpfs" || isInMemory)
        .map((one) => ({ ...one, trials: context.trials ?? one.trials }));
      const samples = await sample(plans, context);
      return {
        scenario: "drain",
        title: "drain: a backlog of insert_log entries, one worker, a log row and a ledger row each",
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
  "tmpfs: the same in memory; what grows there is hive's own and SQLite's.",
  "The growth of the bare loop is what hive does not cause.",
];
const NO_TMPFS = "There is no tmpfs with room beside the temporary directory, so nothing was measured in memory.";

export const drain: Scenario = drainOf(1_000_000);
