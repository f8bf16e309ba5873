import { createRequire } from "node:module";
import { parseFleetUrl } from "../../src/store/postgres/connect/address.ts";
import { FleetReader } from "../../src/store/postgres/fleet-reader.ts";
import { POSTGRES, Postgres } from "../../tests/support/servers/postgres.ts";
import { countFigure, figureOf, seriesFigure } from "../figures/figures.ts";
import type { Budget, Figure, ScenarioResult, Series, Size } from "../figures/result.ts";
import { TOP } from "../harness/rig.ts";
import { startTurnTaker, type TurnTaker } from "../harness/turn-taker.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { CALLS_A_BATCH, peerModule, type Sending, SENDINGS, type SendTurn } from "../load/programs/fleet-sender.ts";
import { untilVisible } from "../load/fleet-visible.ts";
import { estimate, estimateRatio } from "../stats/estimate.ts";

const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 3, full: 5 };
const HEAD_START_MS = 50;

/** What is measured, and how long. */
interface Form {
  /** The numbers of forwarders that send at once. */
  readonly forwarders: readonly number[];
  readonly sendings: readonly Sending[];
  readonly batches: number;
  /** The entries of a trial that are timed until they are visible; 0 leaves them out. */
  readonly visible: number;
}

const ALL = { forwarders: [1, 2, 4, 8], sendings: SENDINGS } as const;
const FORMS: Readonly<Record<Size, Form>> = {
  smoke: { ...ALL, batches: 2, visible: 10 },
  quick: { ...ALL, batches: 16, visible: 150 },
  full: { ...ALL, batches: 40, visible: 500 },
};
/** A round of the gate takes seconds. */
const GATE_FORM: Form = { forwarders: [1], sendings: ["plain", "fleet-status", "fleet-all"], batches: 8, visible: 0 };

const LABELS: Readonly<Record<Sending, string>> = {
  plain: "a plain upsert loop, a row for each call",
  "fleet-status": "hive's forwarder, status and sessions shared",
  "fleet-all": "hive's forwarder, all classes shared",
  "graphile-worker": "graphile-worker's add_jobs",
  "pg-boss": "pg-boss's insert",
};
/** Of what is shared by default. With all classes a call is two rows, each searched for its words. */
const BUDGETS: { readonly [share: string]: Budget } = { status: { least: 0.6 } };
const VISIBLE_BUDGETS = { p50: { most: 3 }, p99: { most: 15 } } as const;

/** Makes the tables that the ways write to. @returns the ways that can be taken here */
async function prepare(server: Postgres, url: string, sendings: readonly Sending[]): Promise<readonly Sending[]> {
  await using reader = new FleetReader(parseFleetUrl(url, {}));
  await reader.init();
  await server.query(`CREATE TABLE bench_plain (id uuid PRIMARY KEY, session text, instance text, agent text, event text,
    at_ms double precision, body jsonb)`);
  const { path } = parseFleetUrl(url, {});
  const connectionString = `postgres://hive@/postgres?host=${path!.slice(0, path!.lastIndexOf("/"))}`;
  const peers = createRequire(`${TOP}/bench/peers/package.json`);
  const ways = sendings.filter(
    (one) => (one !== "graphile-worker" && one !== "pg-boss") || peerModule(one) !== undefined,
  );
  if (ways.includes("graphile-worker")) {
    const { runMigrations } = peers("graphile-worker") as { runMigrations: (options: object) => Promise<void> };
    await runMigrations({ connectionString });
  }
  if (ways.includes("pg-boss")) {
    const { PgBoss } = peers("pg-boss") as { PgBoss: new (options: object) => Boss };
    const boss = new PgBoss({ connectionString, max: 1, supervise: false, schedule: false });
    await boss.start();
    await boss.createQueue("bench");
    await boss.stop({ graceful: false });
  }
  return ways;
}

interface Boss {
  start(): Promise<unknown>;
  createQueue(name: string): Promise<unknown>;
  stop(options: object): Promise<unknown>;
}

/** Calls a second, by way and number of senders: one a trial. */
type Rates = ReadonlyMap<string, number[][]>;

const rateId = (sending: Sending, forwarders: number): string => `fleet.${sending}.${forwarders}`;

interface Sent {
  readonly rates: Rates;
  /** Ms from commit to visible: one list a trial. */
  readonly visible: readonly number[][];
  readonly ways: readonly Sending[];
  /** The calls that no cursor on the server has passed. */
  readonly missing: number;
  readonly sent: number;
}

