/** The ids that the report draws. A scenario that measures one of these uses the id; the rest is shown in its table. */
export const IDS = {
  agentOverTrue: "agent.hive-over-true",
  hookOverEmpty: "hook.taken-over-empty",
  emptyProgram: "hook.empty-program",
  latencyCommitted: "latency.committed",
  latencyGone: "latency.gone",
  idleCpu: "idle.cpu",
  idleWakeups: "idle.wakeups",
  eventsDelivered: "events.delivered",
  eventsConsumed: "events.consumed",
  eventsFound: "events.found-by-event",
  eventsBackstopOnly: "events.backstop-only",
} as const;

/** Figures of one quantity at several backlogs: the id ends in the number of entries, `drain.rate.10000`. */
export const BACKLOG_IDS = {
  rate: "drain.rate",
  floor: "drain.floor",
  observations: "drain.observations.rate",
  observationsFloor: "drain.observations.floor",
} as const;

/** Scenarios that have a chart of their own. A figure of the peers is labelled `{system}, {quantity}`. */
export const SCENARIO_NAMES = {
  agent: "agent",
  contention: "contention",
  fleet: "fleet",
  hook: "hook",
  recall: "recall",
  snapshot: "snapshot",
  peers: "peers",
} as const;

/** Series of CPU time beside series of wall time. */
export const CPU_SUFFIX = ".cpu";

/** The tail of a quantity whose median has a chart. */
export const TAIL_SUFFIX = ".p99";

/** Units of counts, which a table shows better than bars. */
export const COUNT_UNITS: ReadonlySet<string> = new Set(["", "entries", "times"]);
