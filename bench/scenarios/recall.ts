import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { figureOf, seriesFigure } from "../figures/figures.ts";
import type { Budget, Figure, ScenarioResult, Series, Size } from "../figures/result.ts";
import { freshRoot, MAIN, TOP } from "../harness/rig.ts";
import { type Ended, runToEnd } from "../harness/run-program.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { type Day, makeDay } from "../load/day.ts";
import { estimateRatio } from "../stats/estimate.ts";

const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 3, full: 5 };
const TURNS: Readonly<Record<Size, number>> = { smoke: 2, quick: 10, full: 20 };
const DAYS: Readonly<Record<Size, Day>> = {
  smoke: { sessions: 10, entries: 100 },
  quick: { sessions: 200, entries: 50_000 },
  full: { sessions: 3000, entries: 630_000 },
};
const WARM_UP = 2;
/** Of the prompts of the recorded sessions. */
const WORDS = ["cents", "parser"];
const PAYLOAD = join(TOP, "tests/fixtures/hook-payloads/21-sessionstart-startup.json");
const RECORDED = "5f0c2b1e-7a64-4d0f-9c3a-2f8e61b7d9a4";

/** Status says with its exit code that no agent calls hive here. */
const UNWELL = 3;

const CASES = ["empty", "restore", "status", "sessions", "search"] as const;
type Case = (typeof CASES)[number];

const LABELS: Readonly<Record<Case, string>> = {
  empty: "empty Bun script",
  restore: "SessionStart: the hook gives an earlier session back",
  status: "hive status",
  sessions: "hive sessions",
  search: "hive search, two words in all that is archived",
};
/** Budgets of the medians in ms and of the memory in MiB. They apply only to a whole day of data. */
const BUDGETS: Partial<Record<Case, Budget>> = {
  restore: { most: 60 },
  status: { most: 300 },
  search: { most: 150 },
};
const MEMORY_BUDGET: Budget = { most: 100 };

interface Measured {
  readonly wallMs: number[][];
  /** The most memory of each call. */
  readonly peakMiB: number[][];
}

/** Runs one of the cases. @param turn of its own for each call, so that a session is given to each new one */
type Call = (turn: number, options: { readonly isLooked: boolean }) => Promise<Ended>;

function callsIn(root: string, signal: AbortSignal): Readonly<Record<Case, Call>> {
  const directory = dirname(root);
  const empty = join(directory, "empty.ts");
  writeFileSync(empty, "");
  const settings = join(directory, "settings");
  mkdirSync(settings, { mode: 0o700 });
  const env = { HIVE_ROOT: root, HIVE_WORKER_START: "never", XDG_CONFIG_HOME: settings };
  const recorded = JSON.parse(readFileSync(PAYLOAD, "utf8")) as object;
  const cli = (...args: string[]): Call => {
    const command = [process.execPath, MAIN, ...args, "--root", root];
    return (_, { isLooked }) =>
      runToEnd(command, { signal, env, keepsOutput: true, watchesMemory: isLooked, passes: UNWELL });
  };
  return {
    empty: () => runToEnd([process.execPath, empty], { signal }),
    restore(turn) {
      const session_id = `${RECORDED.slice(0, -6)}f${String(turn).padStart(5, "0")}`;
      const stdin = new Blob([JSON.stringify({ ...recorded, session_id, cwd: directory })]);
      return runToEnd([join(TOP, "dist/hive-hook")], { signal, env, stdin, keepsOutput: true });
    },
    status: cli("status"),
    sessions: cli("sessions"),
    search: cli("search", ...WORDS),
  };
}

/** @throws if a call prints nothing, since its time would be that of a failure */
function assertTold(name: Case, { stdout }: Ended): void {
  const expected: Partial<Record<Case, string>> = {
    restore: "additionalContext",
    status: "enqueued",
    sessions: "\n",
    search: "cents",
  };
  const word = expected[name];
  if (word !== undefined && !stdout.includes(word)) throw new Error(`${LABELS[name]} told nothing: ${stdout}`);
}

