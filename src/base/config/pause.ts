import type { Paused, Settings } from "./config.ts";

/** When a pause ends, in ms since 1970; never for `true`, always over for `false`. */
export function pauseEndMs(paused: Paused): number {
  if (typeof paused === "string") return Date.parse(paused);
  return paused ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

export const isPaused = ({ paused }: Pick<Settings, "paused">, nowMs: number): boolean => nowMs < pauseEndMs(paused);
