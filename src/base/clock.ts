/** Where the time comes from; tests pass their own. */
export interface Clock {
  /** Wall time in milliseconds since 1970, with fractions where the platform has them. */
  nowMs(): number;
}

/** Wall time at microsecond resolution: `Date.now()` alone cannot show a latency below 1 ms. */
export const systemClock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
};

/** The last millisecond that a date can hold, and as many before 1970 the first. */
export const LAST_MS = 8.64e15;

/** A time as RFC 3339; one that no calendar has becomes the nearest that one has. */
export function timeText(atMs: number): string {
  return new Date(Math.min(LAST_MS, Math.max(-LAST_MS, atMs)) || 0).toISOString();
}
