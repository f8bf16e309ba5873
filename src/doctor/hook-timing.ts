/** How long the agent waits for its hook: whole processes from spawn to exit, and what one spends its time on. */
import { homedir } from "node:os";
import type { Config, Durability } from "../base/config.ts";
import { errorMessage, HiveError } from "../base/errors.ts";
import { queuePaths } from "../queue/layout.ts";
import { canRun, compiledHook, interpretedHook } from "../install/hook-command.ts";
import type { Place } from "../install/place.ts";
import type { HookCommand } from "../install/settings.ts";
import { type HookKind, HookLab, samplePayload, STEPS_PROGRAM, type TimedRoot } from "./hook-lab.ts";
import { installedHook } from "./versions.ts";

/** Nearest rank over all samples, none dropped. */
export interface Measured {
  readonly what: string;
  readonly n: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** A ratio of medians to an empty Bun script in the same run, against the most that it may be. */
export interface Budget {
  readonly what: string;
  readonly ratio: number;
  readonly most: number;
  readonly isWithin: boolean;
}

/** What `hive doctor --hook --json` prints, version 1. Ignore fields that you do not know. */
export interface HookTiming {
  readonly version: 1;
  readonly hook: HookCommand;
  /** Whether a settings file names it; else it is the one that setup would install. */
  readonly isInstalled: boolean;
  readonly kind: HookKind;
  readonly durability: Durability;
  /** Whole processes, from spawn to exit, taken in turn. */
  readonly processes: readonly Measured[];
  /** What a hook that takes a checkpoint spends its time on, in order. */
  readonly steps: readonly Measured[];
  readonly budgets: readonly Budget[];
  readonly isWithinBudget: boolean;
}

export interface HookTimingOptions {
  readonly place: Place;
  /** The `.hive-mind` directory. */
  readonly root: string;
  readonly config: Config;
  /** How often each process is run. */
  readonly runs: number;
}

const WARM_UP = 3;
const DEADLINE_MS = 10_000;
const EMPTY = "empty Bun script";
const EMPTY_COMPILED = "empty executable";
const TAKEN = "hook, checkpoint taken";
const THROTTLED = "hook, throttled";
const BUDGETS = new Map([
  [TAKEN, 1.4],
  [THROTTLED, 1.25],
]);

/** Which marks of the hook end a step, in words. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  "start Bun, load the hook": ["started"],
  "open the C library": ["opened"],
  "read standard input": ["read"],
  "parse, find the state": ["parsed"],
  "settings, throttle": ["decided"],
  "facts, redaction, entries": ["built"],
  "write the files, rename": ["tmp-written", "tmp-synced", "renamed", "pending-synced"],
  journal: ["captured"],
  "ring the doorbell": ["rung"],
  "note the checkpoint": ["enqueued", "noted"],
};
const REST = "spawn, end of the process";

interface Case {
  readonly command: readonly string[];
  readonly root: TimedRoot;
}

/**
 * Runs the hook as the agent does, many times, against state directories of its own.
 * @throws HIVE_UNHEALTHY when the hook fails
 */
export async function timeHook({ place, root, config, runs }: HookTimingOptions): Promise<HookTiming> {
  const installed = installedHook(place);
  if (installed?.isTrusted === false) {
    const line = [installed.hook.command, ...installed.hook.args].join(" ");
    throw new HiveError(
      "HIVE_UNHEALTHY",
      `the project's settings name another installation's hook, which is not started: ${line}`,
      {
        hint: "hive setup",
      },
    );
  }
  const hook = installed?.hook ?? (canRun(compiledHook()) ? compiledHook() : interpretedHook());
  const kind = hook.args.length === 0 ? "compiled" : "source";
  using lab = new HookLab(queuePaths(root));
  const taken = lab.addRoot("taken", { ...config, checkpointIntervalSeconds: 0 });
  const throttled = lab.addRoot("throttled", { ...config, checkpointIntervalSeconds: 86_400 });
  const empty = lab.addEmptyScript();
  const command = [hook.command, ...hook.args];
  const cases: Record<string, Case> = { [EMPTY]: { command: [process.execPath, empty], root: taken } };
  if (kind === "compiled") cases[EMPTY_COMPILED] = { command: await lab.addProgram(empty, kind), root: taken };
  cases[TAKEN] = { command, root: taken };
  cases[THROTTLED] = { command, root: throttled };
  const withClock = { command: await lab.addProgram(STEPS_PROGRAM, kind), root: taken };
  const { wholes, steps } = await measure(cases, withClock, samplePayload(place.project), runs);
  const processes = Object.entries(wholes).map(([what, samples]) => summarize(what, samples));
  const budgets = judge(processes);
  return {
    version: 1,
    hook,
    isInstalled: installed !== null,
    kind,
    durability: config.durability,
    processes,
    steps: Object.entries(steps).map(([what, samples]) => summarize(what, samples)),
    budgets,
    isWithinBudget: budgets.every(({ isWithin }) => isWithin),
  };
}

type Samples = Record<string, number[]>;

/** In turn, so that what disturbs the machine disturbs all of them. */
async function measure(
  cases: Readonly<Record<string, Case>>,
  withClock: Case,
  payload: string,
  runs: number,
): Promise<{ wholes: Samples; steps: Samples }> {
  const wholes: Samples = {};
  const steps: Samples = {};
  for (let turn = -WARM_UP; turn < runs; turn += 1) {
    const inTurn = new Map<string, number>();
    for (const [what, { command, root }] of Object.entries(cases)) {
      inTurn.set(what, (await execute(command, root, payload)).ms);
    }
    const { output } = await execute(withClock.command, withClock.root, payload);
    if (turn < 0) continue;
    for (const [what, ms] of inTurn) (wholes[what] ??= []).push(ms);
    addSteps(steps, JSON.parse(output) as Mark[], inTurn.get(TAKEN)!);
  }
  return { wholes, steps };
}

async function execute(
  command: readonly string[],
  { root, settings }: TimedRoot,
  payload: string,
): Promise<{ ms: number; output: string }> {
  const startedMs = performance.now();
  let child: Bun.Subprocess<Blob, "pipe", "ignore">;
  try {
    child = Bun.spawn([...command], {
      stdin: new Blob([payload]),
      stdout: "pipe",
      stderr: "ignore",
      // As from an agent whose PATH has no Bun.
      env: { ...process.env, PATH: "", HIVE_ROOT: root, HOME: homedir(), XDG_CONFIG_HOME: settings },
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
  } catch (error) {
    throw failed(command, `does not start: ${errorMessage(error)}`);
  }
  const exitCode = await child.exited;
  const ms = performance.now() - startedMs;
  if (exitCode !== 0) throw failed(command, `ended with exit code ${exitCode} after ${Math.round(ms)} ms`);
  return { ms, output: await new Response(child.stdout).text() };
}

const failed = (command: readonly string[], why: string): HiveError =>
  new HiveError("HIVE_UNHEALTHY", `${command.join(" ")} ${why}`, { hint: "hive doctor" });

/** What ended, and when, in ms since the process began: of the hook with a clock in it, which takes time to print them. */
type Mark = readonly [string, number];

/** @param wholeMs what the hook itself took in the same turn */
function addSteps(samples: Samples, marks: readonly Mark[], wholeMs: number): void {
  const spentMs = new Map<string, number>();
  let lastMs = 0;
  for (const [name, atMs] of marks) {
    spentMs.set(name, (spentMs.get(name) ?? 0) + atMs - lastMs);
    lastMs = atMs;
  }
  for (const [step, names] of Object.entries(STEPS)) {
    const ms = names.reduce((sum, name) => sum + (spentMs.get(name) ?? 0), 0);
    (samples[step] ??= []).push(ms);
  }
  (samples[REST] ??= []).push(Math.max(0, wholeMs - lastMs));
}

function summarize(what: string, samples: readonly number[]): Measured {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
  return { what, n: sorted.length, p50Ms: rank(0.5), p99Ms: rank(0.99), maxMs: sorted.at(-1)! };
}

function judge(processes: readonly Measured[]): Budget[] {
  const floorMs = processes.find(({ what }) => what === EMPTY)!.p50Ms;
  return processes.flatMap(({ what, p50Ms }) => {
    const most = BUDGETS.get(what);
    if (most === undefined) return [];
    return [{ what, ratio: p50Ms / floorMs, most, isWithin: p50Ms / floorMs <= most }];
  });
}