async function measure({ size, signal, progress, ...context }: ScenarioContext, form: Form): Promise<Sent> {
  const trials = context.trials ?? TRIALS[size];
  const { batches } = form;
  // As a server is run: each commit reaches the disk.
  await using server = await Postgres.start(["fsync=on", "full_page_writes=on"]);
  const url = server.url("?fleet=bench");
  const ways = await prepare(server, url, form.sendings);
  using stack = new DisposableStack();
  const senders: TurnTaker<SendTurn, number>[] = [];
  for (let index = 0; index < Math.max(...form.forwarders); index += 1) {
    senders.push(
      stack.use(await startTurnTaker("bench/load/programs/fleet-sender.ts", [url, `sender-${index}`], signal)),
    );
  }
  const rates = new Map<string, number[][]>();
  const visible: number[][] = [];
  let sent = 0;
  // The first round warms up.
  for (let trial = -1; trial < trials; trial += 1) {
    for (const forwarders of form.forwarders) {
      for (let turn = 0; turn < ways.length; turn += 1) {
        const sending = ways[(Math.max(0, trial) + turn) % ways.length]!;
        signal.throwIfAborted();
        progress(`fleet: trial ${Math.max(0, trial) + 1} of ${trials}, ${forwarders} at once, ${LABELS[sending]}`);
        const atMs = Date.now() + HEAD_START_MS * forwarders;
        const tookMs = await Promise.all(
          senders.slice(0, forwarders).map((one) => one.take({ sending, batches, atMs })),
        );
        if (sending.startsWith("fleet")) sent += forwarders * batches * CALLS_A_BATCH;
        if (trial < 0) continue;
        const id = rateId(sending, forwarders);
        const perSecond = (forwarders * batches * CALLS_A_BATCH * 1000) / Math.max(...tookMs);
        rates.set(id, [...(rates.get(id) ?? []), [perSecond]]);
      }
    }
    if (trial < 0 || form.visible === 0) continue;
    progress(`fleet: trial ${trial + 1} of ${trials}, from commit to visible`);
    visible.push(await untilVisible(`${url}-visible`, form.visible, signal));
  }
  // A source's cursor is the number of the rows that its sender has sent.
  const [counted] = await server.query<{ seq: string }>(
    "SELECT sum(seq)::text AS seq FROM hive.sources WHERE fleet = 'bench'",
  );
  return { rates, visible, ways, sent, missing: sent - Number(counted!.seq) };
}

function ratios(rates: Rates, { forwarders: numbers }: Form): Figure[] {
  return numbers.flatMap((forwarders) =>
    (["status", "all"] as const).map((share) => {
      const own = rates.get(rateId(`fleet-${share}`, forwarders))!;
      const plain = rates.get(rateId("plain", forwarders))!;
      return figureOf(
        {
          id: `fleet.${share}-over-plain.${forwarders}`,
          label: `${LABELS[`fleet-${share}`]} / the plain loop, ${forwarders} at once`,
          unit: "×",
          ...(BUDGETS[share] === undefined ? {} : { budget: BUDGETS[share] }),
        },
        estimateRatio(own, plain, "p50"),
        own,
      );
    }),
  );
}

function visibleFigures(trials: readonly number[][]): readonly [Series[], Figure[]] {
  if (trials.length === 0) return [[], []];
  const label = "from a worker's commit to the server's notification, status and sessions shared";
  const series: Series = { id: "fleet.visible", label, mode: null, unit: "ms", trials };
  const figures = (["p50", "p99"] as const).map((statistic) =>
    seriesFigure(series, statistic, {
      id: `fleet.visible.${statistic}`,
      label: `${label}, ${statistic}`,
      budget: VISIBLE_BUDGETS[statistic],
    }),
  );
  return [[series], figures];
}

function resultOf({ rates, visible, ways, missing, sent }: Sent, form: Form): ScenarioResult {
  const [visibleSeries, visibleOnes] = visibleFigures(visible);
  const series = [...rates].map(([id, trials]): Series => {
    const forwarders = id.slice(id.lastIndexOf(".") + 1);
    const sending = id.slice("fleet.".length, id.lastIndexOf(".")) as Sending;
    return { id, label: `${LABELS[sending]}, ${forwarders} at once`, mode: null, unit: "calls/s", trials };
  });
  const gone = form.sendings.filter((one) => !ways.includes(one));
  return {
    scenario: "fleet",
    title: `fleet: recorded calls sent to one PostgreSQL by ${form.forwarders.join(", ")} processes at once, in turn by hive's forwarder, by a plain upsert loop and by job queues`,
    durability: "power",
    series: [...series, ...visibleSeries],
    figures: [
      ...ratios(rates, form),
      ...visibleOnes,
      ...series.map(({ id, label, unit, trials }) => figureOf({ id, label, unit }, estimate(trials, "p50"), trials)),
      countFigure(
        { id: "fleet.missing", label: "calls that the server does not have", budget: { most: 0 } },
        missing,
        sent,
      ),
    ],
    notes: [
      `A batch is ${CALLS_A_BATCH} calls and one transaction, on a socket, with the server's own settings; server and senders share the cores.`,
      "The plain loop writes each call as one row by one statement a batch, into a table with one narrow key. hive's forwarder chooses what may leave, merges each fact with what the server has, describes sessions, moves its cursor and tells listeners.",
      "The job queues take the calls as they are, one job each.",
      ...(gone.length === 0 ? [] : [`Without ${gone.join(" and ")}: (cd bench/peers && bun install) brings them.`]),
    ],
  };
}

async function run(context: ScenarioContext, form = FORMS[context.size]): Promise<ScenarioResult> {
  if (POSTGRES !== null) return resultOf(await measure(context, form), form);
  return {
    scenario: "fleet",
    title: "fleet: calls sent to one PostgreSQL",
    durability: "power",
    series: [],
    figures: [],
    notes: ["Skipped: PostgreSQL is not installed here; Debian's package postgresql brings it."],
  };
}

export const fleet: Scenario = {
  name: "fleet",
  summary:
    "1, 2, 4 and 8 forwarders on one PostgreSQL beside a plain upsert loop and job queues; where it is installed",
  run: (context) => run(context),
};

export const gateFleet: Scenario = { ...fleet, run: (context) => run(context, GATE_FORM) };
