import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Catalogue } from "../../src/snapshots/keep/catalogue.ts";
import { ObjectStore } from "../../src/snapshots/objects/objects.ts";
import type { Wanted } from "../../src/snapshots/take-wanted.ts";
import { projectId } from "../../src/snapshots/worktree.ts";
import { figureOf, seriesFigure } from "../figures/figures.ts";
import type { Budget, Figure, ScenarioResult, Series, Size } from "../figures/result.ts";
import { freshRoot, TOP } from "../harness/rig.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { type BesideLooks, measureBesideLooks } from "../load/beside-looks.ts";
import { gitIn, Repository } from "../load/worktree.ts";
import { estimateRatio } from "../stats/estimate.ts";

const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 3, full: 3 };
/** A session has a hundred calls and more. The first dozens of a process run code that is not compiled yet. */
const TURNS: Readonly<Record<Size, number>> = { smoke: 2, quick: 10, full: 100 };
/** git takes so much longer that it looks after each fifth call. */
const GIT_EVERY = 5;
const FILES: Readonly<Record<Size, readonly number[]>> = {
  smoke: [100, 200],
  quick: [500, 2000],
  full: [5000, 50_000],
};
const LONG_FILES = 250_000;
/** The worker waits as long for further calls before it asks for a snapshot. */
const DEBOUNCE_MS = 50;
/** The turns that warm up. */
const WARM_UP = 1;
/** Turns for which entries are timed once beside looks at all files. */
const TURNS_A_ROUND = 20;
/** Files that a call changes at least: it may take one twice. */
const LEAST_CHANGED = 2;

const CASES = ["call", "git", "stash"] as const;
type Case = (typeof CASES)[number];
const LABELS: Readonly<Record<Case | "first" | "git-first", string>> = {
  first: "first snapshot",
  call: "snapshot after a call",
  "git-first": "git add -A and write-tree, the first time",
  git: "git add -A and write-tree",
  stash: "git stash create",
};
const CALL_BUDGET: Budget = { most: 3 };
const FIRST_BUDGETS: Readonly<Record<number, Budget>> = { 50_000: { most: 250 } };
const GROWTH_BUDGET: Budget = { most: 1.5 };
const STORE_BUDGET: Budget = { most: 2 };

/** What one trial of one number of files took, in ms. */
interface Trial {
  readonly first: number;
  readonly gitFirst: number;
  readonly ms: Readonly<Record<Case, number[]>>;
  /** Bytes that calls changed, and by which the store grew. */
  readonly changedBytes: number;
  readonly storedBytes: number;
  /** A worker's entries meanwhile and without; null for all but the largest repository. */
  readonly beside: BesideLooks | null;
}

const nothing = (): void => undefined;

/** The process that takes snapshots, with a data directory of its own. */
async function startTaker(root: string, data: string, signal: AbortSignal) {
  let told: (value: unknown) => void = nothing;
  const next = async (): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    told = resolve;
    const ended = (): void => reject(new Error("the process that takes snapshots ended"));
    void child.exited.then(ended);
    return await promise;
  };
  const child = Bun.spawn([process.execPath, join(TOP, "bench/load/programs/snapshot-taker.ts"), root], {
    env: { ...process.env, XDG_DATA_HOME: data, XDG_CONFIG_HOME: join(data, "config"), HOME: "/nonexistent" },
    ipc: (message) => told(message),
    stdout: "ignore",
    stderr: "inherit",
    signal,
  });
  await next();
  return {
    async take(wanted: Wanted): Promise<number> {
      const answered = next();
      child.send(wanted);
      return ((await answered) as { ms: number }).ms;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      child.kill();
      await child.exited;
    },
  };
}

const SESSION = "5f0c2b1e-7a64-4d0f-9c3a-2f8e61b7d9a4";

const wantedAt = (top: string, trigger: "start" | "call" | "stop", n: number): Wanted => ({
  entryId: `entry-${n}`,
  sessionId: SESSION,
  cwd: top,
  trigger,
  call: trigger !== "call" ? null : { key: `toolu_${n}`, tool: "Bash", sessionId: SESSION },
  told: [],
  atMs: Date.now(),
});

interface Measuring {
  readonly repository: Repository;
  readonly root: string;
  readonly turns: number;
  readonly isLargest: boolean;
  readonly signal: AbortSignal;
}

