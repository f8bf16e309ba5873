/** Where the time comes from; tests pass their own. */
export interface Clock {
  /** Wall time in milliseconds since 1970, with fractions where the platform has them. */
  nowMs(): number;
}

/** Wall time at microsecond resolution: `Date.now()` alone cannot show a latency below 1 ms. */
export const systemClock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
};
