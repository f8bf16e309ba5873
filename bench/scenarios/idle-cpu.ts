import { DEFAULTS } from "../../src/base/config/config.ts";
import { Queue } from "../../src/queue/queue.ts";
import { emptyFailed, fillFailed } from "../load/dead-letters.ts";
import { checkEndState } from "../harness/end-state.ts";
import { seriesFigure } from "../figures/figures.ts";
import type { Budget, Figure, Mode, Series, Size } from "../figures/result.ts";
import { freshRoot, logEntry, startWorker } from "../harness/rig.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { pause } from "../harness/trials.ts";
import { type RunningPage, startEmptyPage, startPage } from "../machine/page.ts";
import { readUsage, USAGE_SOURCE, type Usage, usedBetween } from "../machine/usage.ts";

/** Until start-up, JIT and first collections are over; in full, three backstops. */
const SETTLE_MS: Readonly<Record<Size, number>> = { smoke: 500, quick: 15_000, full: 100_000 };
/** One interval; in full it has one backstop. */
const SLICE_MS: Readonly<Record<Size, number>> = { smoke: 500, quick: 5000, full: 30_000 };
const SLICES: Readonly<Record<Size, number>> = { smoke: 1, quick: 3, full: 6 };
const FAILED: Readonly<Record<Size, number>> = { smoke: 100, quick: 10_000, full: 10_000 };

/** A process that idles, and what it used in each interval. */
interface Idler {
  /** Ends the ids of its series. */
  readonly suffix: string;
  readonly label: string;
  readonly mode: Mode | null;
  readonly pid: number;
  readonly cpu: number[];
  readonly wakeups: number[];
  /** Ends it. @throws when it leaves anything else than it should */
  readonly stop: () => Promise<void>;
}

async function startWorkerIdler(
  { fault, intervalsMs }: ScenarioContext,
  stack: AsyncDisposableStack,
  mode: Mode,
  failed: number,
): Promise<Idler> {
  const { root } = stack.use(freshRoot());
  fillFailed(root, failed);
  const worker = stack.use(await startWorker(root, mode, { fault, intervalsMs }));
  // A worker that has worked once is the one that idles in practice.
  new Queue(root).enqueue(logEntry());
  const stop = async (): Promise<void> => {
    await worker.stop();
    emptyFailed(root, failed);
    checkEndState(root, 1);
  };
  const names =
    failed === 0 ? { suffix: "", label: "" } : { suffix: `.failed-${failed}`, label: `, ${failed} in failed/` };
  return { ...names, mode, pid: worker.pid, cpu: [], wakeups: [], stop };
}

/** The floor: a Bun process with only a timer, and as many wakes. It ends with the harness. */
function startFloorIdler(stack: AsyncDisposableStack): Idler {
  const script = `process.stdin.on("end", () => process.exit()).resume(); setInterval(() => {}, ${DEFAULTS.backstopIntervalMs})`;
  const child = Bun.spawn([process.execPath, "-e", script], { stdin: "pipe", stdout: "ignore", stderr: "inherit" });
  const stop = async (): Promise<void> => {
    child.kill();
    await child.exited;
  };
  stack.defer(stop);
  const label = `, an empty Bun script with a timer of ${DEFAULTS.backstopIntervalMs / 1000} s`;
  return { suffix: ".floor", label, mode: null, pid: child.pid, cpu: [], wakeups: [], stop };
}

/** The page's server while a page is open. It ends soon after the page, so a closed one costs nothing. */
async function startPageIdler(stack: AsyncDisposableStack): Promise<Idler> {
  const { root } = stack.use(freshRoot());
  return pageIdler(stack.use(await startPage(root)), ".page", ", the server of an open page");
}

/** Its floor: Bun wakes by timers of its own while a connection is open. */
async function startPageFloorIdler(stack: AsyncDisposableStack): Promise<Idler> {
  const page = stack.use(await startEmptyPage());
  return pageIdler(page, ".page-floor", ", an empty Bun.serve with one open stream of events");
}

