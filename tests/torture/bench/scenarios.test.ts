import { expect, setDefaultTimeout, test } from "bun:test";
import type { Figure, Mode, ScenarioResult } from "../../../bench/figures/result.ts";
import { eventConsumption } from "../../../bench/scenarios/event-consumption.ts";
import { idleCpu } from "../../../bench/scenarios/idle-cpu.ts";
import { latency } from "../../../bench/scenarios/latency.ts";
import { isWithinBudget } from "../../../bench/report/table.ts";
import { smokeContext } from "../../bench/support/context.ts";

setDefaultTimeout(120_000);

function figureOf({ figures }: ScenarioResult, id: string, mode: Mode | null = null): Figure {
  const found = figures.filter((figure) => figure.id === id && figure.mode === mode);
  expect(found).toHaveLength(1);
  return found[0]!;
}

const samplesOf = ({ series }: ScenarioResult, id: string, mode: Mode | null): ReadonlyArray<readonly number[]> =>
  series.find((one) => one.id === id && one.mode === mode)!.trials;

function hasUniqueIds({ figures, series }: ScenarioResult): boolean {
  return [figures, series].every((all) => new Set(all.map(({ id, mode }) => `${id} ${mode}`)).size === all.length);
}

test("events are counted by mode: consumed where they wake, delivered and not consumed in pseudo-event mode", async () => {
  const result = await eventConsumption.run(smokeContext({ modes: ["pseudo-event", "event+doorbell"] }));
  expect(hasUniqueIds(result)).toBe(true);
  expect(figureOf(result, "events.delivered", "pseudo-event").value).toBeGreaterThan(0);
  expect(figureOf(result, "events.consumed", "pseudo-event").value).toBe(0);
  expect(figureOf(result, "events.found-by-event", "pseudo-event").value).toBe(0);
  expect(figureOf(result, "events.consumed", "event+doorbell").value).toBeGreaterThan(0);
  expect(figureOf(result, "events.found-by-event-share", "event+doorbell")).toMatchObject({ value: 100, unit: "%" });
  expect(figureOf(result, "events.single.rings", "event+doorbell").value).toBeGreaterThan(0);
  expect(figureOf(result, "events.foreign.rings", "event+doorbell").value).toBe(0);
  const { value, n } = figureOf(result, "events.lost");
  const found = result.figures.filter(({ id }) => /^events\.(found-by-event|found-by-timer|backstop-only)$/.test(id));
  // Every entry was found in exactly one way.
  expect({ value, entries: found.reduce((sum, figure) => sum + figure.value, 0) }).toEqual({ value: 0, entries: n });
});

test("entries whose wakes are lost are found by the backstop only, and that misses the budget", async () => {
  const result = await eventConsumption.run(smokeContext({ fault: "lost-wake" }));
  const backstopOnly = figureOf(result, "events.backstop-only", "event+doorbell");
  expect(backstopOnly.value).toBeGreaterThan(0);
  expect(isWithinBudget(backstopOnly)).toBe(false);
  expect(isWithinBudget(figureOf(result, "events.found-by-event-share", "event+doorbell"))).toBe(false);
});

test("a polling loop that poses as event mode has found nothing by an event, and that misses the budget", async () => {
  const result = await eventConsumption.run(smokeContext({ fault: "posing-poll" }));
  const found = figureOf(result, "events.found-by-event-share", "event+doorbell");
  expect({ value: found.value, isWithin: isWithinBudget(found) }).toEqual({ value: 0, isWithin: false });
});

test("latency keeps every sample by trial, in closed and open loop, by both producers", async () => {
  const result = await latency.run(smokeContext({ modes: ["poll", "event+doorbell"], trials: 2 }));
  expect(hasUniqueIds(result)).toBe(true);
  const counts = (id: string, mode: Mode): number[] => samplesOf(result, id, mode).map((samples) => samples.length);
  for (const what of ["committed", "gone"]) {
    expect(counts(`latency.${what}`, "poll")).toEqual([3, 3]);
    expect(counts(`latency.${what}`, "event+doorbell")).toEqual([20, 20]);
    expect(counts(`latency.foreign.${what}`, "event+doorbell")).toEqual([10, 10]);
    expect(counts(`latency.open.${what}`, "poll")).toEqual([20, 20]);
  }
  const committed = samplesOf(result, "latency.committed", "poll").flat();
  const gone = samplesOf(result, "latency.gone", "poll").flat();
  // An entry is gone after it is committed.
  expect(committed.every((ms, index) => ms > 0 && ms <= gone[index]!)).toBe(true);
  expect(figureOf(result, "latency.committed.p50", "event+doorbell").budget).toEqual({ most: 0.6 });
  expect(figureOf(result, "latency.committed.p50", "poll").budget).toBeNull();
  expect(figureOf(result, "latency.poll-over-event.p50")).toMatchObject({ unit: "×", budget: { least: 100 } });
  expect(figureOf(result, "latency.lost")).toMatchObject({ value: 0, budget: { most: 0 } });
  expect(figureOf(result, "latency.duplicates")).toMatchObject({ value: 0, budget: { most: 0 } });
});

test("with slow entries no latency is below 5 ms", async () => {
  const result = await latency.run(smokeContext({ fault: "slow-entry" }));
  expect(Math.min(...samplesOf(result, "latency.committed", "event+doorbell").flat())).toBeGreaterThanOrEqual(5);
});

test("idle CPU is measured for each mode, with and without dead letters, and for an open page, one interval a trial", async () => {
  const result = await idleCpu.run(smokeContext({ modes: ["poll", "event+doorbell"], trials: 2 }));
  expect(hasUniqueIds(result)).toBe(true);
  for (const mode of ["poll", "event+doorbell"] as const) {
    for (const id of ["idle.cpu", "idle.cpu.failed-100"]) {
      expect(samplesOf(result, id, mode).map((samples) => samples.length)).toEqual([1, 1]);
      expect(figureOf(result, id, mode).value).toBeGreaterThanOrEqual(0);
    }
  }
  for (const id of ["idle.cpu.page", "idle.cpu.floor"])
    expect(samplesOf(result, id, null).map((samples) => samples.length)).toEqual([1, 1]);
  // A worker that has not settled is held against nothing.
  expect(result.figures.every(({ budget }) => budget === null)).toBe(true);
});

test.if(process.platform === "linux")("a polling worker is seen to wake at its interval", async () => {
  const result = await idleCpu.run(smokeContext({ modes: ["poll"], trials: 4 }));
  expect(figureOf(result, "idle.wakeups", "poll").value).toBeGreaterThan(0);
  expect(figureOf(result, "idle.cpu", "poll").value).toBeGreaterThan(0);
});
