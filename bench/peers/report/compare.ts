import type { ScenarioResult } from "../../figures/result.ts";
import type { ScenarioContext } from "../../harness/scenario.ts";
import { Findings } from "./findings.ts";
import type { Measure } from "../measures/measure.ts";
import { contention } from "../measures/contention.ts";
import { drain } from "../measures/drain.ts";
import { idle } from "../measures/idle.ts";
import { kill } from "../measures/kill.ts";
import { latency } from "../measures/latency.ts";
import { producer } from "../measures/producer.ts";
import { type System, SYSTEMS } from "../systems.ts";
import { versionOf } from "../versions.ts";

export const MEASURES: readonly Measure[] = [producer, latency, drain, contention, kill, idle];

const NOTES: readonly string[] = [
  "Every system brings about the same effect: one row of session_logs, with the same columns and index, in a SQLite file with WAL and synchronous NORMAL. hive adds a ledger row in the same transaction; the others record a job in a database of their own and write the row through a connection of the handler's, so that neither waits for the other's lock.",
  "Durability: what was accepted survives a crash of every process, in every system as used here; none flushes to the disk for each entry, so a power cut may cost the last moments.",
  "hive applies an entry once because its ledger row commits with the effect. The other queues deliver at least once, as most do, and what is consumed in batches repeats a whole batch when it is killed between the effect and the acknowledgement: a handler that is given a key of its own and ignores a second insert would apply once too. The handlers here have none, so that the figure shows what each system does by itself.",
  "What polls was set to look as often as the files of setInterval do. A shorter interval gives a lower latency and costs more when idle, in proportion.",
  "Producers differ in what they load: hive and files open no SQLite, direct, plainjob and liteque open it, bunqueue connects to a server. That is part of what a hook pays.",
];

async function take(measure: Measure, system: System, context: ScenarioContext, findings: Findings): Promise<void> {
  if (findings.gap(measure, system) !== null) return;
  try {
    const { samples, notes = [] } = await measure.trial(system, context);
    for (const [quantity, values] of Object.entries(samples)) findings.add(quantity, system, values);
    for (const note of notes) findings.note(`${system.name}, ${measure.name}: ${note}.`);
  } catch (error) {
    context.signal.throwIfAborted();
    findings.leaveOut(measure, system, `left out: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** One measure, all systems: in turn, each trial begun by another; or side by side. */
export async function runMeasure(measure: Measure, context: ScenarioContext, findings: Findings): Promise<void> {
  for (const system of SYSTEMS) {
    const why = measure.notOffered(system);
    if (why !== null) findings.leaveOut(measure, system, `not offered: ${why}`);
  }
  const trials = context.trials ?? measure.trials[context.size];
  for (let trial = 0; trial < trials; trial += 1) {
    const first = trial % SYSTEMS.length;
    const order = [...SYSTEMS.slice(first), ...SYSTEMS.slice(0, first)];
    const progress = (system: string): void =>
      context.progress(`peers: ${measure.name}, trial ${trial + 1} of ${trials}, ${system}`);
    if (measure.isSideBySide) {
      progress("all");
      await Promise.all(order.map((system) => take(measure, system, context, findings)));
      continue;
    }
    for (const system of order) {
      progress(system.name);
      await take(measure, system, context, findings);
    }
  }
}

/** The findings so far, in the shape of the harness. */
export function resultOf(measures: readonly Measure[], context: ScenarioContext, findings: Findings): ScenarioResult {
  const cells = measures.flatMap((measure) =>
    measure.quantities.flatMap((quantity) => SYSTEMS.map((system) => [quantity, system] as const)),
  );
  const gaps = measures.flatMap((measure) =>
    SYSTEMS.flatMap((system) => {
      const why = findings.gap(measure, system);
      return why === null ? [] : [`${system.name}, ${measure.name}: ${why}.`];
    }),
  );
  return {
    scenario: "peers",
    title: "hive beside its peers and what one would do instead: the same entries, the same machine, trials in turn",
    durability: "process",
    series: cells.flatMap(([quantity, system]) => findings.series(quantity, system) ?? []),
    figures: cells.flatMap(([quantity, system]) => findings.figures(quantity, system)),
    notes: [
      ...SYSTEMS.map((system) => `${system.name}${versionOf(system)}: ${system.how}`),
      ...measures.map((measure) => `${measure.name}: ${measure.title(context.size)}.`),
      ...NOTES,
      ...gaps,
      ...findings.notes,
    ],
  };
}
