/** Plots for a terminal, as text: latency by mode, and the rate of draining against the backlog. */
import { printable } from "../../src/base/text/printable.ts";
import { type BenchResult, type Mode, MODES } from "../figures/result.ts";
import { summarize } from "../stats/estimate.ts";
import { chosen, number, quantity } from "./format.ts";
import { BACKLOG_IDS, IDS } from "./ids.ts";
import { type Domain, logDomain, logFraction, logHistogram, logTicks } from "./scale.ts";
import { figuresByBacklog, samplesOf } from "./select.ts";

export interface PlotOptions {
  /** Columns of the terminal. Below 60 columns the plot may be wider than that. */
  readonly width: number;
  /** ANSI colours: only where the output is a terminal. */
  readonly color: boolean;
  /** No character beyond ASCII. @default false */
  readonly ascii?: boolean;
}

const MIN_PLOT_WIDTH = 16;
const GAP = "  ";
const BLOCKS = " ▁▂▃▄▅▆▇█";
const ASCII_BLOCKS = " .:-=+*#@";
const COLORS: Readonly<Record<Mode, number>> = { poll: 33, "pseudo-event": 35, event: 36, "event+doorbell": 32 };

function paint(text: string, code: number, { color }: PlotOptions): string {
  return color ? `\u001B[${code}m${text}\u001B[0m` : text;
}

/** A part of the whole as a character: anything above nothing shows. */
function block(fraction: number, { ascii }: PlotOptions): string {
  const levels = ascii === true ? ASCII_BLOCKS : BLOCKS;
  const level = fraction <= 0 ? 0 : Math.max(1, Math.round(fraction * (levels.length - 1)));
  return levels[level]!;
}

/** The shares of a histogram as characters, as high as the square root of the share, so that a tail is seen. */
function strip(shares: readonly number[], options: PlotOptions): string {
  const highest = Math.max(...shares);
  return shares.map((share) => block(Math.sqrt(share / highest), options)).join("");
}

/** The ticks of an axis under their places; one that would touch the last is left out. */
function axis(domain: Domain, width: number): string {
  let line = "";
  for (const tick of logTicks(domain)) {
    const label = chosen(tick);
    const start = Math.round(logFraction(tick, domain) * (width - 1)) - Math.floor(label.length / 2);
    if (start < line.length + (line === "" ? 0 : 1) || start + label.length > width) continue;
    line = line.padEnd(start) + label;
  }
  return line;
}

function modesWith(result: BenchResult, id: string) {
  return MODES.flatMap((mode) => {
    const samples = samplesOf(result, id, mode);
    return samples === undefined ? [] : [{ mode, samples, summary: summarize(samples) }];
  });
}

/** The distribution of a latency on a logarithmic axis, a row for each mode; nothing where no mode was measured. */
export function plotLatency(result: BenchResult, id: string, title: string, options: PlotOptions): string {
  const rows = modesWith(result, id).map(({ mode, samples, summary }) => {
    const { p50, p99, max, n } = summary;
    return { mode, samples, ends: [p50, p99, max].map(number), n: number(n) };
  });
  if (rows.length === 0) return "";
  const header = ["p50", "p99", "max", "n"];
  const cells = [header, ...rows.map(({ ends, n }) => [...ends, n])];
  const widths = header.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  const summaries = cells.map((line) => line.map((cell, column) => cell.padStart(widths[column]!)).join(GAP));
  const nameWidth = Math.max(...rows.map(({ mode }) => mode.length));
  const width = Math.max(MIN_PLOT_WIDTH, options.width - nameWidth - summaries[0]!.length - 2 * GAP.length);
  const domain = logDomain(rows.flatMap(({ samples }) => samples));
  const lines = rows.map(({ mode, samples }, index) => {
    const drawn = paint(strip(logHistogram(samples, domain, width), options), COLORS[mode], options);
    return `${mode.padEnd(nameWidth)}${GAP}${drawn}${GAP}${summaries[index + 1]!}`;
  });
  const margin = " ".repeat(nameWidth) + GAP;
  const caption =
    options.ascii === true ? "log axis; height: square root of share" : "log axis; height: √ of the share";
  return [
    `${printable(title)}, ms`,
    `${margin}${" ".repeat(width)}${GAP}${summaries[0]!}`,
    ...lines,
    `${margin}${axis(domain, width)}`,
    `${margin}${caption}`,
    "",
  ].join("\n");
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

function bar(fraction: number, width: number, options: PlotOptions): string {
  if (options.ascii === true) return "#".repeat(Math.round(fraction * width));
  const eighths = Math.round(fraction * width * 8);
  return "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}

/** The rate of draining against the backlog, with the floor of the same run under each; nothing if not measured. */
export function plotBacklog(result: BenchResult, options: PlotOptions): string {
  const floors = figuresByBacklog(result, BACKLOG_IDS.floor);
  const rows = figuresByBacklog(result, BACKLOG_IDS.rate).flatMap(({ backlog, figure }) => {
    const floor = floors.find((other) => other.backlog === backlog)?.figure;
    const hive = { name: number(backlog), figure, color: COLORS["event+doorbell"] };
    return floor === undefined ? [hive] : [hive, { name: "floor", figure: floor, color: 2 }];
  });
  if (rows.length === 0) return "";
  const title = "backlog";
  const nameWidth = Math.max(title.length, ...rows.map(({ name }) => name.length));
  const values = rows.map(({ figure }) => printable(quantity(figure.value, figure.unit)));
  const valueWidth = Math.max(...values.map((value) => value.length));
  const width = Math.max(MIN_PLOT_WIDTH, options.width - nameWidth - valueWidth - 2 * GAP.length);
  const most = Math.max(...rows.map(({ figure }) => figure.value), Number.MIN_VALUE);
  const lines = rows.map(({ name, figure, color }, index) => {
    const drawn = bar(Math.max(0, figure.value / most), width, options);
    return `${name.padStart(nameWidth)}${GAP}${paint(drawn, color, options)}${GAP}${values[index]!}`;
  });
  return [`${title.padStart(nameWidth)}${GAP}rate of draining`, ...lines, ""].join("\n");
}

/** Every plot that the result has samples for. */
export function renderPlots(result: BenchResult, options: PlotOptions): string {
  return [
    plotLatency(result, IDS.latencyCommitted, "enqueue to committed", options),
    plotLatency(result, IDS.latencyGone, "enqueue to gone", options),
    plotBacklog(result, options),
  ]
    .filter((plot) => plot !== "")
    .join("\n");
}
