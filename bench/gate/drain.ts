import type { Figure, ScenarioResult, Series } from "../figures/result.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { estimateRatio, type Trials } from "../stats/estimate.ts";

/**
 * A step for a cost that grows with the backlog to show, and small enough for a round of seconds: also with a worker
 * that takes 5 ms for each entry, since a threshold takes three rounds to fail.
 */
const SMALL = 500;
const LARGE = 3000;
/** A small backlog is over soon, so its rate is taken more often. */
const PAIRS = { [SMALL]: 2, [LARGE]: 1 } as const;

/** Entries per second of a worker and of the bare loop, on equal backlogs, one after the other. */
export interface DrainedPair {
  readonly rate: number;
  readonly floor: number;
}

/** Fills, drains and checks both. @throws when an entry was lost or applied twice */
export type DrainPair = (context: ScenarioContext, entries: number, isFloorFirst: boolean) => Promise<DrainedPair>;

interface Rates {
  readonly rate: Trials;
  readonly floor: Trials;
}

/** The `drain` of the gate: the same measurement on backlogs that take seconds, to be repeated in many rounds. */
export function gateDrain(drainPair: DrainPair): Scenario {
  return {
    name: "drain",
    summary: "draining backlogs that take seconds, against a bare loop",
    async run(context): Promise<ScenarioResult> {
      const trials = context.trials ?? 1;
      const small = await measure(drainPair, context, SMALL, trials);
      const large = await measure(drainPair, context, LARGE, trials);
      return {
        scenario: "drain",
        title: `drain: backlogs of ${SMALL} and ${LARGE} insert_log entries, one worker`,
        durability: "process",
        series: [...seriesOf(SMALL, small), ...seriesOf(LARGE, large)],
        figures: [
          ratio("drain.over-floor", `rate / bare loop, backlog of ${LARGE}`, large.rate, large.floor),
          ratio("drain.growth", `cost per entry, ${LARGE} / ${SMALL}`, small.rate, large.rate),
        ],
        notes: ["Worker and bare loop take turns at going first."],
      };
    },
  };
}

async function measure(
  drainPair: DrainPair,
  context: ScenarioContext,
  entries: typeof SMALL | typeof LARGE,
  trials: number,
): Promise<Rates> {
  const rates = { rate: [] as number[][], floor: [] as number[][] };
  for (let trial = 0; trial < trials; trial += 1) {
    const pairs: DrainedPair[] = [];
    for (let pair = 0; pair < PAIRS[entries]; pair += 1) {
      context.signal.throwIfAborted();
      context.progress(`drain: ${entries} entries`);
      // A round may have only one pair, so the order is random.
      pairs.push(await drainPair(context, entries, Math.random() < 0.5));
    }
    rates.rate.push(pairs.map(({ rate }) => rate));
    rates.floor.push(pairs.map(({ floor }) => floor));
  }
  return rates;
}

function seriesOf(entries: number, { rate, floor }: Rates): Series[] {
  const of = (what: string, label: string, trials: Trials): Series => ({
    id: `drain.${what}.${entries}`,
    label: `${label}, backlog of ${entries}`,
    mode: null,
    unit: "entries/s",
    trials,
  });
  return [of("rate", "one worker", rate), of("floor", "bare loop", floor)];
}

function ratio(id: string, label: string, above: Trials, below: Trials): Figure {
  const { value, low, high } = estimateRatio(above, below, "p50");
  const interval = above.length > 1 ? ([low, high] as const) : null;
  return { id, label, mode: null, value, unit: "×", interval, n: above.flat().length, budget: null };
}
