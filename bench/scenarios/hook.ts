import { closeSync, constants, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compileExecutable } from "../../src/install/hook/compile.ts";
import { Queue } from "../../src/queue/queue.ts";
import { checkEndState } from "../harness/end-state.ts";
import { figureOf, seriesFigure } from "../figures/figures.ts";
import type { Budget, Figure, ScenarioResult, Series, Size } from "../figures/result.ts";
import { freshRoot, MAIN, TOP } from "../harness/rig.ts";
import { runToEnd } from "../harness/run-program.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { smallRepository } from "../load/worktree.ts";
import { estimateRatio } from "../stats/estimate.ts";

const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 3, full: 10 };
const TURNS: Readonly<Record<Size, number>> = { smoke: 3, quick: 20, full: 20 };
const WARM_UP = 2;
const PAYLOAD = join(TOP, "tests/fixtures/hook-payloads/03-posttooluse-edit.json");
/** The entries that a call adds. */
const ENTRIES = { taken: 1, throttled: 1, none: 0 } as const;
/** The hook takes a checkpoint at each call, or at the first alone. */
const INTERVAL_SECONDS = { taken: 0, throttled: 86_400, none: 0 } as const;
const BUDGETS: Readonly<Record<string, Budget>> = { "hook.taken": { most: 1.4 }, "hook.throttled": { most: 1.25 } };

type Fields = Readonly<Record<string, unknown>>;

/** One command that is timed, in a state directory of its own. */
export interface Case {
  readonly id: string;
  readonly label: string;
  readonly command: readonly string[];
  readonly checkpoint: keyof typeof ENTRIES;
  /** A recorded call. */
  readonly payload: Fields;
  /** Variables that the agent sets for its hooks. */
  readonly env: Readonly<Record<string, string>>;
  readonly root: string;
  /** Samples by trial. */
  readonly wallMs: number[][];
  readonly cpuMs: number[][];
}

/** The user's configuration of the hook: outside the project, which may set little. */
const settingsOf = (root: string): string => `${dirname(root)}-settings`;

/** A queue like that of a listening worker: this process holds the doorbell open, so that the hook's ring succeeds. */
function prepareRoot(root: string, checkpoint: Case["checkpoint"]): Disposable {
  const { paths } = new Queue(root);
  const settings = join(settingsOf(root), "hive");
  mkdirSync(settings, { recursive: true });
  const config = { checkpointIntervalSeconds: INTERVAL_SECONDS[checkpoint] };
  writeFileSync(join(settings, "config.json"), JSON.stringify(config));
  const made = Bun.spawnSync(["mkfifo", paths.doorbell]);
  if (made.exitCode !== 0) throw new Error("no doorbell can be made");
  const fd = openSync(paths.doorbell, constants.O_RDWR | constants.O_NONBLOCK);
  return { [Symbol.dispose]: () => closeSync(fd) };
}

const readPayload = (path: string): Fields => JSON.parse(readFileSync(path, "utf8")) as Fields;

/** A case in a directory of the run. */
export const caseIn = (
  directory: string,
  {
    id,
    ...rest
  }: Pick<Case, "id" | "label" | "command" | "checkpoint"> & { readonly payload?: string } & Partial<Pick<Case, "env">>,
): Case => ({
  env: {},
  ...rest,
  id,
  payload: readPayload(rest.payload ?? PAYLOAD),
  root: join(directory, id, ".hive-mind"),
  wallMs: [],
  cpuMs: [],
});

export const COMPILED = [join(TOP, "dist/hive-hook")];

/** @param id that of the scenario's figures */
export function emptyScript(directory: string, id: string): Case {
  const path = join(directory, "empty.ts");
  writeFileSync(path, "");
  const command = [process.execPath, path];
  return caseIn(directory, { id: `${id}.empty`, label: "empty Bun script", command, checkpoint: "none" });
}

const EMPTY_PROGRAM = "hook.empty-program";

/** What a compiled program costs that does nothing: the rest of a hook call is hive's own. */
async function emptyProgram(directory: string): Promise<Case> {
  const [source, program] = [join(directory, "empty-program.ts"), join(directory, "empty-program")];
  writeFileSync(source, "process.exit(0);\n");
  await compileExecutable(source, program, { name: "nothing", setup: () => undefined });
  const label = "empty compiled program";
  return caseIn(directory, { id: EMPTY_PROGRAM, label, command: [program], checkpoint: "none" });
}

async function casesIn(directory: string): Promise<Case[]> {
  const source = [process.execPath, MAIN, "hook"];
  const one = (id: string, label: string, command: readonly string[], checkpoint: Case["checkpoint"]): Case =>
    caseIn(directory, { id, label, command, checkpoint });
  return [
    emptyScript(directory, "hook"),
    await emptyProgram(directory),
    one("hook.taken", "hook, checkpoint taken", COMPILED, "taken"),
    one("hook.throttled", "hook, throttled", COMPILED, "throttled"),
    one("hook.source.taken", "from source, checkpoint taken", source, "taken"),
    one("hook.source.throttled", "from source, throttled", source, "throttled"),
  ];
}

/**
 * A recorded call, from a project that is there. Each has an id or a time of its own, or the ledger would take it for a
 * second delivery.
 */
