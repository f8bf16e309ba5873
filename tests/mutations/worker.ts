import type { Mutation } from "./mutation.ts";

export const WORKER: readonly Mutation[] = [
  {
    name: "commit before an entry's file is removed",
    file: "src/worker/applier.ts",
    text: "return this.#inStore(claims);",
    replacement: "for (const claim of claims) this.#options.queue.ack(claim); return this.#inStore(claims);",
    tests: ["tests/worker/worker.crash.test.ts"],
  },
  {
    name: "the worker's lock",
    file: "src/worker/lock.ts",
    text: 'db.run("BEGIN EXCLUSIVE");',
    replacement: 'db.run("BEGIN");',
    tests: ["tests/worker/parts.test.ts", "tests/worker/worker.race.test.ts"],
  },
  {
    name: "drain until nothing is left on each wake",
    file: "src/worker/worker.ts",
    text: "while (!this.#stopping.signal.aborted) {\n      const startedMs",
    replacement: "for (let batch = 0; batch < 1; batch += 1) {\n      const startedMs",
    tests: ["tests/worker/worker.test.ts"],
  },
  {
    name: "a more urgent entry overtakes the rest of a backlog",
    file: "src/worker/worker.ts",
    text: "if (this.wakes.isPending) this.queue.wake();",
    replacement: "",
    tests: ["tests/worker/worker.test.ts"],
  },
  {
    name: "one more look after the worker has stopped listening",
    file: "src/worker/worker.ts",
    text: 'const taken = await this.#drain(new Set(["start"]));',
    replacement: "const taken = 0;",
    tests: ["tests/worker/worker.test.ts", "tests/worker/supervision.test.ts"],
  },
  {
    name: "no signal to a process that did not write the heartbeat",
    file: "src/worker/end-worker.ts",
    text: "heartbeat.process_start !== processStart(pid)",
    replacement: "pid < 0",
    tests: ["tests/worker/supervision.test.ts"],
  },
  {
    name: "the start gate: of all who ask one starts a worker",
    file: "src/worker/start-gate.ts",
    text: "if (gate !== null && gate.untilMs > nowMs && gate.untilMs - nowMs <= LONGEST_WAIT_MS) return false;",
    replacement: "",
    tests: ["tests/worker/start-gate.test.ts"],
  },
  {
    name: "ask the ledger after a process that applied an entry was killed",
    file: "src/worker/apply-apart.ts",
    text: 'if (store.hasApplied(entry.id)) return { kind: "applied" };',
    replacement: "",
    tests: ["tests/worker/apart.test.ts"],
  },
];
