/**
 * The page's one kind of chart: a row for each thing, with its name, its place on a common axis, and its value in words.
 *
 * In HTML, whose text keeps its size on a narrow screen, where that of an SVG shrinks with the drawing. Vega-Lite to SVG
 * (looked at in November 2026) would bring its own 60 packages, and that fault.
 */
import { oneLine } from "../../../src/base/text/table.ts";
import { chosen } from "../format.ts";
import { element, type Markup } from "../page/markup.ts";
import { linearTicks, logDomain, logFraction, logTicks } from "../scale.ts";

export interface Row {
  readonly name: string;
  readonly value: number;
  /** Drawn as a thin line: an interval, or from the median to a tail. */
  readonly span: readonly [number, number] | null;
  /** The value and what belongs to it, in words. */
  readonly told: string;
  /** Drawn in the colour of what the page is about; others are grey. */
  readonly isOwn: boolean;
  /** A mark in this row alone. @default none */
  readonly bound?: number | null;
}

export interface Axis {
  /** The quantity, with its unit. */
  readonly title: string;
  /** Bars begin at zero, so a logarithmic axis has points. */
  readonly scale: "linear" | "logarithmic";
}

interface Scale {
  readonly ticks: readonly number[];
  /** 0 to 100. */
  readonly percentOf: (value: number) => number;
}

const NAME_CHARACTERS = 60;
/** More labels would touch each other on a narrow screen. */
const MOST_TICKS = 6;

function scaleOf(rows: readonly Row[], { scale }: Axis): Scale {
  const values = rows.flatMap(({ value, span, bound }) => [value, ...(span ?? []), ...(bound == null ? [] : [bound])]);
  if (scale === "logarithmic") {
    const domain = logDomain(values);
    const ticks = logTicks(domain);
    const every = Math.ceil(ticks.length / MOST_TICKS);
    return {
      ticks: ticks.filter((_, index) => index % every === 0),
      percentOf: (value) => logFraction(value, domain) * 100,
    };
  }
  const ticks = linearTicks(Math.max(...values), MOST_TICKS - 2);
  return { ticks, percentOf: (value) => (Math.max(0, value) / ticks.at(-1)!) * 100 };
}

const at = (percent: number): string => `left:${percent.toFixed(2)}%`;
const between = (from: number, to: number): string => `${at(from)};width:${(to - from).toFixed(2)}%`;

const mark = (className: string, style: string): Markup => element("i", { class: className, style });

function track({ value, span, bound }: Row, { ticks, percentOf }: Scale, isBar: boolean): Markup {
  const end = percentOf(value);
  return element(
    "span",
    { class: "track" },
    ticks.map((tick) => mark("grid", at(percentOf(tick)))),
    isBar ? mark("bar", between(0, end)) : [],
    span === null ? [] : mark("span", between(percentOf(span[0]), percentOf(span[1]))),
    isBar ? [] : mark("dot", at(end)),
    bound == null ? [] : mark("bound", at(percentOf(bound))),
  );
}

/** @param rows one at least */
export function rowChart(rows: readonly Row[], axis: Axis): Markup {
  const scale = scaleOf(rows, axis);
  const isBar = axis.scale === "linear";
  return element(
    "div",
    {
      class: "rows",
      role: "img",
      "aria-label": `${axis.title}: ${rows.map((row) => `${row.name} ${row.told}`).join("; ")}`,
    },
    rows.map((row) =>
      element(
        "div",
        { class: row.isOwn ? "row own" : "row" },
        element("span", { class: "name" }, oneLine(row.name, NAME_CHARACTERS)),
        track(row, scale, isBar),
        element("span", { class: "told" }, row.told),
      ),
    ),
    element(
      "div",
      { class: "row axis" },
      element("span", { class: "name" }),
      element(
        "span",
        { class: "track" },
        scale.ticks.map((tick) => element("i", { class: "tick", style: at(scale.percentOf(tick)) }, chosen(tick))),
      ),
      element("span", { class: "told" }),
    ),
    element("p", { class: "title" }, axis.scale === "linear" ? axis.title : `${axis.title}, logarithmic`),
  );
}