async function measure(root: string, context: ScenarioContext): Promise<ReadonlyMap<Case, Measured>> {
  const { size, signal, progress } = context;
  const trials = context.trials ?? TRIALS[size];
  const calls = callsIn(root, signal);
  const found = new Map(CASES.map((name): [Case, Measured] => [name, { wallMs: [], peakMiB: [] }]));
  let turn = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    progress(`recall: trial ${trial + 1} of ${trials}`);
    for (const { wallMs, peakMiB } of found.values()) for (const samples of [wallMs, peakMiB]) samples.push([]);
    for (let call = -WARM_UP; call < TURNS[size]; call += 1) {
      for (const [name, { wallMs, peakMiB }] of found) {
        turn += 1;
        // Sampling memory takes time, so only the warm-up calls are sampled.
        const ended = await calls[name](turn, { isLooked: call < 0 });
        assertTold(name, ended);
        if (call >= 0) wallMs.at(-1)!.push(ended.wallMs);
        else if (ended.peakMiB !== null) peakMiB.at(-1)!.push(ended.peakMiB);
      }
    }
  }
  return found;
}

function figuresOf(found: ReadonlyMap<Case, Measured>, series: readonly Series[], isJudged: boolean): Figure[] {
  const empty = found.get("empty")!.wallMs;
  return CASES.flatMap((name, index) => {
    const { wallMs, peakMiB } = found.get(name)!;
    const budget = isJudged ? BUDGETS[name] : undefined;
    const own = seriesFigure(series[index]!, "p50", budget === undefined ? {} : { budget });
    if (name === "empty") return [own];
    const names = { id: `recall.${name}-over-empty`, label: `${LABELS[name]} / empty script`, unit: "×" };
    const ratio = figureOf(names, estimateRatio(wallMs, empty, "p50"), wallMs);
    const isTold = name === "status" && peakMiB.every((trial) => trial.length > 0);
    if (!isTold) return [own, ratio];
    const memory = { id: "recall.status.memory", label: "peak memory of hive status", mode: null, unit: "MiB" };
    const bound = isJudged ? { budget: MEMORY_BUDGET } : {};
    return [own, ratio, seriesFigure({ ...memory, trials: peakMiB }, "p50", bound)];
  });
}

const count = (n: number): string => n.toLocaleString("en-US");

async function run(context: ScenarioContext): Promise<ScenarioResult> {
  const { size, signal, progress } = context;
  using dir = freshRoot();
  const day = DAYS[size];
  await runToEnd([process.execPath, join(TOP, "scripts/build-hook.ts")], { signal });
  progress("recall: making a day");
  await makeDay(dir.root, day, signal);
  const found = await measure(dir.root, context);
  const series = CASES.map((name): Series => ({
    id: `recall.${name}`,
    label: LABELS[name],
    mode: null,
    unit: "ms",
    trials: found.get(name)!.wallMs,
  }));
  return {
    scenario: "recall",
    title: `recall: reading back after a day of ${count(day.entries)} entries and ${count(day.sessions)} sessions of one project; whole processes, in turn with an empty Bun script`,
    durability: "process",
    series,
    figures: figuresOf(found, series, size === "full"),
    notes: [
      "The sessions are recorded calls that a worker has applied, a turn each; one in ten was killed, the others ended in order. The day's entries beyond them are written straight into journals and ledger; a worker has noted since that they were applied.",
      "SessionStart is the compiled hook, which finds the session to give back among all of them; the others are bun src/cli/main.ts. Search reads the archive, which holds these sessions alone.",
      "Memory is looked at in calls that are not timed.",
    ],
  };
}

export const recall: Scenario = {
  name: "recall",
  summary: "what reads back: SessionStart, hive status, sessions and search after a busy day, as whole processes",
  run,
};
