import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { MODES, type ScenarioResult } from "../../../bench/figures/result.ts";
import type { Scenario, ScenarioContext } from "../../../bench/harness/scenario.ts";
import { archive } from "../../../bench/scenarios/archive.ts";
import { burst } from "../../../bench/scenarios/burst.ts";
import { contention } from "../../../bench/scenarios/contention.ts";
import { drainOf, drain } from "../../../bench/scenarios/drain.ts";
import { fallback } from "../../../bench/scenarios/fallback.ts";
import { fleet } from "../../../bench/scenarios/fleet.ts";
import { hook } from "../../../bench/scenarios/hook.ts";
import { hookAgents } from "../../../bench/scenarios/hook-agents.ts";
import { recall } from "../../../bench/scenarios/recall.ts";
import { snapshot } from "../../../bench/scenarios/snapshot.ts";
import { workers } from "../../../bench/scenarios/workers.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { failureOf } from "../../bench/support/failure.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

function context(signal = new AbortController().signal): ScenarioContext {
  return { size: "smoke", trials: 1, modes: MODES, progress: () => undefined, signal };
}

const SCENARIOS: readonly Scenario[] = [
  hook,
  hookAgents,
  drain,
  contention,
  burst,
  workers,
  recall,
  snapshot,
  fallback,
  fleet,
  archive,
];

/** A burst keeps the lag of each entry, in each mode that a worker can be started in. */
function checkLags({ series }: ScenarioResult): void {
  const lags = series.filter(({ id }) => id === "burst.lag");
  expect(lags.map(({ mode, trials }) => [mode, trials.map((trial) => trial.length)])).toEqual(
    MODES.map((mode) => [mode, [20]]),
  );
  expect(lags.flatMap(({ trials }) => trials.flat()).filter((ms) => !(ms >= 0))).toEqual([]);
}

/** At the limit of watches the worker polls and says so, and ends that when there are watches again. */
function checkWatchLimit({ notes }: ScenarioResult): void {
  const said = notes.filter((note) => note.startsWith("the limit of watches is reached"));
  expect(said).toHaveLength(2);
  for (const note of said) {
    expect(note).toMatch(
      /mode poll \(watch: ENOSPC.*status: worker: it polls, not by choice: watch: ENOSPC.*mode event, watch proven/,
    );
  }
}

/** Tool calls are measured in each mode, log rows beside them in hive's own. */
function checkMixes({ series }: ScenarioResult): void {
  expect(series.filter(({ id }) => id === "burst.rate").map(({ mode }) => mode)).toEqual([...MODES]);
  expect(series.filter(({ id }) => id === "burst.log.rate").map(({ mode }) => mode)).toEqual(["event+doorbell"]);
}

const CHECKS: Readonly<Record<string, (result: ScenarioResult) => void>> = {
  burst: (result) => {
    checkLags(result);
    checkMixes(result);
  },
  fallback: checkWatchLimit,
};

test.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
  "%s ends right and names each figure and series once",
  async (name, scenario) => {
    const result = await scenario.run(context());
    expect(result.scenario).toBe(name);
    for (const named of [result.figures, result.series]) {
      const ids = named.map(({ id, mode }) => `${id} ${mode}`);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter((id) => !id.startsWith(`${name}.`))).toEqual([]);
    }
    expect(result.figures.filter(({ value, n }) => !Number.isFinite(value) || n < 1)).toEqual([]);
    expect(result.series.filter(({ trials }) => trials.length !== 1)).toEqual([]);
    const counts = result.figures.filter(({ id }) => /\.(lost|duplicates)$/.test(id));
    expect(counts.map(({ value, budget }) => ({ value, budget }))).toEqual(
      counts.map(() => ({ value: 0, budget: { most: 0 } })),
    );
    CHECKS[name]?.(result);
  },
);

test("a long run drains its large backlog beside the others, and holds it to no budget", async () => {
  const { series, figures } = await drainOf(300).run({ ...context(), isLong: true });
  expect(series.map(({ id }) => id)).toContain("drain.rate.300");
  const held = figures.filter(({ budget }) => budget !== null).map(({ id }) => id);
  expect(held).toContain("drain.rate.200");
  expect(held.filter((id) => id.endsWith("300"))).toEqual([]);
});

test("an interrupted scenario rejects with what interrupted it and leaves no directory", async () => {
  using dir = tempDir();
  const { TMPDIR } = process.env;
  process.env["TMPDIR"] = dir.path;
  try {
    const ending = new AbortController();
    const running = drainOf(20_000).run({
      ...context(ending.signal),
      isLong: true,
      progress: () => void setTimeout(() => ending.abort(new Error("interrupted")), 50),
    });
    expect(readdirSync(dir.path)).toHaveLength(1);
    expect(await failureOf(running)).toContain("interrupted");
    expect(readdirSync(dir.path)).toEqual([]);
  } finally {
    if (TMPDIR === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = TMPDIR;
  }
});
