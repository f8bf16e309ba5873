import { setTimeout } from "node:timers/promises";
import type { ScenarioContext } from "./scenario.ts";

export interface Plan<Case extends string, Result> {
  /** The name of the scenario, for the progress line. */
  readonly name: string;
  readonly cases: readonly Case[];
  readonly trials: number;
  readonly measure: (one: Case, trial: number) => Promise<Result>;
}

/**
 * Measures every case once in each trial, in turn, so that a machine that slows down slows all of them; the order is
 * rotated by the trial, so that none is always the first.
 * @returns the results of each case by trial
 */
export async function interleave<Case extends string, Result>(
  context: ScenarioContext,
  { name, cases, trials, measure }: Plan<Case, Result>,
): Promise<ReadonlyMap<Case, readonly Result[]>> {
  const results = new Map(cases.map((one) => [one, [] as Result[]]));
  for (let trial = 0; trial < trials; trial += 1) {
    for (let turn = 0; turn < cases.length; turn += 1) {
      const one = cases[(trial + turn) % cases.length]!;
      context.signal.throwIfAborted();
      context.progress(`${name}: trial ${trial + 1} of ${trials}, ${one}`);
      results.get(one)!.push(await measure(one, trial));
    }
  }
  return results;
}

/** Waits; an abort ends the wait and is thrown. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
