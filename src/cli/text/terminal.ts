/** The terminal's width and colours, and times in a form for people. */
import { styleText } from "node:util";
import { span } from "../../base/text/words.ts";
import type { Io } from "../io.ts";

const MIN_COLUMNS = 60;
const MAX_COLUMNS = 200;
export const USUAL_COLUMNS = 80;
const WEEK_MS = 7 * 86_400_000;

/**
 * The usable width, from 60 to 200 columns: the terminal's, or that in `COLUMNS`. `Infinity` without a terminal, since
 * a program wants whole lines.
 */
export function width({ isTTY, columns, env }: Pick<Io, "isTTY" | "columns" | "env">): number {
  const given = Number(env["COLUMNS"]) || columns || (isTTY ? USUAL_COLUMNS : Number.POSITIVE_INFINITY);
  return given === Number.POSITIVE_INFINITY ? given : Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, Math.trunc(given)));
}

/** True on a terminal with colours, unless `NO_COLOR` is set. */
const hasColour = ({ isTTY, env }: Pick<Io, "isTTY" | "env">): boolean =>
  isTTY && !env["NO_COLOR"] && env["TERM"] !== "dumb";

type Style = Parameters<typeof styleText>[0];

/** Styles text for this terminal; returns it unchanged without colours. */
export function colour(io: Pick<Io, "isTTY" | "env">): (style: Style, text: string) => string {
  return hasColour(io) ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}

/** "3 min ago" or "in 3 min"; from a week on the local date, "2026-11-20". */
export function relativeTime(ms: number, nowMs: number): string {
  const agoMs = nowMs - ms;
  if (Math.abs(agoMs) < 500) return "now";
  if (Math.abs(agoMs) < WEEK_MS) return agoMs > 0 ? `${span(agoMs)} ago` : `in ${span(-agoMs)}`;
  return Number.isNaN(agoMs) ? "at an unknown time" : new Date(ms).toLocaleDateString("sv");
}

/** Breaks a text into lines between words. A word longer than a line, such as a path, stays whole. */
export function wrapped(text: string, columns: number): string[] {
  return columns === Number.POSITIVE_INFINITY ? [text] : Bun.wrapAnsi(text, columns).split("\n");
}

/** A command without a remark beside it stays on one line, for pasting. */
const COMMAND = /^ +(?!.*\S {2})(?:\S*hive [a-z]+(?: |$)|cd )/;
/** A line's bullet or first column. Wrapped lines are indented to the text after it. */
const HANGING = /^(?: *- | *(?:\S+ )*\S+ {2,}| +)/;
const NARROWEST_TEXT = 24;

/** Wraps the lines of a text that are too long. The rest of a line stands below its text, right of a first column. */
export function fitted(text: string, columns: number): string {
  if (columns === Number.POSITIVE_INFINITY) return text;
  return text
    .split("\n")
    .map((line) => (Bun.stringWidth(line) <= columns || COMMAND.test(line) ? line : fittedLine(line, columns)))
    .join("\n");
}

function fittedLine(line: string, columns: number): string {
  const [start = ""] = HANGING.exec(line) ?? [];
  const isNarrow = columns - Bun.stringWidth(start) < NARROWEST_TEXT;
  const indent = isNarrow ? line.slice(0, line.length - line.trimStart().length) : start;
  const below = " ".repeat(Bun.stringWidth(indent) + (isNarrow ? 2 : 0));
  const [first = "", ...others] = wrapped(line.slice(indent.length), columns - below.length);
  return [indent + first, ...others.map((other) => below + other)].join("\n");
}
