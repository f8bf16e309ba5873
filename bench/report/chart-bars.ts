import type { Budget, Mode } from "../results.ts";
import { chart, CHART_WIDTH, type Frame, label, line, lookOf, ticksAt, xAxis } from "./chart.ts";
import { budgetText, quantity } from "./format.ts";
import { element, type Markup } from "./markup.ts";
import { linearTicks, logDomain, logFraction, logTicks } from "./scale.ts";

export interface Bar {
  readonly name: string;
  readonly mode: Mode | null;
  readonly value: number;
  /** Drawn as a whisker. */
  readonly interval: readonly [number, number] | null;
  /** Said after the value. */
  readonly detail: string;
}

export interface BarsOptions {
  /** What the axis measures, without the unit. */
  readonly what: string;
  readonly unit: string;
  readonly scale: "linear" | "logarithmic";
  /** Drawn as a line across the bars. */
  readonly budget?: Budget | null;
}

const ROW = 34;
const THICKNESS = 16;
const NAME_CHARACTERS = 30;

/** A name may be longer than there is room for. */
function cut(name: string): string {
  const characters = [...name];
  return characters.length <= NAME_CHARACTERS ? name : `${characters.slice(0, NAME_CHARACTERS - 1).join("")}…`;
}

function scaleOf(bars: readonly Bar[], { scale, budget }: BarsOptions, { left, right }: Frame) {
  const bounds = budget == null ? [] : Object.values(budget);
  const values = [...bars.flatMap(({ value, interval }) => [value, ...(interval ?? [])]), ...bounds];
  const across = right - left;
  if (scale === "logarithmic") {
    const domain = logDomain(values);
    return { ticks: logTicks(domain), place: (value: number) => left + logFraction(value, domain) * across };
  }
  const ticks = linearTicks(Math.max(...values));
  const end = ticks.at(-1)!;
  return { ticks, place: (value: number) => left + (Math.max(0, value) / end) * across };
}

/** Horizontal bars, each with its value; on a logarithmic axis they begin at its lower end, which is not zero. */
export function barChart(bars: readonly Bar[], options: BarsOptions): Markup {
  const { what, unit, scale, budget } = options;
  const top = budget == null ? 6 : 22;
  const frame: Frame = { left: 210, right: CHART_WIDTH - 150, top, bottom: top + 6 + bars.length * ROW };
  const { ticks, place } = scaleOf(bars, options, frame);
  const told = (bar: Bar): string => `${quantity(bar.value, unit)}${bar.detail === "" ? "" : `, ${bar.detail}`}`;
  const drawn = bars.flatMap((bar, index) => {
    const y = frame.top + 8 + index * ROW;
    const middle = y + THICKNESS / 2;
    const end = place(bar.value);
    const [low, high] = (bar.interval ?? [bar.value, bar.value]).map(place) as [number, number];
    const { className } = lookOf(bar.mode);
    return [
      element("rect", {
        class: `${className} ridge`,
        x: frame.left,
        y,
        width: Math.max(0, end - frame.left),
        height: THICKNESS,
      }),
      bar.interval === null
        ? []
        : [
            line(low, middle, high, middle, "whisker"),
            line(low, y + 3, low, y + 13, "whisker"),
            line(high, y + 3, high, y + 13, "whisker"),
          ],
      label(0, middle + 4, "name", cut(bar.name)),
      label(Math.max(end, high) + 8, middle + 4, "tick value", told(bar)),
    ];
  });
  const bound =
    budget == null ? [] : boundLine(place(Object.values(budget)[0] as number), frame, budgetText(budget, unit));
  const axisTitle = [what, unit, ...(scale === "logarithmic" ? [scale] : [])].filter((part) => part !== "").join(", ");
  return chart(
    `${what}: ${bars.map((bar) => `${bar.name} ${told(bar)}`).join("; ")}`,
    frame.bottom + 40,
    xAxis(frame, ticksAt(ticks, place), axisTitle),
    drawn,
    bound,
  );
}

function boundLine(x: number, { top, bottom }: Frame, text: string): readonly Markup[] {
  return [line(x, top - 4, x, bottom, "bound"), label(x, top - 8, "tick middle", `budget ${text}`)];
}
