import { expect, test } from "bun:test";
import { runMeasure, resultOf } from "../../bench/peers/report/compare.ts";
import { Findings } from "../../bench/peers/report/findings.ts";
import { type Measure, needsConsumer } from "../../bench/peers/measures/measure.ts";
import { renderMeasure } from "../../bench/peers/report/render.ts";
import { SYSTEMS } from "../../bench/peers/systems.ts";
import type { ScenarioContext } from "../../bench/harness/scenario.ts";

const context: ScenarioContext = {
  size: "smoke",
  trials: 2,
  modes: [],
  progress: () => undefined,
  signal: new AbortController().signal,
};

function measureOf(trial: Measure["trial"]): Measure {
  return {
    name: "made-up",
    title: () => "made up",
    quantities: [{ id: "made-up.lost", label: "lost", unit: "entries", summary: "sum" }],
    trials: { smoke: 1, quick: 1, full: 1 },
    isSideBySide: false,
    notOffered: needsConsumer,
    trial,
  };
}

async function compare(measure: Measure) {
  const findings = new Findings();
  await runMeasure(measure, context, findings);
  return { ...resultOf([measure], context, findings), text: renderMeasure(measure, "smoke", findings) };
}

test("what a system does not offer is no figure, and says so", async () => {
  const { figures, notes, text } = await compare(
    measureOf(() => Promise.resolve({ samples: { "made-up.lost": [0] } })),
  );
  expect(figures.map(({ id }) => id)).not.toContain("peers.made-up.lost.direct");
  expect(figures).toHaveLength(SYSTEMS.length - 1);
  expect(notes).toContain("direct, made-up: not offered: there is no queue and no consumer.");
  expect(text).toContain("direct    not offered");
});

test("a system that ends wrong in one trial has no figure of that measure, and the others keep theirs", async () => {
  let trials = 0;
  const measure = measureOf(({ name }) => {
    if (name !== "files") return Promise.resolve({ samples: { "made-up.lost": [0] } });
    trials += 1;
    if (trials === 2) throw new Error("wrong end: 1 rows, 1 of 2");
    return Promise.resolve({ samples: { "made-up.lost": [0] } });
  });
  const { figures, series, notes, text } = await compare(measure);
  expect(figures.map(({ id }) => id)).not.toContain("peers.made-up.lost.files");
  expect(series.map(({ id }) => id)).not.toContain("peers.made-up.lost.files");
  expect(notes).toContain("files, made-up: left out: wrong end: 1 rows, 1 of 2.");
  expect(text).toContain("files     left out");
  expect(figures).toHaveLength(SYSTEMS.length - 2);
});

test("each trial begins with another system", async () => {
  const order: string[] = [];
  await compare(
    measureOf(({ name }) => {
      order.push(name);
      return Promise.resolve({ samples: { "made-up.lost": [1] } });
    }),
  );
  const offered = SYSTEMS.filter(({ consumer }) => consumer !== null).map(({ name }) => name);
  expect(order).toEqual([...offered, ...offered.slice(1), offered[0]!]);
});

test("counts of all trials are added up", async () => {
  const { figures } = await compare(measureOf(() => Promise.resolve({ samples: { "made-up.lost": [3] } })));
  expect(figures[0]).toMatchObject({ id: "peers.made-up.lost.hive", value: 6, n: 2, interval: null });
});
