/** Which charts a result has the figures for. */
import { type BenchResult, type Figure, type Mode, MODES } from "../results.ts";
import { summarize } from "../stats.ts";
import { lookAt } from "./chart.ts";
import { backlogChart } from "./chart-backlog.ts";
import { type Bar, barChart } from "./chart-bars.ts";
import { distributionChart, percentileChart } from "./chart-latency.ts";
import { nameOf, number } from "./format.ts";
import { BACKLOG_IDS, COUNT_UNITS, CPU_SUFFIX, IDS, SCENARIO_NAMES, TAIL_SUFFIX } from "./ids.ts";
import { type Child, element, type Markup } from "./markup.ts";
import { figureOf, figuresByBacklog, samplesOf, scenarioOf } from "./select.ts";

function captioned(title: string, drawn: Child, caption: string): Markup {
  return element("figure", {}, element("h3", {}, title), drawn, element("figcaption", {}, caption));
}

function latencyCharts(result: BenchResult, id: string, what: string): Child {
  const rows = MODES.flatMap((mode) => {
    const samples = samplesOf(result, id, mode);
    return samples === undefined ? [] : [{ mode, samples }];
  });
  if (rows.length === 0) return [];
  return [
    captioned(
      `Latency, ${what}: distribution`,
      distributionChart(what, rows),
      "Every sample, by mode. The height is the square root of the share, so that the tail is seen; solid line p50, dashed line p99, dot the slowest.",
    ),
    captioned(
      `Latency, ${what}: percentiles`,
      percentileChart(what, rows),
      "How slow the slowest half, tenth, hundredth and so on are. A curve ends at the last sample.",
    ),
  ];
}

function barOf(figure: Figure, mode: Mode | null, name: string): Bar {
  return { name, mode, value: figure.value, interval: figure.interval, detail: `n ${number(figure.n)}` };
}

/** What the bars' whiskers are, where a figure has an interval. */
function whiskerText(figures: readonly Figure[]): string {
  return figures.some(({ interval }) => interval !== null) ? " A whisker is the 95 % interval." : "";
}

function idleChart(result: BenchResult, id: string, what: string): Child {
  const figures = MODES.flatMap((mode) => figureOf(result, id, mode) ?? []);
  if (figures.length === 0) return [];
  const bars = figures.map((figure) => barOf(figure, figure.mode, figure.mode ?? ""));
  const budget = figures.find((figure) => figure.budget !== null)?.budget ?? null;
  const drawn = barChart(bars, { what, unit: figures[0]!.unit, scale: "logarithmic", budget });
  const bound = budget === null ? "" : " The dashed line is the budget of hive's default mode.";
  const caption = `A worker with nothing to do. Logarithmic: each grid line is a multiple of the last, and the bars do not begin at zero.${whiskerText(figures)}${bound}`;
  return captioned(`Idle: ${what}`, drawn, caption);
}

/** Hive's line solid and the floor's broken; on tmpfs each with another mark. */
const BACKLOG_LINES = [
  { id: BACKLOG_IDS.rate, name: "hive", look: lookAt(3) },
  { id: BACKLOG_IDS.floor, name: "bare loop", look: lookAt(4) },
  { id: BACKLOG_IDS.tmpfsRate, name: "hive, tmpfs", look: lookAt(2) },
  { id: BACKLOG_IDS.tmpfsFloor, name: "bare loop, tmpfs", look: lookAt(0) },
] as const;

function backlogFigure(result: BenchResult): Child {
  const lines = BACKLOG_LINES.map(({ id, ...line }) => ({ ...line, points: figuresByBacklog(result, id) }));
  const measured = lines.filter(({ points }) => points.length > 0);
  const unit = measured[0]?.points[0]?.figure.unit;
  if (unit === undefined) return [];
  const caption =
    "Entries applied per second, by the entries that waited at the start. A level line means that an entry costs the same however many wait. The bare loop makes the same system calls and runs the same SQL with nothing around them.";
  return captioned("Backlog growth", backlogChart(measured, unit), caption);
}

function hookChart(result: BenchResult): Child {
  const series = (scenarioOf(result, SCENARIO_NAMES.hook)?.series ?? []).filter(
    ({ id, unit, trials }) => unit === "ms" && !id.endsWith(CPU_SUFFIX) && trials.flat().length > 0,
  );
  if (series.length === 0) return [];
  const bars = series.map((one): Bar => {
    const { n, p50, p99 } = summarize(one.trials.flat());
    return { name: nameOf(one), mode: one.mode, value: p50, interval: [p50, p99], detail: `n ${number(n)}` };
  });
  const drawn = barChart(bars, { what: "wall time of the whole process", unit: "ms", scale: "linear" });
  return captioned("Cost of the hook", drawn, "What the agent waits for. The bar ends at p50, the whisker at p99.");
}

/** Bars in one chart that differ by more than this are drawn on a logarithmic axis. */
const LINEAR_SPAN = 20;

function scaleFor(bars: readonly Bar[]): "linear" | "logarithmic" {
  const values = bars.map(({ value }) => value).filter((value) => value > 0);
  return values.length > 0 && Math.max(...values) / Math.min(...values) > LINEAR_SPAN ? "logarithmic" : "linear";
}

/** The system and the quantity of a peer's figure. */
function peerParts(figure: Figure): { readonly system: string; readonly quantity: string } {
  const [system = "", ...quantity] = nameOf(figure).split(", ");
  return { system, quantity: quantity.join(", ") };
}

function peerCharts(result: BenchResult): Child {
  const figures = (scenarioOf(result, SCENARIO_NAMES.peers)?.figures ?? []).filter(
    ({ id, unit }) => !COUNT_UNITS.has(unit) && !id.endsWith(TAIL_SUFFIX),
  );
  const groups = Map.groupBy(figures, (figure) => JSON.stringify([peerParts(figure).quantity, figure.unit]));
  return [...groups.values()].map((group) => {
    const { unit } = group[0]!;
    const what = peerParts(group[0]!).quantity;
    const bars = group.map((figure) => barOf(figure, figure.mode, peerParts(figure).system));
    const drawn = barChart(bars, { what, unit, scale: scaleFor(bars) });
    const caption = `The same entries through each system, in one run. How the systems differ is said with the scenario.${whiskerText(group)}`;
    return captioned(`Peers: ${what === "" ? unit : what}`, drawn, caption);
  });
}

/** Every chart that the result has figures for, in the order of the questions. */
export function charts(result: BenchResult): Child {
  return [
    latencyCharts(result, IDS.latencyCommitted, "enqueue to committed"),
    latencyCharts(result, IDS.latencyGone, "enqueue to gone"),
    idleChart(result, IDS.idleCpu, "CPU of the whole process tree"),
    idleChart(result, IDS.idleWakeups, "wakeups"),
    backlogFigure(result),
    hookChart(result),
    peerCharts(result),
  ];
}