function payload(recorded: Fields, cwd: string, call: number): Blob {
  const at = recorded["timestamp"];
  const timestamp =
    typeof at === "string" ? new Date(Date.parse(at) + call).toISOString() : typeof at === "number" ? at + call : at;
  const hasId = recorded["tool_use_id"] !== undefined || at === undefined;
  const here = typeof recorded["cwd"] === "string" && { cwd };
  const id = hasId && { tool_use_id: `toolu_bench_${call}` };
  return new Blob([JSON.stringify({ ...recorded, ...here, timestamp, ...id })]);
}

/** Applies what the hooks of a trial have left, so that `pending/` is as short in each trial, and counts it. */
async function drainAndCheck(root: string, expected: number, signal: AbortSignal): Promise<void> {
  await runToEnd([process.execPath, MAIN, "worker", "--once", "--quiet", "--root", root], { signal });
  checkEndState(root, expected, { areLogs: false });
}

async function measure(cases: readonly Case[], context: ScenarioContext): Promise<void> {
  const { size, signal, progress } = context;
  const trials = context.trials ?? TRIALS[size];
  const calls = WARM_UP + TURNS[size];
  for (let trial = 0; trial < trials; trial += 1) {
    progress(`${cases[0]!.id.replace(".empty", "")}: trial ${trial + 1} of ${trials}`);
    for (const { wallMs, cpuMs } of cases) for (const samples of [wallMs, cpuMs]) samples.push([]);
    for (let turn = 0; turn < calls; turn += 1) {
      for (const { command, payload: recorded, env: own, root, wallMs, cpuMs } of cases) {
        const stdin = payload(recorded, dirname(root), trial * calls + turn);
        const env = { HIVE_ROOT: root, HIVE_WORKER_START: "never", XDG_CONFIG_HOME: settingsOf(root), ...own };
        const ended = await runToEnd(command, { signal, stdin, env });
        if (turn < WARM_UP) continue;
        wallMs.at(-1)!.push(ended.wallMs);
        cpuMs.at(-1)!.push(ended.cpuMs);
      }
    }
    for (const one of cases) {
      const expected = (trial + 1) * calls * ENTRIES[one.checkpoint];
      if (one.checkpoint !== "none") await drainAndCheck(one.root, expected, signal);
    }
  }
}

function seriesOf({ id, label, wallMs, cpuMs }: Case): [wall: Series, cpu: Series] {
  const common = { label, mode: null, unit: "ms" };
  return [
    { ...common, id, trials: wallMs },
    { ...common, id: `${id}.cpu`, label: `${label}, CPU time`, trials: cpuMs },
  ];
}

function figuresOf(cases: readonly Case[]): Figure[] {
  const [empty, ...hooks] = cases as [Case, ...Case[]];
  const ratios = hooks.flatMap(({ id, label, wallMs, cpuMs }) => {
    const budget = BUDGETS[id];
    const wall = { id: `${id}-over-empty`, label: `${label} / empty script`, unit: "×" };
    const cpu = { ...wall, id: `${id}.cpu-over-empty`, label: `${label} / empty script, CPU time` };
    return [
      figureOf(budget === undefined ? wall : { ...wall, budget }, estimateRatio(wallMs, empty.wallMs, "p50"), wallMs),
      figureOf(cpu, estimateRatio(cpuMs, empty.cpuMs, "p50"), cpuMs),
    ];
  });
  const program = hooks.find(({ id }) => id === EMPTY_PROGRAM);
  const own = hooks.flatMap(({ id, label, command, wallMs }): Figure[] => {
    if (program === undefined || command !== COMPILED) return [];
    const names = { id: `${id}-over-program`, label: `${label} / ${program.label}`, unit: "×" };
    return [figureOf(names, estimateRatio(wallMs, program.wallMs, "p50"), wallMs)];
  });
  return [...ratios, ...own, ...cases.flatMap((one) => seriesOf(one).map((series) => seriesFigure(series, "p50")))];
}

/** Times each case in turn, the first of which is an empty script. */
export async function measureHook(
  context: ScenarioContext,
  {
    scenario,
    title,
    casesIn: casesOf,
  }: Pick<ScenarioResult, "scenario" | "title"> & {
    readonly casesIn: (directory: string) => Promise<Case[]>;
  },
): Promise<ScenarioResult> {
  using dir = freshRoot();
  await runToEnd([process.execPath, join(TOP, "scripts/build-hook.ts")], { signal: context.signal });
  const directory = dirname(dir.root);
  const cases = await casesOf(directory);
  using prepared = new DisposableStack();
  for (const { root, checkpoint } of cases) {
    mkdirSync(dirname(root), { recursive: true });
    smallRepository(dirname(root));
    prepared.use(prepareRoot(root, checkpoint));
  }
  await measure(cases, context);
  return {
    scenario,
    title,
    durability: "process",
    series: cases.flatMap((one) => seriesOf(one)),
    figures: figuresOf(cases),
    notes: [
      "hook is dist/hive-hook, as setup compiles it on the user's machine; from source is bun src/cli/main.ts hook.",
      "The empty compiled program is Bun with a script that exits, compiled like the hook: what a call takes more than that is hive's own.",
      "CPU time is user and system time of the whole process, as the kernel accounts for it.",
      "The doorbell is held open, so each call rings it; no worker runs beside the measurement. The entries are applied and counted after each trial.",
      `${WARM_UP} calls at the start of each trial are not counted.`,
    ],
  };
}

export const hook: Scenario = {
  name: "hook",
  summary: "the hook as a whole process, wall and CPU time, against an empty Bun script",
  run: (context) =>
    measureHook(context, {
      scenario: "hook",
      title: "hook: the whole process from spawn to exit, in turn with an empty Bun script",
      casesIn,
    }),
};
