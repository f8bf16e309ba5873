/** The source of the time; tests pass their own. */
export interface Clock {
  /** Wall time in milliseconds since 1970, with fractions where the platform has them. */
  nowMs(): number;
}

/** Wall time at microsecond resolution: `Date.now()` alone cannot show a latency below 1 ms. */
export const systemClock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
};

/** A time to the minute as the user's own clock shows it, such as "2026-11-20 14:30". */
export const localMinute = (atMs: number): string => new Date(atMs).toLocaleString("sv").slice(0, 16);

/** The last millisecond that a date can hold, and as many before 1970 the first. */
export const LAST_MS = 8.64e15;

/** A time as RFC 3339; a time outside of the calendar becomes the nearest one in it. */
export function timeText(atMs: number): string {
  return new Date(Math.min(LAST_MS, Math.max(-LAST_MS, atMs)) || 0).toISOString();
}
