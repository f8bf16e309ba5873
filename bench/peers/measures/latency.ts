import type { Size } from "../../figures/result.ts";
import { POLL_INTERVAL_MS } from "../adapter.ts";
import { type Measure, type MeasureContext, offeredByAll, type TrialResult } from "./measure.ts";
import { Site } from "../rig.ts";
import type { System } from "../systems.ts";

/** Time, not entries: what polls takes many times as long for the same number. */
const MEASURE_MS: Readonly<Record<Size, number>> = { smoke: 300, quick: 2000, full: 4000 };
const WARM_UP_MS: Readonly<Record<Size, number>> = { smoke: 100, quick: 500, full: 1000 };

async function trial(system: System, { size, signal }: MeasureContext): Promise<TrialResult> {
  await using site = await Site.open(system, signal);
  await site.startConsumer();
  const said = await site.run("latency", `${MEASURE_MS[size]},${WARM_UP_MS[size]}`);
  const { samples, enqueued } = JSON.parse(said) as { samples: number[]; enqueued: number };
  await site.checkEnd(enqueued);
  return { samples: { latency: samples } };
}

export const latency: Measure = {
  name: "latency",
  title: (size) =>
    `enqueue to row visible to a second connection; one long-lived producer, one entry at a time with random pauses of up to ${POLL_INTERVAL_MS} ms; ${WARM_UP_MS[size] / 1000} s of warm-up, then ${MEASURE_MS[size] / 1000} s a trial`,
  quantities: [{ id: "latency", label: "to visible", unit: "ms", summary: "percentiles" }],
  trials: { smoke: 1, quick: 2, full: 3 },
  isSideBySide: false,
  notOffered: offeredByAll,
  trial,
};
