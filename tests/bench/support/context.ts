import type { ScenarioContext } from "../../../bench/harness/scenario.ts";

/** What a scenario is told in a test: the smallest size, nothing shown. */
export function smokeContext(more: Partial<ScenarioContext> = {}): ScenarioContext {
  return {
    size: "smoke",
    trials: null,
    modes: ["event+doorbell"],
    progress: () => undefined,
    signal: new AbortController().signal,
    ...more,
  };
}