async function measure({ repository, root, turns, isLargest, signal }: Measuring): Promise<Trial> {
  const { top } = repository;
  // Elsewhere on the disk, as a user's data directory is: among very many files ext4 takes long to make one more.
  using own = freshRoot();
  const directory = dirname(own.root);
  const data = join(directory, "data");
  mkdirSync(data, { mode: 0o700 });
  const git = gitIn(top, directory, signal);
  await git.begin();
  await using taker = await startTaker(root, data, signal);
  const first = await taker.take(wantedAt(top, "start", 0));
  const gitFirst = await git.add();
  const store = join(data, "hive/snapshots", projectId(root));
  const ms: Record<Case, number[]> = { call: [], git: [], stash: [] };
  const takes: Readonly<Record<Case, (turn: number) => Promise<number>>> = {
    call: (turn) => taker.take(wantedAt(top, "call", turn)),
    git: git.add,
    stash: git.stash,
  };
  const storedBefore = bytesIn(store);
  let changedBytes = 0;
  for (let turn = -WARM_UP; turn < turns; turn += 1) {
    changedBytes += repository.change();
    await Bun.sleep(DEBOUNCE_MS);
    for (const one of casesOf(turn)) {
      const took = await takes[one](turn + WARM_UP + 1);
      if (turn >= 0) ms[one].push(took);
    }
  }
  const storedBytes = bytesIn(store) - storedBefore;
  assertKept(store, turns + WARM_UP);
  // The end of a turn looks at all files.
  const look = () => taker.take(wantedAt(top, "stop", 0));
  const beside = isLargest ? await measureBesideLooks(look, Math.ceil(turns / TURNS_A_ROUND), signal) : null;
  return { first, gitFirst, ms, changedBytes, storedBytes, beside };
}

/** What is taken after a call, in an order that changes. */
function casesOf(turn: number): readonly Case[] {
  if (turn >= 0 && turn % GIT_EVERY !== 0) return ["call"];
  const first = (turn + WARM_UP) % CASES.length;
  return [...CASES.slice(first), ...CASES.slice(0, first)];
}

/** Bytes of the contents and of the catalogue's rows. */
function bytesIn(store: string): number {
  using catalogue = Catalogue.openToRead(store)!;
  const objects = new ObjectStore(join(store, "objects"));
  return objects.totalBytes() + catalogue.takenBytes() - catalogue.objectBytes();
}

/** @throws where a call's files are in no snapshot: the figures would be void */
function assertKept(store: string, turns: number): void {
  using catalogue = Catalogue.openToRead(store)!;
  const calls = catalogue.snapshots().filter(({ trigger }) => trigger === "call");
  const changes = catalogue.changes(calls.map(({ id }) => id));
  const isKept = changes.every(({ after }) => typeof after !== "string" && after.kept !== null);
  const least = turns * LEAST_CHANGED;
  if (calls.length === turns && changes.length >= least && isKept) return;
  throw new Error(`${turns} calls left ${calls.length} snapshots with ${changes.length} changed files`);
}

function seriesOf(files: number, trials: readonly Trial[]): readonly Series[] {
  const of = (name: keyof typeof LABELS, samples: readonly (readonly number[])[]): Series => ({
    id: `snapshot.${name}.${files}`,
    label: `${LABELS[name]}, ${count(files)} files`,
    mode: null,
    unit: "ms",
    trials: samples,
  });
  return [
    of(
      "first",
      trials.map(({ first }) => [first]),
    ),
    of(
      "git-first",
      trials.map(({ gitFirst }) => [gitFirst]),
    ),
    ...CASES.map((one) =>
      of(
        one,
        trials.map(({ ms }) => ms[one]),
      ),
    ),
  ];
}

const besideSeries = (files: number, beside: readonly BesideLooks[]): readonly Series[] =>
  (["undisturbed", "looking"] as const).map((when) => ({
    id: `snapshot.queue-${when}.${files}`,
    label: `enqueue to committed, ${when === "looking" ? `beside looks at ${count(files)} files` : "without looks"}`,
    mode: null,
    unit: "ms",
    trials: beside.map((one) => one[when]),
  }));

function besideFigures(files: number, beside: readonly BesideLooks[]): Figure[] {
  const [without, looking] = [beside.map((one) => one.undisturbed), beside.map((one) => one.looking)];
  const names = {
    id: `snapshot.queue-over-undisturbed.${files}`,
    label: `enqueue to committed, beside looks at ${count(files)} files / without`,
    unit: "×",
  };
  return [
    ...besideSeries(files, beside).map((one) => seriesFigure(one, "p50")),
    figureOf(names, estimateRatio(looking, without, "p50"), looking),
  ];
}

