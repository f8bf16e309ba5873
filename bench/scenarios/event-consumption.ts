import { Queue } from "../../src/queue/queue.ts";
import type { Heartbeat } from "../../src/supervisor/heartbeat.ts";
import { endFigures } from "../figures/end-figures.ts";
import { checkEndState, type EndState } from "../harness/end-state.ts";
import { isWoken } from "../harness/modes.ts";
import { Observer } from "../harness/observer.ts";
import { foreign, own, type Producer } from "../load/producers.ts";
import type { Figure, Mode, Size } from "../figures/result.ts";
import { freshRoot, startWorker } from "../harness/rig.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { interleave, pause } from "../harness/trials.ts";

/** Events may be on their way for so long after the last entry has been applied. */
const TRAILING_MS = 100;
/** Far shorter than the 30 s of a shipped worker, so that an entry without an event is soon found. */
const BACKSTOP_MS = 3000;
const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 2, full: 3 };
const BURST = 100;

interface Counts {
  readonly single: Readonly<Record<Mode, number>>;
  readonly bursts: number;
}

const COUNTS: Readonly<Record<Size, Counts>> = {
  smoke: { single: { poll: 3, "pseudo-event": 1, event: 10, "event+doorbell": 10 }, bursts: 1 },
  quick: { single: { poll: 10, "pseudo-event": 4, event: 50, "event+doorbell": 50 }, bursts: 2 },
  full: { single: { poll: 40, "pseudo-event": 10, event: 200, "event+doorbell": 200 }, bursts: 5 },
};

const PHASES = {
  single: { label: "single drops", producer: own, size: 1 },
  foreign: { label: "single drops by a foreign mv", producer: foreign, size: 1 },
  burst: { label: `bursts of ${BURST}`, producer: own, size: BURST },
} as const satisfies Record<string, { label: string; producer: Producer; size: number }>;
type Phase = keyof typeof PHASES;

/** A mode that consumes no event is measured with hive's own entries alone. */
function phasesOf(mode: Mode): readonly Phase[] {
  return isWoken(mode) ? ["single", "foreign", "burst"] : ["single", "burst"];
}

/** Drops a number of entries at once, waits until all are applied, and repeats. */
interface Drop {
  readonly mode: Mode;
  readonly phase: Phase;
  readonly rounds: number;
}

interface Result extends Drop {
  readonly heartbeat: Heartbeat;
  readonly end: EndState;
}

async function drop({ fault, intervalsMs, signal }: ScenarioContext, { mode, phase, rounds }: Drop): Promise<Result> {
  const { producer, size } = PHASES[phase];
  using dir = freshRoot();
  await using worker = await startWorker(dir.root, mode, {
    fault,
    intervalsMs,
    config: { backstopIntervalMs: BACKSTOP_MS },
  });
  using observer = new Observer(dir.root, worker);
  const queue = new Queue(dir.root);
  let entries = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (let index = 0; index < size; index += 1, entries += 1) producer(queue, entries);
    await observer.until(() => observer.applied >= entries, signal);
    // Lets a signal in.
    await pause(0, signal);
  }
  await pause(TRAILING_MS, signal);
  const heartbeat = await worker.stop();
  return { mode, phase, rounds, heartbeat, end: checkEndState(dir.root, entries) };
}

/** The sums of the workers' last heartbeats. */
function tally(results: readonly Result[]) {
  const sum = (of: (heartbeat: Heartbeat) => number): number => results.reduce((n, one) => n + of(one.heartbeat), 0);
  const wakes = (cause: string): number => sum((heartbeat) => heartbeat.wakes[cause] ?? 0);
  const rings = sum((heartbeat) => heartbeat.rings);
  const watcherEvents = sum((heartbeat) => heartbeat.watch_events);
  const consumed = wakes("doorbell") + wakes("watch");
  const backstopOnly = sum((heartbeat) => heartbeat.missed_wakes);
  const foundInTime = sum((heartbeat) => heartbeat.events_processed) - backstopOnly;
  // A worker that says "an event woke me" when there was none has only looked often enough.
  const hasEvents = rings + watcherEvents > 0 && consumed > 0;
  return {
    rings,
    "watcher-events": watcherEvents,
    delivered: rings + watcherEvents,
    "doorbell-wakes": wakes("doorbell"),
    "watcher-wakes": wakes("watch"),
    consumed,
    "timer-wakes": wakes("poll") + wakes("backstop"),
    "found-by-event": hasEvents ? foundInTime : 0,
    "found-by-timer": hasEvents ? 0 : foundInTime,
    "backstop-only": backstopOnly,
  };
}

