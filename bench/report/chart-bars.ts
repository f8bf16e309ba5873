import { oneLine } from "../../src/cli/render.ts";
import type { Budget, Mode } from "../results.ts";
import { chart, CHART_WIDTH, type Frame, label, line, lookOf, ticksAt, xAxis } from "./chart.ts";
import { budgetText, quantity } from "./format.ts";
import { type Child, element, type Markup } from "./markup.ts";
import { barDomain, linearTicks, logFraction, logTicks } from "./scale.ts";

export interface Bar {
  readonly name: string;
  readonly mode: Mode | null;
  readonly value: number;
  /** Drawn as a whisker. */
  readonly interval: readonly [number, number] | null;
  /** Said after the value: how many samples are behind it. */
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

/** Bold letters of 12 pixels are hardly wider than 8. */
function nameWidth(bars: readonly Bar[]): number {
  return Math.max(...bars.map(({ name }) => Math.min(NAME_CHARACTERS, name.length))) * 7.4 + 20;
}

function scaleOf(bars: readonly Bar[], { scale, budget }: BarsOptions, { left, right }: Frame) {
  const bounds = budget == null ? [] : [boundOf(budget)];
  const values = [...bars.flatMap(({ value, interval }) => [value, ...(interval ?? [])]), ...bounds];
  const across = right - left;
  if (scale === "logarithmic") {
    const domain = barDomain(values);
    return { ticks: logTicks(domain), place: (value: number) => left + logFraction(value, domain) * across };
  }
  const ticks = linearTicks(Math.max(...values));
  const end = ticks.at(-1)!;
  return { ticks, place: (value: number) => left + (Math.max(0, value) / end) * across };
}

type Place = (value: number) => number;

/** One bar with its whisker and its name. */
function shapes({ name, mode, value, interval }: Bar, y: number, left: number, place: Place): Child {
  const middle = y + THICKNESS / 2;
  const width = Math.max(0, place(value) - left);
  const [low, high] = interval === null ? [] : interval.map(place);
  return [
    element("rect", { class: `${lookOf(mode).className} ridge`, x: left, y, width, height: THICKNESS }),
    low === undefined || high === undefined
      ? []
      : [line(low, middle, high, middle, "whisker"), [low, high].map((x) => line(x, y + 3, x, y + 13, "whisker"))],
    label(0, middle + 4, "name", oneLine(name, NAME_CHARACTERS)),
  ];
}

/** Horizontal bars, each with its value; on a logarithmic axis they begin at its lower end, which is not zero. */
export function barChart(bars: readonly Bar[], options: BarsOptions): Markup {
  const { what, unit, scale, budget } = options;
  const top = budget == null ? 6 : 22;
  const frame: Frame = { left: nameWidth(bars), right: CHART_WIDTH - 150, top, bottom: top + 6 + bars.length * ROW };
  const { ticks, place } = scaleOf(bars, options, frame);
  const told = ({ value, detail }: Bar): string => `${quantity(value, unit)}, ${detail}`;
  const yOf = (index: number): number => frame.top + 8 + index * ROW;
  const values = bars.map((bar, index) => {
    const end = place(Math.max(bar.value, bar.interval?.[1] ?? bar.value));
    return label(end + 8, yOf(index) + THICKNESS / 2 + 4, "tick value", told(bar));
  });
  const axisTitle = [what, unit, scale === "logarithmic" ? scale : ""].filter((part) => part !== "").join(", ");
  return chart(
    `${what === "" ? unit : what}: ${bars.map((bar) => `${bar.name} ${told(bar)}`).join("; ")}`,
    frame.bottom + 40,
    xAxis(frame, ticksAt(ticks, place), axisTitle),
    bars.map((bar, index) => shapes(bar, yOf(index), frame.left, place)),
    budget == null ? [] : boundLine(place(boundOf(budget)), frame, budgetText(budget, unit)),
    // Over the bound, which may cross them.
    values,
  );
}

function boundOf(budget: Budget): number {
  return "most" in budget ? budget.most : budget.least;
}

function boundLine(x: number, { top, bottom }: Frame, text: string): readonly Markup[] {
  return [line(x, top - 4, x, bottom, "bound"), label(x, top - 8, "tick middle", `budget ${text}`)];
}
