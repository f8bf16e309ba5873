import { Queue } from "../../src/queue/queue.ts";
import type { Figure, ScenarioReport } from "../report.ts";
import { freshRoot, logEntry, readUsage, type Size, startWorker } from "../rig.ts";

/** Until start-up, JIT and first collections are over: three backstops. */
const SETTLE_MS: Readonly<Record<Size, number>> = { smoke: 500, quick: 35_000, full: 100_000 };
const MEASURE_MS: Readonly<Record<Size, number>> = { smoke: 500, quick: 30_000, full: 120_000 };

/** CPU time and wakeups of a worker that has nothing to do, from /proc. Event and polling side by side. */
export async function idleScenario(size: Size): Promise<ScenarioReport> {
  if (process.platform !== "linux")
    return { scenario: "idle-cpu", title: "idle-cpu: measured on Linux only", figures: [] };
  using eventRoot = freshRoot();
  using pollRoot = freshRoot();
  await using event = await startWorker(eventRoot.root);
  await using poll = await startWorker(pollRoot.root, ["--mode", "poll", "--poll-interval-ms", "100"]);
  // A worker that has worked once is the one that idles in practice.
  for (const { root } of [eventRoot, pollRoot]) new Queue(root).enqueue(logEntry());
  await Bun.sleep(SETTLE_MS[size]);
  const workers = { event, poll };
  const before = Object.values(workers).map(({ pid }) => readUsage(pid));
  const startedMs = performance.now();
  await Bun.sleep(MEASURE_MS[size]);
  const seconds = (performance.now() - startedMs) / 1000;
  const figures = Object.entries(workers).flatMap(([name, { pid }], index): Figure[] => {
    const now = readUsage(pid);
    const cpu = ((now.cpuMs - before[index]!.cpuMs) / 1000 / seconds) * 100;
    // A thread that ended takes its count with it.
    const wakeups = Math.max(0, now.wakeups - before[index]!.wakeups) / seconds;
    const isEvent = name === "event";
    return [
      { name: `${name}, CPU`, value: cpu, unit: "%", n: 1, ...(isEvent ? { budget: { most: 0.005 } } : {}) },
      { name: `${name}, wakeups`, value: wakeups, unit: "/s", n: 1, ...(isEvent ? { budget: { most: 0.1 } } : {}) },
    ];
  });
  const title = `idle-cpu: all threads of the worker over ${Math.round(seconds)} s, settled for ${SETTLE_MS[size] / 1000} s; depth 0`;
  return { scenario: "idle-cpu", title, figures };
}
