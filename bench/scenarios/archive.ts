import { rmSync } from "node:fs";
import { join } from "node:path";
import { endFigures } from "../figures/end-figures.ts";
import { figureOf, seriesFigure } from "../figures/figures.ts";
import type { Budget, Figure, ScenarioResult, Series, Size } from "../figures/result.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { interleave } from "../harness/trials.ts";
import { DISTURBANCES, type Disturbance, drainedWith, measureDisturbed } from "../load/disturbances.ts";
import { writeTranscripts } from "../load/transcripts.ts";
import { freshRoot } from "../harness/rig.ts";
import { estimateRatio } from "../stats/estimate.ts";

export interface Amounts {
  /** The least time for which entries are timed. */
  readonly ms: number;
  /** Messages that are imported meanwhile. */
  readonly messages: number;
  /** Entries of a backlog. */
  readonly backlog: number;
}

const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 3, full: 3 };
const AMOUNTS: Readonly<Record<Size, Amounts>> = {
  smoke: { ms: 100, messages: 200, backlog: 100 },
  quick: { ms: 2000, messages: 5000, backlog: 2000 },
  full: { ms: 10_000, messages: 30_000, backlog: 20_000 },
};
const LONG_MESSAGES = 300_000;
const MESSAGES_A_TRANSCRIPT = 100;

const LABELS: Readonly<Record<Disturbance, string>> = {
  off: "the archive is off",
  undisturbed: "one worker fills the archive",
  held: "another writer holds the archive",
  "eight-separately": "eight workers fill an archive each",
  eight: "eight workers fill one archive",
  "import-elsewhere": "an import fills another archive",
  import: "an import fills the same archive",
};

/** What is compared: the second does the same work without the archive in common. */
const RATIOS: readonly (readonly [Disturbance, Disturbance])[] = [
  ["undisturbed", "off"],
  ["held", "undisturbed"],
  ["eight", "eight-separately"],
  ["import", "import-elsewhere"],
];
/** An applied entry waits for no archive. */
const RATIO_BUDGET: Budget = { most: 1.25 };
const DRAIN_BUDGET: Budget = { least: 0.8 };

const DRAINS = ["with", "without"] as const;
type Drain = (typeof DRAINS)[number];

async function run(context: ScenarioContext): Promise<ScenarioResult> {
  const { size, isLong = false, signal } = context;
  const amounts = { ...AMOUNTS[size], ...(isLong ? { messages: LONG_MESSAGES } : {}) };
  const trials = context.trials ?? TRIALS[size];
  using dir = freshRoot();
  const home = join(dir.root, "home");
  context.progress("archive: writing transcripts");
  writeTranscripts(home, "claude-code", Math.ceil(amounts.messages / MESSAGES_A_TRANSCRIPT), MESSAGES_A_TRANSCRIPT);
  const timed = await interleave(context, {
    name: "archive",
    cases: DISTURBANCES,
    trials,
    measure: (disturbance) => measureDisturbed(disturbance, { ...amounts, home, signal }),
  });
  const drained = await interleave(context, {
    name: "archive: drain",
    cases: DRAINS,
    trials,
    measure: (drain: Drain) => drainedWith(drain === "with", amounts.backlog, signal),
  });
  rmSync(home, { recursive: true });
  const latencies = new Map(
    DISTURBANCES.map((one): [Disturbance, Series] => [
      one,
      {
        id: `archive.committed.${one}`,
        label: `enqueue to committed, ${LABELS[one]}`,
        mode: null,
        unit: "ms",
        trials: timed.get(one)!.map(({ committed }) => committed),
      },
    ]),
  );
  const rates = DRAINS.map((one): Series => ({
    id: `archive.drain.${one}`,
    label: `draining ${amounts.backlog.toLocaleString("en-US")} tool calls, ${one} the outbox and its forwarder`,
    mode: null,
    unit: "entries/s",
    trials: drained.get(one)!.map((rate) => [rate]),
  }));
  const [withOutbox, without] = rates as [Series, Series];
  const ends = [...timed.values()].flatMap((found) => found.map(({ end }) => end));
  return {
    scenario: "archive",
    title: `archive: enqueue to committed while the archive is filled, held for ${amounts.ms / 1000} s, shared by eight workers, and while ${amounts.messages.toLocaleString("en-US")} messages are imported; drain with the outbox`,
    durability: "process",
    series: [...latencies.values(), ...rates],
    figures: [
      ...RATIOS.flatMap(([one, other]) => ratiosOf(latencies, one, other)),
      figureOf(
        {
          id: "archive.drain.with-over-without",
          label: "draining, with the outbox / without",
          unit: "×",
          budget: DRAIN_BUDGET,
        },
        estimateRatio(withOutbox.trials, without.trials, "p50"),
        withOutbox.trials,
      ),
      ...[...latencies.values()].flatMap((one) =>
        (["p50", "p99"] as const).map((statistic) =>
          seriesFigure(one, statistic, { id: `${one.id}.${statistic}`, label: `${one.label}, ${statistic}` }),
        ),
      ),
      ...rates.map((one) => seriesFigure(one, "p50")),
      ...endFigures("archive", ends),
    ],
    notes: NOTES,
  };
}

function ratiosOf(series: ReadonlyMap<Disturbance, Series>, one: Disturbance, other: Disturbance): Figure[] {
  const [above, below] = [series.get(one)!.trials, series.get(other)!.trials];
  return (["p50", "p99"] as const).map((statistic) =>
    figureOf(
      {
        id: `archive.${one}-over-${other}.${statistic}`,
        label: `${LABELS[one]} / ${LABELS[other]}, ${statistic}`,
        unit: "×",
        ...(statistic === "p50" ? { budget: RATIO_BUDGET } : {}),
      },
      estimateRatio(above, below, statistic),
      above,
    ),
  );
}

const NOTES = [
  "Entries are what the hook makes of recorded calls, one after the other, each after a random pause of up to 30 ms.",
  "The archive is held by an open write transaction for the whole time; the rows come there afterwards, and the run is void where one is missing.",
  "Eight workers: the other seven get an entry each 50 ms, together 140 a second. Those that fill an archive each cost the machine as much, and share no lock.",
  "An import into another archive does the same work beside the same worker. Entries are timed until it has ended.",
  "Drain: from the start of the worker until all are in its ledger, with the process beside it that fills the archive, or without both.",
];

export const archive: Scenario = {
  name: "archive",
  summary:
    "enqueue to committed while the archive is held, shared by eight workers or imported into; drain with the outbox",
  run,
};
