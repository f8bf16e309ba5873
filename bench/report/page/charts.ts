/** Which charts a result has the figures for, in the order of the questions. */
import { type BenchResult, type Figure, MODES, type ScenarioResult } from "../../figures/result.ts";
import { distributions } from "../../figures/samples.ts";
import { type Axis, type Row, rowChart } from "../charts/rows.ts";
import { budgetText, modeTitle, number, quantity } from "../format.ts";
import { BACKLOG_IDS, COUNT_UNITS, CPU_SUFFIX, IDS, SCENARIO_NAMES, TAIL_SUFFIX } from "../ids.ts";
import { figureOf, figuresByBacklog, scenarioOf } from "../select.ts";
import { element, type Markup } from "./markup.ts";

const OWN_MODE = "event+doorbell";

function captioned(title: string, rows: readonly Row[], axis: Axis, caption: string): readonly Markup[] {
  if (rows.length === 0) return [];
  return [element("figure", {}, element("h3", {}, title), rowChart(rows, axis), element("figcaption", {}, caption))];
}

/** The part of a caption on a thin line that is an interval. */
function intervalNote(rows: readonly Row[]): string {
  return rows.some(({ span }) => span !== null) ? " The thin line is the 95 % interval." : "";
}

function savedChart(result: BenchResult): readonly Markup[] {
  const series = result.scenarios.flatMap((scenario) => scenario.series);
  const found = distributions(series.filter(({ id }) => id === IDS.latencyCommitted));
  const rows = MODES.flatMap((mode): Row[] => {
    const one = found.find((each) => each.mode === mode);
    if (one === undefined) return [];
    const { p50, p99 } = one.summary;
    const told = `${quantity(p50, "ms")}, p99 ${number(p99)}`;
    return [{ name: modeTitle(mode, result), value: p50, span: [p50, p99], told, isOwn: mode === OWN_MODE }];
  });
  return captioned(
    "Time until a call is saved",
    rows,
    { title: "milliseconds", scale: "logarithmic" },
    "By the way in which the worker learns of it; hive's own is event+doorbell. The dot is the median, the line ends at p99.",
  );
}

function idleChart(result: BenchResult, id: string, title: string): readonly Markup[] {
  const rows = MODES.flatMap((mode): Row[] => {
    const figure = figureOf(result, id, mode);
    // Zero has no place on a logarithmic axis.
    if (figure === undefined || figure.value <= 0) return [];
    return [rowOf(figure, modeTitle(mode, result), mode === OWN_MODE)];
  });
  const unit = figureOf(result, id, OWN_MODE)?.unit ?? "";
  const bound = rows.some((row) => row.bound != null) ? " The upright mark is its budget." : "";
  return captioned(
    title,
    rows,
    { title: unit === "%" ? "% of a core" : "per second", scale: "logarithmic" },
    `A worker with nothing to do, with all that it started.${intervalNote(rows)}${bound}`,
  );
}

function rowOf(figure: Figure, name: string, isOwn: boolean): Row {
  const { value, unit, interval, budget } = figure;
  const bound = budget === null ? null : "most" in budget ? budget.most : budget.least;
  const told = quantity(value, unit);
  return {
    name,
    value,
    span: interval,
    told: budget === null ? told : `${told} (${budgetText(budget, "")})`,
    isOwn,
    bound,
  };
}

const DRAINS = [
  { rate: BACKLOG_IDS.observations, floor: BACKLOG_IDS.observationsFloor, what: "tool calls" },
  { rate: BACKLOG_IDS.rate, floor: BACKLOG_IDS.floor, what: "log rows" },
];

function drainChart(result: BenchResult): readonly Markup[] {
  const rows = DRAINS.flatMap(({ rate, floor, what }) => {
    const floors = figuresByBacklog(result, floor);
    return figuresByBacklog(result, rate).flatMap(({ backlog, figure }): Row[] => {
      const bare = floors.find((one) => one.backlog === backlog);
      const name = `${number(backlog)} ${what}`;
      return [rowOf(figure, name, true), ...(bare === undefined ? [] : [rowOf(bare.figure, "… bare loop", false)])];
    });
  });
  return captioned(
    "Working off a backlog",
    rows,
    { title: "entries a second, by what waited at the start", scale: "linear" },
    `The bare loop makes the same system calls and runs the same SQL, with nothing around them.${intervalNote(rows)}`,
  );
}

/** The median of each series of a scenario as a bar, the line to p99; where there are few samples, to its interval. */
function barsOf(scenario: ScenarioResult | undefined, isOwn: (id: string) => boolean): readonly Row[] {
  if (scenario?.scenario === SCENARIO_NAMES.agent) {
    const sessions = scenario.figures.filter(({ id }) => SESSIONS.test(id));
    return sessions.map((figure) => rowOf(figure, figure.label, isOwn(figure.id)));
  }
  return distributions(scenario?.series ?? [])
    .filter(({ id, unit }) => unit === "ms" && !id.endsWith(CPU_SUFFIX))
    .map(({ id, label, summary: { p50, p99 } }) => ({
      name: label,
      value: p50,
      span: [p50, p99],
      told: `${quantity(p50, "ms")}, p99 ${number(p99)}`,
      isOwn: isOwn(id),
    }));
}

