import type { Scenario } from "../scenario.ts";
import { burst } from "./burst.ts";
import { drain } from "./drain.ts";
import { eventConsumption } from "./event-consumption.ts";
import { fallback } from "./fallback.ts";
import { hook } from "./hook.ts";
import { idleCpu } from "./idle-cpu.ts";
import { latency } from "./latency.ts";
import { workers } from "./workers.ts";

/** Every scenario, in the order in which a run without names takes them. */
export const SCENARIOS: readonly Scenario[] = [
  hook,
  latency,
  idleCpu,
  eventConsumption,
  fallback,
  burst,
  drain,
  workers,
];