const pageIdler = (page: RunningPage, suffix: string, label: string): Idler => ({
  suffix,
  label,
  mode: null,
  pid: page.pid,
  cpu: [],
  wakeups: [],
  stop: () => page.stop(),
});

async function wait(context: ScenarioContext, what: string, ms: number): Promise<void> {
  const endMs = performance.now() + ms;
  for (let leftMs = ms; leftMs > 0; leftMs = endMs - performance.now()) {
    context.progress(`idle-cpu: ${what}, ${Math.ceil(leftMs / 1000)} s left`);
    await pause(Math.min(leftMs, 1000), context.signal);
  }
}

async function measureSlice(context: ScenarioContext, idlers: readonly Idler[], what: string): Promise<void> {
  const before = idlers.map(({ pid }): [Usage, number] => [readUsage(pid), performance.now()]);
  await wait(context, what, SLICE_MS[context.size]);
  idlers.forEach(({ pid, cpu, wakeups }, index) => {
    const [usage, startedMs] = before[index]!;
    const used = usedBetween(usage, readUsage(pid));
    const ms = performance.now() - startedMs;
    cpu.push((used.cpuMs / ms) * 100);
    if (used.wakeups !== null) wakeups.push((used.wakeups / ms) * 1000);
  });
}

/**
 * CPU time and wakeups of workers that have nothing to do: every mode and depth at once, each a process of its own, with
 * the page's server and the floor beside them.
 */
async function run(context: ScenarioContext) {
  const { size } = context;
  const slices = context.trials ?? SLICES[size];
  await using stack = new AsyncDisposableStack();
  const idlers: Idler[] = [];
  for (const failed of [0, FAILED[size]]) {
    for (const mode of context.modes) {
      context.progress(`idle-cpu: starting ${mode}, ${failed} in failed/`);
      context.signal.throwIfAborted();
      idlers.push(await startWorkerIdler(context, stack, mode, failed));
    }
  }
  idlers.push(await startPageIdler(stack), await startPageFloorIdler(stack), startFloorIdler(stack));
  await wait(context, "settling", SETTLE_MS[size]);
  for (let slice = 1; slice <= slices; slice += 1)
    await measureSlice(context, idlers, `interval ${slice} of ${slices}`);
  for (const { stop } of idlers) await stop();
  const series = idlers.flatMap(seriesOf);
  const figures = series.map((one) => figureFor(one, size));
  return {
    scenario: "idle-cpu",
    title: `idle-cpu: the whole process tree of a worker that has applied one entry, over ${slices} intervals of ${SLICE_MS[size] / 1000} s after ${SETTLE_MS[size] / 1000} s of settling; nothing pending`,
    durability: "process" as const,
    series,
    figures,
    notes: [
      `Read from ${USAGE_SOURCE}.`,
      "All modes and depths idle at the same time, each in a process and a directory of its own.",
      ...(size === "full" ? [] : ["A worker settles in 100 s: only a full run is held against the budget."]),
    ],
  };
}

function seriesOf({ suffix, label, mode, cpu, wakeups }: Idler): Series[] {
  const found = [
    { id: `idle.cpu${suffix}`, label: `idle CPU${label}`, mode, unit: "%", trials: cpu.map((sample) => [sample]) },
    {
      id: `idle.wakeups${suffix}`,
      label: `idle wakeups${label}`,
      mode,
      unit: "/s",
      trials: wakeups.map((sample) => [sample]),
    },
  ];
  return found.filter((one) => one.trials.length > 0);
}

function figureFor(series: Series, size: Size): Figure {
  const budget: Budget = { most: series.unit === "%" ? 0.005 : 0.1 };
  const isJudged = size === "full" && series.mode === "event+doorbell";
  return seriesFigure(series, "mean", isJudged ? { budget } : {});
}

export const idleCpu: Scenario = {
  name: "idle-cpu",
  summary: "CPU time and wakeups of a worker with nothing to do, by mode, with and without 10,000 dead letters",
  run,
};
