import { readdirSync, readFileSync } from "node:fs";
import type { Size } from "../../figures/result.ts";
import { type Measure, type MeasureContext, needsConsumer, type TrialResult } from "./measure.ts";
import { Site } from "../rig.ts";
import type { System } from "../systems.ts";

const SETTLE_MS: Readonly<Record<Size, number>> = { smoke: 300, quick: 8000, full: 25_000 };
const MEASURE_MS: Readonly<Record<Size, number>> = { smoke: 300, quick: 8000, full: 25_000 };

interface Usage {
  readonly cpuMs: number;
  readonly wakeups: number;
}

/** The use of each thread of the processes so far. */
function usageByThread(pids: readonly number[]): Map<string, Usage> {
  const usage = new Map<string, Usage>();
  for (const pid of pids) {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const directory = `/proc/${pid}/task/${thread}`;
      const cpuMs = Number(readFileSync(`${directory}/schedstat`, "utf8").split(" ")[0]) / 1e6;
      const status = readFileSync(`${directory}/status`, "utf8");
      usage.set(thread, { cpuMs, wakeups: Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1]) });
    }
  }
  return usage;
}

/** By thread, since one that ends takes its past with it: a difference of sums would be negative. */
function difference(after: ReadonlyMap<string, Usage>, before: ReadonlyMap<string, Usage>): Usage {
  let cpuMs = 0;
  let wakeups = 0;
  for (const [thread, now] of after) {
    const then = before.get(thread);
    cpuMs += now.cpuMs - (then?.cpuMs ?? 0);
    wakeups += now.wakeups - (then?.wakeups ?? 0);
  }
  return { cpuMs, wakeups };
}

async function trial(system: System, { size, signal }: MeasureContext): Promise<TrialResult> {
  await using site = await Site.open(system, signal);
  await site.startConsumer();
  // One that has worked once is the one that idles in practice.
  await site.run("fill", "1");
  await site.checkEnd(1);
  await Bun.sleep(SETTLE_MS[size]);
  const before = usageByThread(site.pids);
  const startedMs = performance.now();
  await Bun.sleep(MEASURE_MS[size]);
  const seconds = (performance.now() - startedMs) / 1000;
  const { cpuMs, wakeups } = difference(usageByThread(site.pids), before);
  signal.throwIfAborted();
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
