import { expect, setDefaultTimeout, test } from "bun:test";
import { readGate } from "../../../bench/gate/thresholds.ts";
import { GATE_SCENARIOS } from "../../../bench/gate/run.ts";
import { isWithinBudget } from "../../../bench/report/table.ts";
import { smokeContext } from "../../bench/support/context.ts";

// A round as the gate measures it, with a worker that is slow on purpose.
setDefaultTimeout(300_000);

test.each([
  ["slow-entry", "drain", "drain.over-floor"],
  ["posing-poll", "latency", "latency.poll-over-event.p50"],
] as const)("with %s a round of the gate's %s ends in its time, with its figure beyond the bound", async (...of) => {
  const [fault, name, id] = of;
  const { plans, rules } = readGate();
  const { modes, thresholds } = plans.find(({ scenario }) => scenario === name)!;
  const { bound } = thresholds.find(({ figure }) => figure === id)!;
  const startedMs = performance.now();
  const { run } = GATE_SCENARIOS.find((scenario) => scenario.name === name)!;
  const { figures } = await run(smokeContext({ size: "quick", trials: 1, modes, fault }));
  const seconds = (performance.now() - startedMs) / 1000;
  const figure = figures.find((one) => one.id === id)!;
  expect(isWithinBudget({ ...figure, budget: bound })).toBe(false);
  expect(seconds).toBeLessThan(rules.scenarioSeconds);
});
