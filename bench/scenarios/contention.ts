import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { Queue } from "../../src/queue/queue.ts";
import { DoorbellSource } from "../../src/wake/doorbell.ts";
import { openDatabase } from "../../tests/support/database.ts";
import { countFigure, figureOf, seriesFigure } from "../figures/figures.ts";
import type { Budget, Figure, ScenarioResult, Series, Size } from "../figures/result.ts";
import { freshRoot } from "../harness/rig.ts";
import { startTurnTaker, type TurnTaker } from "../harness/turn-taker.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { besides, type Turn, type Way, WAYS } from "../load/programs/contender.ts";
import { estimateRatio } from "../stats/estimate.ts";

const PROCESSES = 8;
const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 5, full: 10 };
/** Of each process a turn: enough for the scheduler to mix eight of them on two cores. */
const ENTRIES: Readonly<Record<Size, number>> = { smoke: 10, quick: 100, full: 250 };
const HEAD_START_MS = 20;

const LABELS: Readonly<Record<Way, string>> = {
  bare: "bare write and rename",
  enqueue: "Queue.enqueue",
  direct: "an insert into SQLite by each process",
};

type Samples = Readonly<Record<Way, number[][]>>;

/** Makes what the ways write to. The doorbell has a listener, as where a worker runs, which would take a core of its own. */
function prepare(root: string): Disposable {
  const { paths } = new Queue(root);
  const { tmp, pending, database } = besides(root);
  for (const path of [tmp, pending, database]) mkdirSync(path, { recursive: true, mode: 0o700 });
  using db = openDatabase(database);
  db.run("PRAGMA journal_mode = WAL");
  db.run("CREATE TABLE calls (id TEXT PRIMARY KEY, at_ms REAL NOT NULL, text TEXT NOT NULL) WITHOUT ROWID");
  const doorbell = new DoorbellSource(paths.doorbell);
  doorbell.start(() => undefined);
  return { [Symbol.dispose]: () => doorbell.stop() };
}

/** Counts what each way has saved, and empties it, so that no directory is longer for the next. */
function tally(root: string): number {
  const { pending, database } = besides(root);
  using db = openDatabase(database);
  const { n } = db.query<{ n: number }, []>("SELECT count(*) AS n FROM calls").get()!;
  db.run("DELETE FROM calls");
  let found = n;
  for (const directory of [pending, new Queue(root).paths.pending]) {
    for (const name of readdirSync(directory)) {
      rmSync(`${directory}/${name}`);
      found += 1;
    }
  }
  return found;
}

interface Contended {
  readonly samples: Samples;
  readonly sent: number;
  readonly saved: number;
}

async function contend({ size, signal, progress, ...context }: ScenarioContext): Promise<Contended> {
  const trials = context.trials ?? TRIALS[size];
  const samples: Samples = { bare: [], enqueue: [], direct: [] };
  let saved = 0;
  using dir = freshRoot();
  const { root } = dir;
  using stack = new DisposableStack();
  stack.use(prepare(root));
  // Each answers with the milliseconds of each entry.
  const contenders: TurnTaker<Turn, readonly number[]>[] = [];
  for (let index = 0; index < PROCESSES; index += 1) {
    contenders.push(stack.use(await startTurnTaker("bench/load/programs/contender.ts", [root, String(index)], signal)));
  }
  // The first round warms up.
  for (let trial = -1; trial < trials; trial += 1) {
    for (let turn = 0; turn < WAYS.length; turn += 1) {
      const way = WAYS[(Math.max(0, trial) + turn) % WAYS.length]!;
      signal.throwIfAborted();
      progress(`contention: trial ${Math.max(0, trial) + 1} of ${trials}, ${LABELS[way]}`);
      const atMs = Date.now() + HEAD_START_MS;
      const taken = await Promise.all(contenders.map((one) => one.take({ way, entries: ENTRIES[size], atMs })));
      if (trial >= 0) samples[way].push(taken.flat());
    }
    saved += tally(root);
  }
  return { samples, saved, sent: (trials + 1) * WAYS.length * PROCESSES * ENTRIES[size] };
}

async function run(context: ScenarioContext): Promise<ScenarioResult> {
  const { samples, sent, saved } = await contend(context);
  if (saved !== sent) throw new Error(`wrong end: of ${sent} calls ${saved} were saved`);
  const series = WAYS.map((way): Series => ({
    id: `contention.${way}`,
    label: LABELS[way],
    mode: null,
    unit: "ms",
    trials: samples[way],
  }));
  const over = (way: Way, statistic: "p50" | "p99", bound: { readonly budget?: Budget } = {}): Figure =>
    figureOf(
      {
        id: `contention.enqueue-over-${way}.${statistic}`,
        label: `Queue.enqueue / ${LABELS[way]}, ${statistic}`,
        unit: "×",
        ...bound,
      },
      estimateRatio(samples.enqueue, samples[way], statistic),
      samples.enqueue,
    );
  return {
    scenario: "contention",
    title: `contention: ${PROCESSES} processes save calls at once, in turn by Queue.enqueue, by a bare write and rename, and by an insert into SQLite`,
    durability: "process",
    series,
    figures: [
      over("bare", "p50", { budget: { most: 2 } }),
      over("bare", "p99"),
      over("direct", "p50"),
      over("direct", "p99"),
      ...series.flatMap((one) =>
        (["p50", "p99"] as const).map((statistic) =>
          seriesFigure(one, statistic, { id: `${one.id}.${statistic}`, label: `${one.label}, ${statistic}` }),
        ),
      ),
      countFigure({ id: "contention.lost", label: "entries lost", budget: { most: 0 } }, sent - saved, sent),
    ],
    notes: [
      "Each writes the same bytes: what the hook makes of a recorded call. The processes keep running, and the direct ones keep their connection, which a hook would have to open (WAL, synchronous NORMAL, a busy timeout of 5 s).",
      "Queue.enqueue looks for room, writes and renames, notes the entry in its journal, and rings. The others do none of that; an insert is applied at once, and is neither tried again nor kept where it fails.",
      "The doorbell is heard, and nothing else is done with what was saved: a worker's own work would be measured with it.",
      "With more processes than cores, p99 tells how often a call meets the end of its time slice.",
    ],
  };
}

export const contention: Scenario = {
  name: "contention",
  summary: "eight processes save calls at once: hive's enqueue, a bare write and rename, and SQLite by each of them",
  run,
};