function figuresOf(files: number, trials: readonly Trial[], series: readonly Series[], isJudged: boolean): Figure[] {
  const budgets: Readonly<Record<string, Budget | undefined>> = {
    [`snapshot.call.${files}`]: CALL_BUDGET,
    [`snapshot.first.${files}`]: FIRST_BUDGETS[files],
  };
  const own = series.map((one) => {
    const budget = isJudged ? budgets[one.id] : undefined;
    return seriesFigure(one, "p50", budget === undefined ? {} : { budget });
  });
  const by = (one: Case) => trials.map(({ ms }) => ms[one]);
  const ratios = (["git", "stash"] as const).map((other) => {
    const label = `${LABELS.call} / ${LABELS[other]}, ${count(files)} files`;
    const names = { id: `snapshot.call-over-${other}.${files}`, label, unit: "×" };
    return figureOf(names, estimateRatio(by("call"), by(other), "p50"), by("call"));
  });
  const [first, gitFirst] = [trials.map((trial) => [trial.first]), trials.map((trial) => [trial.gitFirst])];
  const firsts = {
    id: `snapshot.first-over-git.${files}`,
    label: `${LABELS.first} / ${LABELS["git-first"]}, ${count(files)} files`,
    unit: "×",
  };
  const stored = trials.map(({ storedBytes }) => [storedBytes]);
  const changed = trials.map(({ changedBytes }) => [changedBytes]);
  const names = {
    id: `snapshot.store-over-changed.${files}`,
    label: `bytes stored / bytes changed, ${count(files)} files`,
    unit: "×",
    budget: STORE_BUDGET,
  };
  return [
    ...own,
    ...ratios,
    figureOf(firsts, estimateRatio(first, gitFirst, "p50"), first),
    figureOf(names, estimateRatio(stored, changed, "mean"), stored),
  ];
}

const count = (n: number): string => n.toLocaleString("en-US");

async function run(context: ScenarioContext): Promise<ScenarioResult> {
  const { size, signal, progress, isLong = false } = context;
  const trials = context.trials ?? TRIALS[size];
  const sizes = [...FILES[size], ...(isLong && size === "full" ? [LONG_FILES] : [])];
  const series: Series[] = [];
  const figures: Figure[] = [];
  const calls: (readonly (readonly number[])[])[] = [];
  for (const files of sizes) {
    using dir = freshRoot();
    const top = dirname(dir.root);
    progress(`snapshot: making ${count(files)} files`);
    const repository = await Repository.make(join(top, "worktree"), files, signal);
    const root = join(repository.top, ".hive-mind");
    mkdirSync(root);
    const found: Trial[] = [];
    for (let trial = 0; trial < trials; trial += 1) {
      progress(`snapshot: ${count(files)} files, trial ${trial + 1} of ${trials}`);
      const isLargest = files === sizes.at(-1);
      found.push(await measure({ repository, root, turns: TURNS[size], isLargest, signal }));
    }
    const own = seriesOf(files, found);
    series.push(...own);
    figures.push(...figuresOf(files, found, own, size === "full"));
    calls.push(found.map(({ ms }) => ms.call));
    const beside = found.flatMap((trial) => trial.beside ?? []);
    if (beside.length > 0) {
      series.push(...besideSeries(files, beside));
      figures.push(...besideFigures(files, beside));
    }
  }
  const [small, large] = [calls[0]!, calls.at(-1)!];
  const growth = {
    id: "snapshot.growth",
    label: `${LABELS.call}, ${count(sizes.at(-1)!)} / ${count(sizes[0]!)} files`,
    unit: "×",
    ...(size === "full" ? { budget: GROWTH_BUDGET } : {}),
  };
  figures.push(figureOf(growth, estimateRatio(large, small, "p50"), large));
  return {
    scenario: "snapshot",
    title: `snapshot: the files after a call that changed four, in repositories of ${sizes.map(count).join(" and ")} files; beside git's own ways, in turn`,
    durability: "process",
    series,
    figures,
    notes: [
      "A snapshot is timed in the process beside the worker, from the request to the answer; nothing waits for it.",
      `A session of ${TURNS[size]} calls, from the first on; git looks after each fifth of them.`,
      "git add -A goes into a repository of its own, as other tools do; git stash create has a copy of the index. Both are whole processes.",
      "Entries are timed as a worker of another project applies them, while the process for snapshots looks at all files again and again.",
      "Each trial has a fresh store and a fresh repository of git's own. The changed files are lines of source-like text.",
    ],
  };
}

export const snapshot: Scenario = {
  name: "snapshot",
  summary: "the files after a call, beside git add -A into a repository of its own and git stash create",
  run,
};
