import { type Aftermath, PRODUCERS, type Producer, runFailure } from "../failures/failure-trial.ts";
import { listFailures, type WakeFailure } from "../failures/wake-failures.ts";
import { endFigures } from "../figures/end-figures.ts";
import { checkEndState, type EndState } from "../harness/end-state.ts";
import { seriesFigure } from "../figures/figures.ts";
import type { Figure, ScenarioResult, Series, Size } from "../figures/result.ts";
import { freshRoot } from "../harness/rig.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";

const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 1, full: 3 };
/** Instead of 30 s. A worker whose watcher is dead tries for 3 s at each backstop to start it again: that needs a longer one. */
const BACKSTOP_MS: Readonly<Record<Size, number>> = { smoke: 500, quick: 2000, full: 6000 };
/** Failures that take longer than this size of run has. */
const LEFT_OUT: Readonly<Record<Size, readonly string[]>> = {
  smoke: ["watcher-silent", "watcher-dead"],
  quick: ["watcher-dead"],
  full: [],
};

/** One failure, met by the entries of one producer. */
interface Case {
  readonly failure: WakeFailure;
  readonly producer: Producer;
  readonly trials: Aftermath[];
  readonly ends: EndState[];
}

const WHO: Readonly<Record<Producer, string>> = { hive: "hive's enqueue", foreign: "a foreign mv" };

type Time = "flowsAgainMs" | "longestWaitMs" | "ringsAgainMs" | "eventsAgainMs";
const TIMES: Readonly<Record<Time, readonly [id: string, label: string]>> = {
  flowsAgainMs: ["flows-again", "until entries flow again"],
  longestWaitMs: ["longest-wait", "longest wait of an entry"],
  ringsAgainMs: ["rings-again", "until the doorbell is heard again"],
  eventsAgainMs: ["events-again", "from the end of the failure until events wake it again"],
};

function seriesOf({ failure, producer, trials }: Case): Series[] {
  return (Object.keys(TIMES) as Time[]).flatMap((time) => {
    const samples = trials.flatMap((aftermath) => aftermath[time] ?? []);
    if (samples.length === 0 || (time === "ringsAgainMs" && !failure.id.startsWith("doorbell"))) return [];
    const [id, label] = TIMES[time];
    return {
      id: `fallback.${failure.id}.${id}.${producer}`,
      label: `${failure.label}; ${WHO[producer]}: ${label}`,
      mode: "event+doorbell" as const,
      unit: "ms",
      trials: samples.map((sample) => [sample]),
    };
  });
}

function restarts({ failure, producer, trials }: Case): Figure {
  return {
    id: `fallback.${failure.id}.restarts.${producer}`,
    label: `${failure.label}; ${WHO[producer]}: restarts of a wake source`,
    mode: "event+doorbell",
    value: Math.max(...trials.map(({ watcherRestarts }) => watcherRestarts)),
    unit: "restarts",
    interval: null,
    n: trials.length,
    budget: null,
  };
}

/** The worker's words in the first trial. */
function note({ failure, producer, trials }: Case): string {
  return `${failure.label}; ${WHO[producer]}: ${trials[0]!.said.join(" → ")}`;
}

async function measure(cases: readonly Case[], context: ScenarioContext): Promise<void> {
  const { size, signal, progress } = context;
  const trials = context.trials ?? TRIALS[size];
  for (let trial = 0; trial < trials; trial += 1) {
    progress(`fallback: trial ${trial + 1} of ${trials}, ${cases.length} failures at once`);
    // Most of the time is waiting, each for its own backstop.
    const running = new AbortController();
    using directories = new DisposableStack();
    const roots = cases.map(() => directories.use(freshRoot()).root);
    const options = { backstopIntervalMs: BACKSTOP_MS[size], signal: AbortSignal.any([signal, running.signal]) };
    const found = await Promise.allSettled(
      cases.map((one, index) =>
        runFailure(roots[index]!, one.failure, one.producer, options).catch((error: unknown) => {
          running.abort(error);
          throw new Error(`${one.failure.id}, ${one.producer}`, { cause: error });
        }),
      ),
    );
    signal.throwIfAborted();
    for (const [index, result] of found.entries()) {
      if (result.status === "rejected" && result.reason.cause === running.signal.reason) throw result.reason;
      if (result.status === "fulfilled") cases[index]!.trials.push(result.value);
    }
    // When none is timed any more. All are here: what one was rejected with has been thrown.
    for (const [index, { trials: done, ends }] of cases.entries()) {
      ends.push(checkEndState(roots[index]!, done.at(-1)!.entries));
    }
  }
}

async function run(context: ScenarioContext): Promise<ScenarioResult> {
  const { size } = context;
  const { failures, isRealLimit } = listFailures();
  const cases = failures
    .filter(({ id }) => !LEFT_OUT[size].includes(id))
    .flatMap((failure) => PRODUCERS.map((producer): Case => ({ failure, producer, trials: [], ends: [] })));
  await measure(cases, context);
  const series = cases.flatMap((one) => seriesOf(one));
  return {
    scenario: "fallback",
    title: `fallback: a running worker loses what wakes it; the backstop comes every ${BACKSTOP_MS[size] / 1000} s instead of every 30 s`,
    durability: "process",
    series,
    figures: [
      ...endFigures(
        "fallback",
        cases.flatMap(({ ends }) => ends),
      ),
      ...series.map((one) => seriesFigure(one, "p50")),
      ...cases.map(restarts),
    ],
    notes: [
      "Entries flow again when three in a row wait 250 ms at most each; the time is that at which the first of them, or the last that had to wait, was applied.",
      "The failure comes soon after a backstop, so what waits for the next one waits for nearly all of the interval.",
      "All failures of a trial come at the same time, each to a worker of its own.",
      "A silent watcher is one whose events a test program swallows: the kernel offers no way to take them from a running process.",
      isRealLimit
        ? "The limit of watches is the kernel's, set to 0 in a user namespace in which the worker starts."
        : "No user namespace can be made here, so the limit of watches is simulated: starting the watcher throws ENOSPC.",
      ...cases.map(note),
    ],
  };
}

export const fallback: Scenario = {
  name: "fallback",
  summary: "the queue's directory, the watcher, the watch limit or the doorbell fails: time until entries flow again",
  run,
};
