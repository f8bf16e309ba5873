import type { Measure } from "../measure.ts";
import { commands } from "./commands.ts";
import { contention } from "./contention.ts";
import { countedHook } from "./counted-hook.ts";
import { countedWorker } from "./counted-worker.ts";
import { draining, growth } from "./drain.ts";
import { hook } from "./hook.ts";
import { idle } from "./idle.ts";
import { latency } from "./latency.ts";
import { wakes } from "./wakes.ts";

/** In their order in a round: a worker idles from the first one on, and counted work is over after the first round. */
export const MEASURES: readonly Measure[] = [
  idle,
  countedHook,
  countedWorker,
  wakes,
  hook,
  latency,
  commands,
  contention,
  draining,
  growth,
];
