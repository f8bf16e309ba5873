import type { MergeRule } from "./kinds.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** What is known under one name of a session: the fields, and when each was said. */
export interface Row {
  /** When the latest of its fields was said, in ms since 1970. */
  readonly atMs: number;
  readonly data: Fields;
  /** When a field was said that is older than `atMs`. @default none is */
  readonly times?: Readonly<Record<string, number>>;
}

/** A clock may be ahead of another by so much; what is further ahead was set wrong. */
export const CLOCK_SKEW_MS = 2000;

/**
 * Two rows of one name as one, by the rule of their kind. `fields`: of each field what was said last. `first`: the whole
 * row that was said first. In whichever order rows merge, and however often, the outcome is the same; of two that were
 * said in the same millisecond the greater JSON text wins.
 */
export function mergeRows(rule: MergeRule, a: Row, b: Row): Row {
  if (rule === "first") return isBefore(a, b) ? a : b;
  // The usual case: the later one says all that the earlier one said.
  if (b.atMs > a.atMs && b.times === undefined && Object.keys(a.data).every((name) => Object.hasOwn(b.data, name)))
    return b;
  const data = new Map<string, unknown>();
  const times = new Map<string, number>();
  for (const row of [a, b]) {
    for (const [name, value] of Object.entries(row.data)) {
      const atMs = saidAtMs(row, name);
      const knownMs = times.get(name);
      if (knownMs !== undefined && (atMs < knownMs || (atMs === knownMs && !isGreater(value, data.get(name)))))
        continue;
      data.set(name, value);
      times.set(name, atMs);
    }
  }
  const atMs = Math.max(a.atMs, b.atMs);
  const older = [...times].filter(([, saidMs]) => saidMs < atMs);
  const merged = { atMs, data: Object.fromEntries(data) };
  return older.length === 0 ? merged : { ...merged, times: Object.fromEntries(older) };
}

/**
 * A time as it counts: one that lies further in the future than clocks differ was said by a clock that is wrong.
 * @param place among what arrived together: the later one stays the later one
 */
export const arrivalBound = (atMs: number, nowMs: number, place: number): number =>
  atMs > nowMs + CLOCK_SKEW_MS ? nowMs + place / 1000 : atMs;

/** A row that lies in the future of this clock is older than anything new: its clock was set wrong. */
export function boundedBy(row: Row, nowMs: number): Row {
  return row.atMs <= nowMs + CLOCK_SKEW_MS ? row : { atMs: 0, data: row.data };
}

/** Names such as `toString` are fields like others. */
const saidAtMs = ({ atMs, times }: Row, name: string): number =>
  times !== undefined && Object.hasOwn(times, name) ? times[name]! : atMs;

const isGreater = (a: unknown, b: unknown): boolean => (JSON.stringify(a) ?? "") > (JSON.stringify(b) ?? "");

function isBefore(a: Row, b: Row): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && !isGreater(a.data, b.data));
}
