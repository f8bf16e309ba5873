import type { Size } from "../../figures/result.ts";
import { type Measure, type MeasureContext, needsConsumer, type TrialResult } from "./measure.ts";
import { DRAIN_MS, Site, until } from "../rig.ts";
import type { System } from "../systems.ts";

const BACKLOG: Readonly<Record<Size, number>> = { smoke: 200, quick: 2000, full: 5000 };

async function trial(system: System, { size, signal }: MeasureContext): Promise<TrialResult> {
  const entries = BACKLOG[size];
  await using site = await Site.open(system, signal);
  await site.run("fill", String(entries));
  using watcher = site.watcher();
  let first = 0;
  let firstMs = 0;
  site.spawnConsumer();
  await until(
    () => {
      const applied = watcher.last();
      if (first === 0 && applied > 0) [first, firstMs] = [applied, performance.now()];
      return applied >= entries;
    },
    DRAIN_MS,
    `${entries} rows`,
  );
  const seconds = (performance.now() - firstMs) / 1000;
  if (first >= entries) throw new Error("all rows were there at the first look: the backlog is too small to time");
  await site.checkEnd(entries);
  return { samples: { drain: [(entries - first) / seconds] } };
}

export const drain: Measure = {
  name: "drain",
  title: (size) =>
    `a backlog of ${BACKLOG[size].toLocaleString("en-US")} entries, one consumer, from its first row to its last`,
  quantities: [{ id: "drain", label: "rate", unit: "entries/s", summary: "median" }],
  trials: { smoke: 1, quick: 2, full: 3 },
  isSideBySide: false,
  notOffered: needsConsumer,
  trial,
};
