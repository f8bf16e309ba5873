import { randomFrom } from "../../../bench/stats/estimate.ts";

/** A normal distribution's next value: mean 0, standard deviation 1. The same seed gives the same values. */
export function normalFrom(seed: number): () => number {
  const random = randomFrom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