/** Whole sessions, a sample each. */
const SESSIONS = /^agent\.(none|true|hive)$/;
const MEDIANS = "The bar or dot is the median, the line ends at p99.";
const SCENARIO_CHARTS = [
  {
    name: SCENARIO_NAMES.agent,
    title: "A session of the real agent",
    caption: "From its start to its end. The bar is the median, the line spans the 95 % interval.",
  },
  {
    name: SCENARIO_NAMES.hook,
    title: "The hook as a process",
    caption: `From spawn to exit, as the agent waits for it. ${MEDIANS}`,
  },
  {
    name: SCENARIO_NAMES.contention,
    title: "Eight processes write at once",
    caption: `What one of them waits for each entry. ${MEDIANS}`,
  },
  { name: SCENARIO_NAMES.recall, title: "Reading it back", caption: `Whole commands, from spawn to exit. ${MEDIANS}` },
  {
    name: SCENARIO_NAMES.snapshot,
    title: "A snapshot of the files",
    caption: `After a call that changed four files. git's ways are whole processes, hive's is a request to one that runs. ${MEDIANS}`,
  },
] as const;

/** The senders that share a server, by the way in which they send. */
function fleetChart(result: BenchResult): readonly Markup[] {
  const rates = (scenarioOf(result, SCENARIO_NAMES.fleet)?.figures ?? []).filter(({ unit }) => unit === "calls/s");
  const rows = rates.map((figure) => rowOf(figure, figure.label, figure.id.startsWith("fleet.fleet-")));
  return captioned(
    "Sending to one PostgreSQL",
    rows,
    { title: "calls a second, of all senders", scale: "linear" },
    `Batches of 128 calls, each committed to disk; server and senders share the cores.${intervalNote(rows)}`,
  );
}

const NOT_OWN = /\.(?:empty|none|true|bare|direct|(?:git|git-first|stash)\.\d+)$/;

function scenarioCharts(result: BenchResult): readonly Markup[] {
  return SCENARIO_CHARTS.flatMap(({ name, title, caption }) => {
    const rows = barsOf(scenarioOf(result, name), (id) => !NOT_OWN.test(id));
    return captioned(title, rows, { title: "milliseconds", scale: scaleFor(rows) }, caption);
  });
}

/** Figures of one chart that differ by more than this are put on a logarithmic axis. */
const LINEAR_SPAN = 20;

function scaleFor(rows: readonly Row[]): Axis["scale"] {
  const values = rows.flatMap(({ value, span }) => [value, ...(span ?? [])]).filter((value) => value > 0);
  return values.length > 0 && Math.max(...values) / Math.min(...values) > LINEAR_SPAN ? "logarithmic" : "linear";
}

/** The quantities that are drawn, by the comparison's label, with a name for people. */
const PEER_NAMES: Readonly<Record<string, string>> = {
  "from source, p50": "a process that saves one entry",
  "compiled, p50": "a compiled process that saves one entry",
  "to visible, p50": "time until saved",
  rate: "working off a backlog",
  all: "eight write at once, until all are accepted",
  "one entry, p50": "eight write at once, an entry",
  CPU: "CPU while idle",
  wakeups: "wakeups while idle",
};

function peerCharts(result: BenchResult): readonly Markup[] {
  const figures = (scenarioOf(result, SCENARIO_NAMES.peers)?.figures ?? []).filter(
    ({ id, unit }) => !COUNT_UNITS.has(unit) && !id.endsWith(TAIL_SUFFIX) && !id.startsWith("peers.producer.empty."),
  );
  const parted = figures.map((figure) => {
    const [system = "", ...what] = figure.label.split(", ");
    return { figure, system, what: what.join(", ") };
  });
  return [...Map.groupBy(parted, ({ what, figure }) => JSON.stringify([what, figure.unit])).values()].flatMap(
    (group) => {
      const { what, figure } = group[0]!;
      const rows = group.map((one) => rowOf(one.figure, one.system, one.system === "hive"));
      const caption = `The same entries through each system, in one run. How they differ is said with the scenario.${intervalNote(rows)}`;
      return captioned(
        `Peers: ${PEER_NAMES[what] ?? what}`,
        rows,
        { title: figure.unit, scale: scaleFor(rows) },
        caption,
      );
    },
  );
}

export function charts(result: BenchResult): readonly Markup[] {
  return [
    ...savedChart(result),
    ...scenarioCharts(result),
    ...idleChart(result, IDS.idleCpu, "CPU while idle"),
    ...idleChart(result, IDS.idleWakeups, "Wakeups while idle"),
    ...drainChart(result),
    ...fleetChart(result),
    ...peerCharts(result),
  ];
}
