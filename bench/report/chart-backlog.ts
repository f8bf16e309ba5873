import type { Figure } from "../results.ts";
import {
  chart,
  CHART_WIDTH,
  type Frame,
  label,
  line,
  type Look,
  marker,
  pathThrough,
  spread,
  ticksAt,
  xAxis,
  yAxis,
} from "./chart.ts";
import { element, type Markup } from "./markup.ts";
import { linearTicks, logDomain, logFraction } from "./scale.ts";

/** A quantity at several backlogs, by backlog; at least one. */
export interface BacklogLine {
  readonly name: string;
  readonly look: Look;
  readonly points: ReadonlyArray<{ readonly backlog: number; readonly figure: Figure }>;
}

/** How the rate changes with the backlog: level where the cost of an entry does not grow. */
export function backlogChart(lines: readonly BacklogLine[], unit: string): Markup {
  const frame: Frame = { left: 64, right: CHART_WIDTH - 116, top: 34, bottom: 270 };
  const points = lines.flatMap((one) => one.points);
  const backlogs = [...new Set(points.map(({ backlog }) => backlog))].toSorted((a, b) => a - b);
  const domain = logDomain(backlogs);
  const ticks = linearTicks(Math.max(...points.flatMap(({ figure }) => [figure.value, ...(figure.interval ?? [])])));
  const x = (backlog: number): number => frame.left + logFraction(backlog, domain) * (frame.right - frame.left);
  const y = (rate: number): number => frame.bottom - (rate / ticks.at(-1)!) * (frame.bottom - frame.top);
  const labelYs = spread(
    lines.map((one) => y(one.points.at(-1)!.figure.value)),
    15,
  );
  const drawn = lines.flatMap((one, index) => {
    const { look } = one;
    const path = pathThrough(one.points.map(({ backlog, figure }) => [x(backlog), y(figure.value)]));
    return [
      element("path", { class: `${look.className} line curve`, d: path, "stroke-dasharray": look.dashes }),
      one.points.map(({ backlog, figure: { interval, value } }) => [
        interval === null ? [] : line(x(backlog), y(interval[0]), x(backlog), y(interval[1]), "whisker"),
        marker(x(backlog), y(value), look),
      ]),
      label(x(one.points.at(-1)!.backlog) + 12, labelYs[index]! + 4, "name", one.name),
    ];
  });
  return chart(
    "Rate of draining against the backlog",
    frame.bottom + 40,
    xAxis(frame, ticksAt(backlogs, x), "backlog, entries, logarithmic"),
    yAxis(frame, ticksAt(ticks, y), unit),
    drawn,
  );
}
