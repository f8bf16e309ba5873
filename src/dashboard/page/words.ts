/** Control characters and those that turn the direction of text around: shown, so that no text hides another. */
// oxlint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

export const plain = (text: string): string => text.replace(HIDDEN, "\u25cc");

const LONGEST_BRIEF = 60;

/** The beginning of a text that stands beside others. A prompt may be a title. */
export const brief = (text: string): string =>
  text.length <= LONGEST_BRIEF
    ? text
    : `${text
        .slice(0, LONGEST_BRIEF - 1)
        .trimEnd()
        .toWellFormed()}…`;

const UNITS: ReadonlyArray<readonly [number, string]> = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1000, "s"],
];

/** "3 min ago". */
export function ago(atMs: number | null, nowMs: number): string {
  if (atMs === null) return "at an unknown time";
  const ms = Math.max(0, nowMs - atMs);
  const unit = UNITS.find(([size]) => ms >= size);
  return unit === undefined ? "now" : `${Math.floor(ms / unit[0])} ${unit[1]} ago`;
}

export const clock = (atMs: number): string => new Date(atMs).toLocaleTimeString("sv");

export const day = (atMs: number): string => new Date(atMs).toLocaleDateString("sv");

export const count = (value: number): string => value.toLocaleString("en");

export const ms = (value: number | null): string =>
  value === null ? "not known" : `${Number(value.toPrecision(2))} ms`;

/** Each activity in words. */
export const ACTIVITIES = {
  working: "working",
  waiting: "waits for you",
  crashed: "stopped in mid-turn",
  stopped: "stopped",
  ended: "ended",
  unknown: "not known",
} as const;
