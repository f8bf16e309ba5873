/** What is measured of both trees in turn, by one measuring code. A lost or doubled entry ends the run. */
import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ENQUEUED_AT_ONCE, enqueueAtOnce } from "../../../bench/gate/against/measures/contention.ts";
import { waitForEach } from "../../../bench/gate/against/measures/latency.ts";
import type { MeasureContext } from "../../../bench/gate/against/measure.ts";
import { freshState, holdDoorbell, type State } from "../../../bench/gate/against/state.ts";
import type { Tree } from "../../../bench/gate/against/trees.ts";
import { drain, drainCommand, endsOf, hookOf, mainOf, startTreeWorker } from "../../../bench/gate/against/workers.ts";
import { freshRoot } from "../../../bench/harness/rig.ts";
import { runToEnd } from "../../../bench/harness/run-program.ts";
import { readWorkSpan } from "../../../bench/harness/worker-log.ts";
import { openDatabase } from "../../../tests/support/database.ts";
import { queuePaths } from "../../../src/queue/layout.ts";
import { type HookCase, prepareHook, timeHook } from "../hook-case.ts";

/** Takes the samples of one round. @param turn which of the subjects goes first */
export type Measure = (turn: number, context: MeasureContext) => Promise<Samples>;
/** The samples of a round, by figure and by what was measured: a tree's side, or the floor beside it. */
export type Samples = Readonly<Record<string, readonly number[]>>;

export interface Size {
  readonly hookCalls: number;
  readonly waits: number;
  readonly drainCalls: number;
  readonly statusCalls: number;
  readonly statusEntries: number;
}

/** The archive is left out: 0.1.0 has none, and it is filled beside the worker. */
const SETTINGS = { archive: "off" };
/** `hive status` ends with 3 where it names a problem: no agent's settings call hive here. */
const PROBLEMS = 3;
const FLOOR = "empty.floor";
const WARM_UP = 5;
const WARM_WAITS = 50;
/** The store is filled in lots of so many sessions, each of 210 calls, so that no directory grows without end. */
const SESSIONS_A_LOT = 250;
const CALLS_A_LOT = SESSIONS_A_LOT * 210;
/** The calls of a tree make more entries or fewer, so its store is as large as asked only to a hundredth. */
const NEARLY = 0.99;

/** The subjects in the order of a turn: each goes first as often as the others. */
function inTurn<T>(subjects: readonly T[], turn: number): readonly T[] {
  const first = turn % subjects.length;
  return [...subjects.slice(first), ...subjects.slice(0, first)];
}

/** The whole process of the hook from spawn to exit, beside an empty Bun script. */
export async function hookMeasure(trees: readonly Tree[], { hookCalls }: Size, stack: DisposableStack) {
  const directory = dirname(stack.use(freshRoot()).root);
  const empty = join(directory, "empty.ts");
  writeFileSync(empty, "");
  const cases = [prepareHook(directory, FLOOR, [process.execPath, empty], 0)];
  for (const tree of trees) {
    cases.push(prepareHook(directory, `taken.${tree.side}`, [hookOf(tree)], 0));
    cases.push(prepareHook(directory, `throttled.${tree.side}`, [hookOf(tree)], 86_400));
  }
  let call = 0;
  const take: Measure = async (turn) => {
    const found = Object.fromEntries(cases.map(({ name }) => [name, [] as number[]]));
    for (let index = -WARM_UP; index < hookCalls; index += 1) {
      call += 1;
      for (const one of inTurn(cases, turn + call)) {
        const wallMs = await timeHook(one, call);
        if (index >= 0) found[one.name]!.push(wallMs);
      }
    }
    for (const one of cases) if (one.name !== FLOOR) expectSaved(one, call);
    return found;
  };
  return take;
}

/** @throws unless each call has left an entry at least, as 0.1.0 leaves several: no worker takes any */
function expectSaved({ name, project }: HookCase, calls: number): void {
  const found = readdirSync(queuePaths(join(project, ".hive-mind")).pending).length;
  if (found < calls) throw new Error(`${name}: ${calls} calls have left ${found} entries`);
}

/** `Queue.enqueue` of one log row, by eight processes at once, beside a bare write and rename. */
export function enqueueMeasure(trees: readonly Tree[]): Measure {
  return async (turn, context) => {
    const found: Record<string, number[]> = {};
    for (const tree of inTurn([null, ...trees], turn)) {
      using state = freshState();
      using _ = holdDoorbell(state.root);
      const takenMs = await enqueueAtOnce(tree, state, context);
      found[`enqueue.${tree?.side ?? "floor"}`] = takenMs.flat();
      if (tree === null) continue;
      await drain(tree, state, context);
      expectAllOnce(state, ENQUEUED_AT_ONCE);
    }
    return found;
  };
}

