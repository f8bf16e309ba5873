/** The charts of a latency: how the samples are distributed in each mode, and each mode's percentiles. */
import type { Mode } from "../results.ts";
import { summarize } from "../stats.ts";
import {
  chart,
  CHART_WIDTH,
  type Frame,
  label,
  line,
  lookOf,
  marker,
  pathThrough,
  spread,
  ticksAt,
  xAxis,
  yAxis,
} from "./chart.ts";
import { number, quantity } from "./format.ts";
import { element, type Markup } from "./markup.ts";
import { type Domain, logDomain, logFraction, logHistogram, logTicks } from "./scale.ts";

/** Samples of one mode, in milliseconds; at least one. */
export interface ModeSamples {
  readonly mode: Mode;
  readonly samples: readonly number[];
}

const ROW = 70;
const RIDGE = 54;
const BINS = 110;

function ridge(samples: readonly number[], domain: Domain, { left, right }: Frame, base: number): string {
  const shares = logHistogram(samples, domain, BINS);
  const highest = Math.max(...shares);
  const step = (right - left) / BINS;
  const steps = shares.map((share, bin) => {
    const y = base - RIDGE * Math.sqrt(share / highest);
    return `L${(left + bin * step).toFixed(2)} ${y.toFixed(2)}H${(left + (bin + 1) * step).toFixed(2)}`;
  });
  return `M${left} ${base}${steps.join("")}L${right} ${base}Z`;
}

/** A row for each mode over one logarithmic axis. The height is the square root of the share, so that a tail is seen. */
export function distributionChart(what: string, rows: readonly ModeSamples[]): Markup {
  const frame: Frame = { left: 150, right: CHART_WIDTH - 16, top: 6, bottom: 8 + rows.length * ROW };
  const domain = logDomain(rows.flatMap(({ samples }) => samples));
  const place = (ms: number): number => frame.left + logFraction(ms, domain) * (frame.right - frame.left);
  const drawn = rows.flatMap(({ mode, samples }, index) => {
    const base = frame.top + (index + 1) * ROW - 4;
    const { p50, p99, max, n } = summarize(samples);
    const { className } = lookOf(mode);
    return [
      element("path", { class: `${className} ridge`, d: ridge(samples, domain, frame, base) }),
      line(place(p50), base - RIDGE - 4, place(p50), base, "median"),
      line(place(p99), base - RIDGE - 4, place(p99), base, "tail"),
      element("circle", { class: "extreme", cx: place(max), cy: base, r: 3.5 }),
      label(0, base - 38, "name", mode),
      label(0, base - 22, "tick", `p50 ${number(p50)}, p99 ${number(p99)}`),
      label(0, base - 7, "tick", `max ${number(max)}, n ${number(n)}`),
    ];
  });
  const told = rows.map(({ mode, samples }) => `${mode} p50 ${quantity(summarize(samples).p50, "ms")}`).join(", ");
  return chart(
    `Distribution of ${what} by mode: ${told}`,
    frame.bottom + 40,
    xAxis(frame, ticksAt(logTicks(domain), place), `${what}, ms, logarithmic`),
    drawn,
  );
}

const PERCENTILES = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];

/** How many nines a fraction has: 0.9 is at 1, 0.99 at 2. */
function nines(fraction: number): number {
  return -Math.log10(1 - fraction);
}

/** The sample at each of the places that can be told apart, to the last sample. */
function percentilePoints(samples: readonly number[], places: number): ReadonlyArray<readonly [number, number]> {
  const sorted = Float64Array.from(samples).toSorted();
  const last = nines(1 - 1 / (2 * sorted.length));
  return Array.from({ length: places + 1 }, (_, place) => {
    const at = (last * place) / places;
    const rank = Math.ceil((1 - 10 ** -at) * sorted.length);
    return [at, sorted[Math.min(sorted.length, Math.max(1, rank)) - 1]!] as const;
  });
}

const POINTS = 160;

/** The percentiles of each mode, the last ones as wide as the first: what the tail costs. Both axes logarithmic. */
export function percentileChart(what: string, rows: readonly ModeSamples[]): Markup {
  const frame: Frame = { left: 56, right: CHART_WIDTH - 116, top: 34, bottom: 300 };
  const domain = logDomain(rows.flatMap(({ samples }) => samples));
  const curves = rows.map(({ mode, samples }) => ({
    look: lookOf(mode),
    mode,
    points: percentilePoints(samples, POINTS),
  }));
  const most = Math.max(...curves.map(({ points }) => points.at(-1)![0]));
  const x = (at: number): number => frame.left + (at / most) * (frame.right - frame.left);
  const y = (ms: number): number => frame.bottom - logFraction(ms, domain) * (frame.bottom - frame.top);
  const ends = curves.map(({ points }) => points.at(-1)!);
  const labelYs = spread(
    ends.map(([, ms]) => y(ms)),
    15,
  );
  const drawn = curves.flatMap(({ look, mode, points }, index) => {
    const [endX, endY] = [x(ends[index]![0]), y(ends[index]![1])];
    const path = pathThrough(points.map(([at, ms]) => [x(at), y(ms)]));
    return [
      element("path", { class: `${look.className} line curve`, d: path, "stroke-dasharray": look.dashes }),
      marker(endX, endY, look),
      label(endX + 10, labelYs[index]! + 4, "name", mode),
    ];
  });
  const shown = PERCENTILES.filter((fraction) => nines(fraction) <= most);
  const ticks = shown.map((fraction) => ({
    at: x(nines(fraction)),
    text: fraction === 0 ? "min" : `p${Number((fraction * 100).toPrecision(6))}`,
  }));
  return chart(
    `Percentiles of ${what} by mode`,
    frame.bottom + 40,
    xAxis(frame, ticks, "percentile, each further nine as wide as the last"),
    yAxis(frame, ticksAt(logTicks(domain), y), "ms, logarithmic"),
    drawn,
  );
}
