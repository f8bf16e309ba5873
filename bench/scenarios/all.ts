import type { Scenario } from "../scenario.ts";
import { drain } from "./drain.ts";
import { eventConsumption } from "./event-consumption.ts";
import { hook } from "./hook.ts";
import { idleCpu } from "./idle-cpu.ts";
import { latency } from "./latency.ts";

/** Every scenario, in the order in which a run without names takes them. */
export const SCENARIOS: readonly Scenario[] = [hook, latency, idleCpu, eventConsumption, drain];
