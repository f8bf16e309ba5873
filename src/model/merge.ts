import type { MergeRule } from "./kinds.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** A named row of a session: its fields, and the time of each. */
export interface Row {
  /** The time of its latest field, in ms since 1970. */
  readonly atMs: number;
  readonly data: Fields;
  /** The times of fields that are older than `atMs`. @default all fields have that time */
  readonly times?: Readonly<Record<string, number>>;
}

/** The greatest difference expected between two clocks: a clock further ahead was set wrong. */
export const CLOCK_SKEW_MS = 2000;

/**
 * Merges two rows of one name, by the rule of their kind. `fields`: each field's latest value. `first`: the whole
 * earlier row. The result does not depend on the order or the number of merges. At equal milliseconds the greater JSON
 * text wins.
 */
export function mergeRows(rule: MergeRule, a: Row, b: Row): Row {
  if (rule === "first") return isBefore(a, b) ? a : b;
  // The usual case: the later row has all fields of the earlier one.
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
 * A time as it counts: a time further in the future than clocks differ comes from a wrong clock, and so does one from
 * before hive. It becomes the call's own time where its age is known, so that no later call loses to it.
 * @param place the position among the facts that arrived together: later ones stay later
 * @param ageMs how long ago the call was, by a clock that nobody sets
 */
export function arrivalBound(atMs: number, nowMs: number, place: number, ageMs?: number): number {
  // @mutant a call that waited while the clock was set right keeps its place
  if (ageMs !== undefined && isOdd(atMs, nowMs)) return nowMs - ageMs + place / 1000;
  // @mutant no fact is later than two seconds after its arrival
  return isAhead(atMs, nowMs) ? nowMs + place / 1000 : atMs;
}

const isAhead = (atMs: number, nowMs: number): boolean => atMs > nowMs + CLOCK_SKEW_MS;

/** True for a time from a clock that was set wrong: it lies ahead, or before hive. */
export const isOdd = (atMs: number, nowMs: number): boolean => isAhead(atMs, nowMs) || !isKnownTime(atMs);

/** A row in the future of this clock counts as older than anything new: its clock was set wrong. */
export function boundedBy(row: Row, nowMs: number): Row {
  return row.atMs <= nowMs + CLOCK_SKEW_MS ? row : { atMs: 0, data: row.data };
}

/** Earlier times come from a clock that was never set. */
export const FIRST_KNOWN_MS = Date.UTC(2017, 0);

/**
 * A reader's time of a row. A row ahead of the clock counts as older than anything new, and keeps its order among such
 * rows.
 */
export const readTime = (atMs: number, nowMs: number): number =>
  atMs <= nowMs + CLOCK_SKEW_MS ? atMs : (atMs - nowMs) / 1_000_000;

/** True for a time from a clock that was set: of other times only the order means something. */
export const isKnownTime = (atMs: number): boolean => atMs >= FIRST_KNOWN_MS;

/** The time of a field in a row; null if the row does not have it. */
export const fieldTime = (row: Row, name: string): number | null =>
  Object.hasOwn(row.data, name) ? saidAtMs(row, name) : null;

/** Fields with names such as `toString` are fields like others. */
const saidAtMs = ({ atMs, times }: Row, name: string): number =>
  // @mutant of each field what was said last holds
  times !== undefined && Object.hasOwn(times, name) ? times[name]! : atMs;

const isGreater = (a: unknown, b: unknown): boolean => (JSON.stringify(a) ?? "") > (JSON.stringify(b) ?? "");

function isBefore(a: Row, b: Row): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && !isGreater(a.data, b.data));
}
