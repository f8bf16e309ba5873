import type { Mutation } from "./mutation.ts";

export const WORKER: readonly Mutation[] = [
  {
    name: "an entry is acked after its commit",
    file: "src/worker/applier.ts",
    text: "    const outcomes = await this.#untilApplied(claims);\n",
    replacement:
      "    for (const claim of claims) this.#options.queue.ack(claim);\n" +
      "    const outcomes = await this.#untilApplied(claims);\n",
    check: { file: "tests/worker/worker.crash.test.ts", title: "killed at (begun|applied|acked)" },
  },
  {
    name: "a batch with a fault is taken apart",
    file: "src/worker/applier.ts",
    text: "return claims.map((claim) => this.#applyAlone(claim));",
    replacement: "throw error;",
    check: { file: "tests/worker/worker-end.test.ts", title: "given up alone" },
  },
  {
    name: "a worker holds its lock",
    file: "src/worker/lock.ts",
    text: '      db.run("BEGIN EXCLUSIVE");\n',
    replacement: "",
    check: { file: "tests/worker/parts.test.ts", title: "process lock" },
  },
  {
    name: "a worker gives up its lock after its claims are back",
    file: "src/worker/worker.ts",
    text: "    this.wakes.stop();\n    await this.#git.finish();",
    replacement: "    this.#maintenance.release();\n    this.wakes.stop();\n    await this.#git.finish();",
    check: { file: "tests/worker/worker-end.test.ts" },
  },
  {
    name: "an idle worker looks once more before it ends",
    file: "src/worker/worker.ts",
    text: 'const taken = await this.#drain(new Set(["start"]));',
    replacement: "const taken = 0;",
    check: { file: "tests/worker/worker-end.test.ts", title: "just stopped listening" },
  },
  {
    name: "an idle worker stops listening before that look",
    file: "src/worker/worker.ts",
    text: "    await this.wakes.fallSilent();\n",
    replacement: "",
    check: { file: "tests/worker/worker-end.test.ts" },
  },
  {
    name: "a signal goes only to the process of the heartbeat",
    file: "src/worker/end-worker.ts",
    text: " || heartbeat.process_start !== processStart(pid)",
    replacement: "",
    check: { file: "tests/worker/supervision.test.ts", title: "is never signalled" },
  },
  {
    name: "of many hooks at once one starts a worker",
    file: "src/worker/start-gate.ts",
    text: "if (gate !== null && gate.untilMs > nowMs && gate.untilMs - nowMs <= LONGEST_WAIT_MS) return false;",
    replacement: "",
    check: { file: "tests/worker/start-gate.test.ts", title: "of many who ask at once" },
  },
  {
    name: "the gate is put in place by one",
    file: "src/worker/start-gate.ts",
    text: "if (files.read(path) !== null) throw error;",
    replacement: "if (files.read(path) !== null) return;",
    check: { file: "tests/worker/start-gate.test.ts" },
  },
  {
    name: "the doorbell wakes the worker",
    file: "src/wake/doorbell.ts",
    text: "if (chunk.value.length > probes) onWake();",
    replacement: "",
    check: { file: "tests/wake/doorbell.test.ts", title: "however lately it was rung" },
  },
  {
    name: "a wake during a batch is not lost",
    file: "src/wake/wakes.ts",
    text: "    if (this.#causes.size === 0) {\n",
    replacement: "    this.#causes.clear();\n    if (this.#causes.size === 0) {\n",
    check: { file: "tests/wake/wakes.test.ts" },
  },
  {
    name: "after a wake the directory is listed anew",
    file: "src/queue/queue.ts",
    text: "} while (claims.length === 0 && this.#backlog.isStale);",
    replacement: "} while (claims.length < 0);",
    check: { file: "tests/queue/queue.test.ts", title: "after a wake" },
  },
];
