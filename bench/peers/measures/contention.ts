import type { Size } from "../../figures/result.ts";
import { type Measure, type MeasureContext, offeredByAll, type TrialResult } from "./measure.ts";
import { DRAIN_MS, Site, until } from "../rig.ts";
import type { System } from "../systems.ts";

const WRITERS = 8;
const ENTRIES: Readonly<Record<Size, number>> = { smoke: 10, quick: 200, full: 200 };

type Writer = ReturnType<Site["spawnRole"]>;

/** The lines that a child says, one at a time. */
function linesOf({ stdout }: Writer): () => Promise<string> {
  const reader = stdout.getReader();
  let text = "";
  return async () => {
    while (!text.includes("\n")) {
      const { done, value } = await reader.read();
      if (done) throw new Error("a writer ended before it was done");
      text += new TextDecoder().decode(value);
    }
    const [line = "", ...rest] = text.split("\n");
    text = rest.join("\n");
    return line;
  };
}

interface Outcome {
  /** Which of its entries were refused, and with what. */
  readonly refused: readonly number[];
  readonly failures: readonly string[];
  /** The time that each enqueue took, refused or not. */
  readonly takenMs: readonly number[];
}

/** Lets all writers begin at once. @returns what each was refused, and the time until the last was done */
async function race(site: Site, entries: number): Promise<{ results: Outcome[]; takenMs: number }> {
  const writers = Array.from({ length: WRITERS }, (_, index) => site.spawnRole("burst", `${index},${entries}`));
  const next = writers.map(linesOf);
  await Promise.all(next.map((line) => line()));
  const startedMs = performance.now();
  for (const { stdin } of writers) {
    await stdin.write("go\n");
    await stdin.flush();
  }
  const results = await Promise.all(next.map(async (line) => JSON.parse(await line()) as Outcome));
  return { results, takenMs: performance.now() - startedMs };
}

function countByName(names: readonly string[]): string {
  const groups = Object.entries(Object.groupBy(names, (name) => name));
  return groups.map(([name, all]) => `${all!.length} × ${name}`).join(", ");
}

async function trial(system: System, { size, signal }: MeasureContext): Promise<TrialResult> {
  const entries = ENTRIES[size];
  await using site = await Site.open(system, signal);
  await site.startConsumer();
  const { results, takenMs } = await race(site, entries);
  const accepted = results.flatMap(({ refused }, writer) =>
    Array.from({ length: entries }, (_, index) => index)
      .filter((index) => !refused.includes(index))
      .map((index) => `burst ${writer} ${index}`),
  );
  using watcher = site.watcher();
  // A lost entry does not come: the count says so, not a failure to wait.
  await until(() => watcher.last() >= accepted.length, DRAIN_MS, "all applied").catch(() => signal.throwIfAborted());
  const applied = watcher.applied();
  const failures = results.flatMap((result) => result.failures);
  const notes = [
    ...(failures.length > 0 ? [`enqueue failed: ${countByName(failures)}`] : []),
    ...(site.consumerErrors.length > 0
      ? [`the consumer ended and was started again: ${countByName(site.consumerErrors)}`]
      : []),
  ];
  const samples = {
    "contention.time": [takenMs],
    "contention.enqueue": results.flatMap(({ takenMs: each }) => each),
    "contention.failed": [failures.length],
    "contention.lost": [accepted.filter((message) => !applied.has(message)).length],
    "contention.doubled": [[...applied.values()].reduce((doubled, n) => doubled + n - 1, 0)],
  };
  return { samples, notes };
}

export const contention: Measure = {
  name: "contention",
  title: (size) =>
    `${WRITERS} processes at once, each enqueues ${ENTRIES[size]} entries one by one while the consumer runs; time until the last is accepted`,
  quantities: [
    { id: "contention.time", label: "all", unit: "ms", summary: "median" },
    { id: "contention.enqueue", label: "one entry", unit: "ms", summary: "percentiles" },
    { id: "contention.failed", label: "failed", unit: "entries", summary: "sum" },
    { id: "contention.lost", label: "lost", unit: "entries", summary: "sum" },
    { id: "contention.doubled", label: "doubled", unit: "entries", summary: "sum" },
  ],
  trials: { smoke: 1, quick: 1, full: 3 },
  isSideBySide: false,
  notOffered: offeredByAll,
  trial,
};
