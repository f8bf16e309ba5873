import type { Size } from "../../results.ts";
import { readUsage } from "../../rig.ts";
import { type Measure, type MeasureContext, needsConsumer, type TrialResult } from "../measure.ts";
import { Site } from "../rig.ts";
import type { System } from "../systems.ts";

const SETTLE_MS: Readonly<Record<Size, number>> = { smoke: 300, quick: 10_000, full: 25_000 };
const MEASURE_MS: Readonly<Record<Size, number>> = { smoke: 300, quick: 10_000, full: 25_000 };

const usageOf = (pids: readonly number[]) => pids.map(readUsage);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

async function trial(system: System, { size, signal }: MeasureContext): Promise<TrialResult> {
  await using site = await Site.open(system, signal);
  await site.startConsumer();
  // One that has worked once is the one that idles in practice.
  await site.run("fill", "1");
  await site.checkEnd(1);
  await Bun.sleep(SETTLE_MS[size]);
  const before = usageOf(site.pids);
  const startedMs = performance.now();
  await Bun.sleep(MEASURE_MS[size]);
  const seconds = (performance.now() - startedMs) / 1000;
  const after = usageOf(site.pids);
  signal.throwIfAborted();
  const cpuMs = sum(after.map((usage, index) => usage.cpuMs - before[index]!.cpuMs));
  // A thread that ended takes its count with it.
  const wakeups = sum(after.map((usage, index) => Math.max(0, usage.wakeups - before[index]!.wakeups)));
  return { samples: { "idle.cpu": [cpuMs / 10 / seconds], "idle.wakeups": [wakeups / seconds] } };
}

export const idle: Measure = {
  name: "idle",
  title: (size) =>
    `the consumer with nothing to do, all its processes and threads, over ${MEASURE_MS[size] / 1000} s after ${SETTLE_MS[size] / 1000} s to settle; all systems side by side`,
  quantities: [
    { id: "idle.cpu", label: "CPU", unit: "%", summary: "median" },
    { id: "idle.wakeups", label: "wakeups", unit: "/s", summary: "median" },
  ],
  trials: { smoke: 1, quick: 1, full: 1 },
  isSideBySide: true,
  notOffered: (system) => (process.platform === "linux" ? needsConsumer(system) : "it is read from /proc"),
  trial,
};
