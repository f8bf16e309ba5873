/** What the page's charts share: the frame, the axes, and how a mode looks. */
import { type Mode, MODES } from "../results.ts";
import { chosen } from "./format.ts";
import { type Child, element, type Markup } from "./markup.ts";

export const CHART_WIDTH = 720;

/** Where the data lie within the chart, in the chart's pixels. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Colour, pattern, dashes and marker go together, so that a mode is known without its colour. */
export interface Look {
  /** A class of the page's style sheet. */
  readonly className: string;
  readonly dashes: string;
}

const DASHES = ["2 3", "8 4", "6 3 2 3", "none", "4 3"] as const;

/** One of the five looks. */
export function lookAt(index: 0 | 1 | 2 | 3 | 4): Look {
  return { className: `look${index}`, dashes: DASHES[index] };
}

/** How a mode is drawn; what has no mode has a look of its own. */
export function lookOf(mode: Mode | null): Look {
  return lookAt((mode === null ? MODES.length : MODES.indexOf(mode)) as 0 | 1 | 2 | 3 | 4);
}

/** A fill without a path is an even tint. */
const PATTERN_PATHS = ["M0 8L8 0M-2 2L2 -2M6 10L10 6", "M0 4H8M4 0V8", "M0 4H8", "M0 0H8V8H0Z", ""] as const;
const SOLID = 3;

/** The fills of the modes, once for the whole page. */
export function patterns(): Markup {
  const fills = PATTERN_PATHS.map((path, index) =>
    element(
      "pattern",
      { id: `fill${index}`, class: `look${index}`, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      element("rect", { class: "tint", width: 8, height: 8 }),
      element("path", { class: index === SOLID ? "area" : "line", d: path }),
    ),
  );
  return element("svg", { class: "patterns", width: 0, height: 0, "aria-hidden": "true" }, element("defs", {}, fills));
}

/** @param label what a reader who does not see the chart is told */
export function chart(label: string, height: number, ...children: readonly Child[]): Markup {
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "chart",
      viewBox: `0 0 ${CHART_WIDTH} ${height}`,
      role: "img",
      "aria-label": label,
    },
    ...children,
  );
}

export function label(x: number, y: number, className: string, text: string): Markup {
  return element("text", { x, y, class: className }, text);
}

export function line(x1: number, y1: number, x2: number, y2: number, className: string): Markup {
  return element("line", { x1, y1, x2, y2, class: className });
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** Ticks of an axis at their pixels. */
export function ticksAt(values: readonly number[], place: (value: number) => number): readonly Tick[] {
  return values.map((value) => ({ at: place(value), text: chosen(value) }));
}

/** Vertical grid lines with their labels below, and what the axis measures below those. */
export function xAxis({ left, right, top, bottom }: Frame, ticks: readonly Tick[], title: string): readonly Markup[] {
  return [
    ...ticks.flatMap(({ at, text }) => [
      line(at, top, at, bottom, "grid"),
      label(at, bottom + 16, "tick middle", text),
    ]),
    line(left, bottom, right, bottom, "axis"),
    label((left + right) / 2, bottom + 33, "title middle", title),
  ];
}

/** Horizontal grid lines with their labels to the left, and what the axis measures above. */
export function yAxis({ left, right, top }: Frame, ticks: readonly Tick[], title: string): readonly Markup[] {
  return [
    ...ticks.flatMap(({ at, text }) => [line(left, at, right, at, "grid"), label(left - 8, at + 4, "tick end", text)]),
    label(left - 8, top - 12, "title", title),
  ];
}

/** A mark at a point, of another shape for each look. */
export function marker(x: number, y: number, { className }: Look): Markup {
  const paths: Readonly<Record<string, string>> = {
    look0: `M${x - 4} ${y - 4}L${x + 4} ${y + 4}M${x - 4} ${y + 4}L${x + 4} ${y - 4}`,
    look1: `M${x - 4} ${y - 4}H${x + 4}V${y + 4}H${x - 4}Z`,
    look2: `M${x} ${y - 5}L${x + 5} ${y + 4}H${x - 5}Z`,
    look4: `M${x} ${y - 5}L${x + 5} ${y}L${x} ${y + 5}L${x - 5} ${y}Z`,
    look3: `M${x - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z`,
  };
  const isOpen = className === "look0";
  return element("path", { class: `${className} ${isOpen ? "line" : "area"}`, d: paths[className]! });
}

/** Moves labels apart that would lie on each other, in their order. */
export function spread(places: readonly number[], gap: number): readonly number[] {
  const order = places.map((_, index) => index).toSorted((a, b) => places[a]! - places[b]!);
  const moved = [...places];
  order.forEach((index, rank) => {
    const before = order[rank - 1];
    if (before !== undefined) moved[index] = Math.max(moved[index]!, moved[before]! + gap);
  });
  return moved;
}

/** A path through points. */
export function pathThrough(points: ReadonlyArray<readonly [number, number]>): string {
  return points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x.toFixed(2)} ${y.toFixed(2)}`).join("");
}
