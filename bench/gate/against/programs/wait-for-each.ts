/**
 * Enqueues entries one after the other through a tree's own library, each when the last one was applied:
 * `bun wait-for-each.ts '{"tree", "root", …}'`. Prints the milliseconds until a second connection saw each, without those
 * for which the worker waited for a core, how many it did not see in time, and the CPU time of all threads of the worker.
 */
import { renameSync, writeFileSync } from "node:fs";
import { openDatabase } from "../../../../tests/support/database.ts";
import { nap } from "../../../harness/observer.ts";
import { logEntry } from "../../../harness/rig.ts";
import { coreWaitOf } from "../../../machine/core-wait.ts";
import { exactNaps } from "../../../machine/timer-slack.ts";
import { readUsage, type Usage, usedBetween } from "../../../machine/usage.ts";
import { queueOf } from "./tree-queue.ts";

export interface WaitSpec {
  readonly tree: string;
  readonly root: string;
  readonly entries: number;
  /** Entries before those that count. */
  readonly warmUp: number;
  /** The pause before each entry. */
  readonly pauseMs: number;
  /** Whether a random part of the pause is waited: else entries come in step with what a worker does by the clock. */
  readonly isRandom: boolean;
  /** Whether a file is moved into the directory, which nothing rings for. */
  readonly isForeign: boolean;
  /** The wait after the last entry. */
  readonly settleMs: number;
  /** The process of the worker. @default the times are those of the clock */
  readonly worker?: number;
}

export interface WaitFound {
  readonly takenMs: readonly number[];
  /** Entries for which no event came. The first one ends the sequence. */
  readonly unseen: number;
  /** CPU time of all threads of the worker for an entry, in ms; 0 without a worker. */
  readonly cpuMs: number;
}

/** No machine is so slow, and the backstop comes later. */
const LIMIT_MS = 15_000;
const CLOSE_MS = 5;

const spec = JSON.parse(process.argv[2]!) as WaitSpec;
const { tree, root, entries, warmUp, pauseMs, isRandom, isForeign, settleMs, worker } = spec;
const queue = await queueOf(tree, root);
using db = openDatabase(root, { readonly: true });
const count = db.query<{ n: number }, []>("SELECT count(*) AS n FROM session_logs");
const applied = (): number => count.get()!.n;

function add(index: number): void {
  if (!isForeign) return void queue.enqueue(logEntry(`${index}`));
  const temporary = `${root}/queue/.tmp/foreign`;
  writeFileSync(temporary, JSON.stringify(logEntry(`foreign ${index}`)));
  renameSync(temporary, `${root}/queue/pending/5_foreign${String(index).padStart(9, "0")}.json`);
}

async function isSeen(target: number): Promise<boolean> {
  const startedMs = performance.now();
  while (applied() < target) {
    const waitedMs = performance.now() - startedMs;
    if (waitedMs > LIMIT_MS) return false;
    if (waitedMs < CLOSE_MS) nap();
    else await Bun.sleep(1);
  }
  return true;
}

const coreWait = worker === undefined ? () => 0 : coreWaitOf(worker);
const takenMs: number[] = [];
let unseen = 0;
let cpuMs = 0;
{
  using _ = exactNaps();
  const before = applied();
  const usage = (): Usage => (worker === undefined ? new Map() : readUsage(worker));
  let warm = usage();
  for (let index = 0; index < warmUp + entries && unseen === 0; index += 1) {
    await Bun.sleep(isRandom ? Math.random() * pauseMs : pauseMs);
    if (index === warmUp) warm = usage();
    const startedMs = performance.now() - coreWait();
    add(index);
    if (!(await isSeen(before + index + 1))) unseen += 1;
    else if (index >= warmUp) takenMs.push(performance.now() - coreWait() - startedMs);
  }
  cpuMs = usedBetween(warm, usage()).cpuMs / entries;
}
await Bun.sleep(settleMs);
process.stdout.write(JSON.stringify({ takenMs, unseen, cpuMs } satisfies WaitFound));