/** @throws unless each of so many log rows is there once */
function expectAllOnce(state: State, entries: number): void {
  const { lost, duplicates } = endsOf(state, entries);
  if (lost + duplicates > 0) throw new Error(`${lost} entries lost, ${duplicates} applied twice`);
}

/** From before `Queue.enqueue` to the moment at which a second connection sees the row. */
export function latencyMeasure(trees: readonly Tree[], { waits }: Size): Measure {
  return async (turn, context) => {
    const found: Record<string, readonly number[]> = {};
    for (const tree of inTurn(trees, turn)) {
      using state = freshState();
      await using _ = await startTreeWorker(tree, state);
      const spec = { entries: waits, warmUp: WARM_WAITS, pauseMs: 2, isRandom: true, isForeign: false, settleMs: 0 };
      const { takenMs, unseen } = await waitForEach(tree, state, spec, context);
      if (unseen > 0) throw new Error(`${tree.side}: an entry was not applied in time`);
      expectAllOnce(state, waits + WARM_WAITS);
      found[`latency.${tree.side}`] = takenMs;
    }
    return found;
  };
}

/** Makes a tree's own entries of recorded calls. @returns how many */
async function fill(tree: Tree, { root, env }: State, calls: number, first: number, { signal }: MeasureContext) {
  const program = join(import.meta.dir, "own-entries.ts");
  const command = [process.execPath, program, tree.path, root, String(calls), String(first)];
  return Number((await runToEnd(command, { signal, env, keepsOutput: true })).stdout);
}

/** @throws unless each of so many entries is in the ledger, and none anywhere else */
function expectApplied({ root }: State, entries: number): void {
  using db = openDatabase(root, { readonly: true });
  const { n } = db.query<{ n: number }, []>("SELECT count(*) AS n FROM hive_ledger").get()!;
  const left = ["pending", "failed"].flatMap((name) => readdirSync(join(root, "queue", name)));
  if (n !== entries || left.length > 0) throw new Error(`of ${entries} entries ${n} were applied, ${left.length} left`);
}

/** Calls a second of one worker: each tree drains the entries that its own hook code made of the same calls. */
export function drainMeasure(trees: readonly Tree[], { drainCalls }: Size): Measure {
  return async (turn, context) => {
    const found: Record<string, number[]> = {};
    for (const tree of inTurn(trees, turn)) {
      using state = freshState(SETTINGS);
      const entries = await fill(tree, state, drainCalls, 0, context);
      await runToEnd(drainCommand(tree, state), { signal: context.signal, env: state.env });
      expectApplied(state, entries);
      const { ms } = readWorkSpan(state.root);
      found[`drain.${tree.side}`] = [(drainCalls * 1000) / ms];
      found[`entries-a-call.${tree.side}`] = [entries / drainCalls];
    }
    return found;
  };
}

/** `hive status` over a day's entries, which each tree's own hook code and worker have made and applied. */
export async function statusMeasure(
  trees: readonly Tree[],
  { statusCalls, statusEntries }: Size,
  stack: DisposableStack,
  context: MeasureContext,
): Promise<Measure> {
  const states = new Map<Tree, State>();
  for (const tree of trees) {
    const state = stack.use(freshState(SETTINGS));
    let entries = 0;
    let calls = 0;
    for (let lot = 0; entries < NEARLY * statusEntries; lot += 1) {
      const missing = Math.ceil((statusEntries - entries) / (calls === 0 ? 1 : entries / calls));
      const count = Math.min(CALLS_A_LOT, missing);
      entries += await fill(tree, state, count, lot * SESSIONS_A_LOT, context);
      calls += count;
      await drain(tree, state, context);
    }
    expectApplied(state, entries);
    states.set(tree, state);
  }
  return async (turn, { signal }) => {
    const found: Record<string, number[]> = {};
    for (let call = 0; call < statusCalls; call += 1) {
      for (const tree of inTurn(trees, turn + call)) {
        const { root, env } = states.get(tree)!;
        const command = [process.execPath, mainOf(tree), "status", "--root", root];
        const { wallMs, peakMiB } = await runToEnd(command, { signal, env, watchesMemory: true, passes: PROBLEMS });
        (found[`status.${tree.side}`] ??= []).push(wallMs);
        if (peakMiB !== null) (found[`memory.${tree.side}`] ??= []).push(peakMiB);
      }
    }
    return found;
  };
}
