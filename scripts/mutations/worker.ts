import type { Mutation } from "./mutation.ts";

export const WORKER: readonly Mutation[] = [
  {
    name: "an entry is acked after its commit",
    change: { before: "for (const claim of group.claims) this.#options.queue.ack(claim);\n" },
    check: { file: "tests/torture/crash/worker.crash.test.ts", title: "killed at (begun|applied|acked)" },
  },
  {
    name: "a batch with a fault is tried one by one",
    change: { with: "throw error;" },
    check: { file: "tests/worker/worker-end.test.ts", title: "given up alone" },
  },
  {
    name: "what a dead worker had claimed is applied by a process of its own",
    change: { swap: ["child-batch", "inline"] },
    check: { file: "tests/slow/worker/poison-candidates.test.ts" },
  },
  {
    name: "a worker holds its lock",
    change: "skip",
    check: { file: "tests/worker/parts.test.ts", title: "process lock" },
  },
  {
    name: "a slot whose directory is being deleted ends no worker",
    change: { swap: ['!== "HIVE_QUEUE_UNAVAILABLE"', '!== "never"'] },
    check: { file: "tests/slow/supervisor/supervision.test.ts", title: "directory is just being deleted" },
  },
  {
    name: "of two that take a free lock at once one gets it",
    change: { swap: ["= 5", "= 0"] },
    check: { file: "tests/torture/concurrency/lock.race.test.ts" },
  },
  {
    name: "a worker gives up its lock after its claims are back",
    change: { before: "maintenance.release();\n" },
    check: { file: "tests/worker/worker-end.test.ts" },
  },
  {
    name: "an idle worker looks once more before it ends",
    change: { swap: ['await this.#drain(new Set(["start"]))', "0"] },
    check: { file: "tests/worker/worker-end.test.ts", title: "just stopped listening" },
  },
  {
    name: "an idle worker stops listening before that look",
    change: "skip",
    check: { file: "tests/worker/worker-end.test.ts" },
  },
  {
    name: "a signal goes only to the process of the heartbeat",
    change: "skip",
    check: { file: "tests/slow/supervisor/supervision.test.ts", title: "is never signalled" },
  },
  {
    name: "a signal goes only to who holds the lock",
    change: { condition: "!isAlive(paths, id)" },
    check: { file: "tests/torture/hostile/signals.test.ts", title: "held by another process" },
  },
  {
    name: "what is no lock is held by nobody",
    change: { swap: ["&& !isNoLock(stat)", ""] },
    check: { file: "tests/torture/hostile/signals.test.ts", title: "no reason to end" },
  },
  {
    name: "what is no lock is replaced",
    change: "skip",
    check: { file: "tests/torture/hostile/places.test.ts", title: "in the place of queue/workers/background " },
  },
  {
    name: "what is no backoff is replaced",
    change: { condition: "mayClear && text === path" },
    check: { file: "tests/torture/hostile/places.test.ts", title: "in the place of queue/workers/starting" },
  },
  {
    name: "of many hooks at once one starts a worker",
    change: "skip",
    check: { file: "tests/supervisor/start-backoff.test.ts", title: "of many who ask at once" },
  },
  {
    name: "the backoff is put in place by one",
    change: { swap: ["throw error", "return"] },
    check: { file: "tests/supervisor/start-backoff.test.ts" },
  },
  {
    name: "the doorbell wakes the worker",
    change: "skip",
    check: { file: "tests/wake/doorbell.test.ts", title: "however lately it was rung" },
  },
  {
    name: "a wake during a batch is not lost",
    change: { before: "this.#causes.clear();\n" },
    check: { file: "tests/wake/wakes.test.ts" },
  },
  {
    name: "after a wake the directory is listed anew",
    change: { swap: ["=== 0 && this.#backlog.isStale", "< 0"] },
    check: { file: "tests/queue/queue.test.ts", title: "after a wake" },
  },
  {
    name: "the ledger is asked after a process that applied an entry was killed",
    change: "skip",
    check: { file: "tests/slow/worker/isolate.test.ts", title: "killed after its commit" },
  },
  {
    name: "raw SQL's memory is limited",
    change: { swap: ["1024", "4096"] },
    check: { file: "tests/torture/faults/raw-sql-limits.test.ts", title: "the memory of a value" },
  },
  {
    name: "raw SQL's sorts count as memory",
    change: { swap: ["MEMORY", "FILE"] },
    check: { file: "tests/torture/faults/raw-sql-limits.test.ts", title: "the memory of rows" },
  },
  {
    name: "a worker that short entries hold up gives the rest away",
    change: { condition: "this.#options.store.isDeleted" },
    check: { file: "tests/torture/faults/raw-sql-limits.test.ts", title: "hold up" },
  },
  {
    name: "slow raw SQL does not hold the others up for ever",
    change: { condition: "isRaw && claims.length === 0" },
    check: { file: "tests/worker/isolate/time-budget.test.ts", title: "time is spent" },
  },
];