const LABELS: Readonly<Record<keyof ReturnType<typeof tally>, readonly [label: string, unit: string]>> = {
  rings: ["doorbell rings delivered", "events"],
  "watcher-events": ["watcher events delivered", "events"],
  delivered: ["events delivered", "events"],
  "doorbell-wakes": ["wakes by the doorbell", "wakes"],
  "watcher-wakes": ["wakes by the watcher", "wakes"],
  consumed: ["events consumed: wakes that they caused", "wakes"],
  "timer-wakes": ["wakes by a timer", "wakes"],
  "found-by-event": ["entries found by an event's wake", "entries"],
  "found-by-timer": ["entries found by the poll's timer", "entries"],
  "backstop-only": ["entries found by the backstop only", "entries"],
};

function figuresOf(prefix: string, label: string, mode: Mode, results: readonly Result[]): Figure[] {
  const n = results.reduce((sum, { end }) => sum + end.entries, 0);
  const found = tally(results);
  const isJudged = prefix === "events" && mode === "event+doorbell";
  const counts = Object.entries(found).map(([name, value]): Figure => {
    const [what, unit] = LABELS[name as keyof typeof LABELS];
    const budget = isJudged && name === "backstop-only" ? { most: 0 } : null;
    return { id: `${prefix}.${name}`, label: `${what}${label}`, mode, value, unit, interval: null, n, budget };
  });
  if (prefix !== "events") return counts;
  const value = (found["found-by-event"] / n) * 100;
  const budget = isJudged ? { least: 100 } : null;
  const share = {
    label: "share of entries found by an event's wake",
    mode,
    value,
    unit: "%",
    interval: null,
    n,
    budget,
  };
  return [{ id: "events.found-by-event-share", ...share }, ...counts];
}

/** Which events came, which of them woke the worker, and what found the entries. */
async function run(context: ScenarioContext) {
  const { size, modes } = context;
  const drops = modes.flatMap((mode) =>
    phasesOf(mode).map((phase) => {
      const rounds = phase === "burst" ? COUNTS[size].bursts : COUNTS[size].single[mode];
      return { mode, phase, rounds, name: `${mode}, ${PHASES[phase].label}` };
    }),
  );
  const found = await interleave(context, {
    name: "event-consumption",
    cases: drops.map(({ name }) => name),
    trials: context.trials ?? TRIALS[size],
    measure: (name) =>
      drop(
        context,
        drops.find((one) => one.name === name)!,
      ),
  });
  const results = [...found.values()].flat();
  const figures = modes.flatMap((mode) => {
    const ofMode = results.filter((result) => result.mode === mode);
    const byPhase = phasesOf(mode).flatMap((phase) => {
      const ofPhase = ofMode.filter((result) => result.phase === phase);
      return figuresOf(`events.${phase}`, `, ${PHASES[phase].label}`, mode, ofPhase);
    });
    return [...figuresOf("events", "", mode, ofMode), ...byPhase];
  });
  return {
    scenario: "event-consumption",
    title: `event-consumption: drops of one entry and of ${BURST}, the next when all are applied; a backstop every ${BACKSTOP_MS / 1000} s; counted by the worker itself`,
    durability: "process" as const,
    series: [],
    figures: [
      ...figures,
      ...endFigures(
        "events",
        results.map(({ end }) => end),
      ),
    ],
    notes: [
      "The watcher also tells of the worker's own claims leaving pending/ and of the probes at its start: such events are delivered and wake no worker.",
      "An event that comes while the worker is at work counts as a wake; it looks once more.",
      "poll and pseudo-event consume no event, whatever is delivered: a timer finds their entries.",
      "Found by the backstop only: no event woke the worker, and the entry was more than 1 s old.",
    ],
  };
}

export const eventConsumption: Scenario = {
  name: "event-consumption",
  summary: "events delivered, wakes that they caused, and what found the entries, by mode, for single drops and bursts",
  run,
};
