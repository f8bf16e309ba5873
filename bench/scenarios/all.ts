import type { Scenario } from "../harness/scenario.ts";
import { agent } from "./agent.ts";
import { archive } from "./archive.ts";
import { burst } from "./burst.ts";
import { contention } from "./contention.ts";
import { drain } from "./drain.ts";
import { eventConsumption } from "./event-consumption.ts";
import { fallback } from "./fallback.ts";
import { fleet } from "./fleet.ts";
import { hook } from "./hook.ts";
import { hookAgents } from "./hook-agents.ts";
import { idleCpu } from "./idle-cpu.ts";
import { latency } from "./latency.ts";
import { recall } from "./recall.ts";
import { snapshot } from "./snapshot.ts";
import { workers } from "./workers.ts";

/** Every scenario, in the order in which a run without names takes them. */
export const SCENARIOS: readonly Scenario[] = [
  hook,
  hookAgents,
  agent,
  latency,
  idleCpu,
  eventConsumption,
  fallback,
  contention,
  burst,
  drain,
  workers,
  recall,
  fleet,
  snapshot,
  archive,
];
