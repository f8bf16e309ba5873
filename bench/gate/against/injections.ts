/** Changes that the gate must catch or pass, as texts that are replaced in a copy of the tree. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Comparison, Outcome } from "./judge.ts";
import type { Injection } from "./run.ts";
import type { Side } from "./trees.ts";

interface Replacement {
  readonly file: string;
  /** The text to replace; it must occur exactly once. */
  readonly find: string;
  readonly by: string;
}

export interface InjectionCase {
  readonly name: string;
  /** A change that makes the base worse makes the head better. @default head */
  readonly side?: Side;
  readonly replacements: readonly Replacement[];
  /** The measures that see it. @default all */
  readonly only?: readonly string[];
  readonly outcome: Outcome;
  /** At least one of these figures must fail, or be reported as better if the injection improves the tree. */
  readonly figures: readonly string[];
  /** Whether counted work or a wrong end shows it, so that a busy machine does as well. */
  readonly isCounted: boolean;
}

const EXECUTABLE = "src/capture/executable.ts";
const HOOK = "src/capture/main.ts";
const WORKER = "src/worker/worker.ts";
const WAKES = "src/wake/wakes.ts";
const ENQUEUE = "src/queue/producer/enqueue.ts";
const OPERATIONS = "src/store/sqlite/apply/operations.ts";

const after = (file: string, find: string, added: string): Replacement => ({ file, find, by: `${find}${added}` });
const before = (file: string, find: string, added: string): Replacement => ({ file, find, by: `${added}${find}` });

/** Takes a core for so many milliseconds, as an expression says them. */
const busy = (ms: string): string =>
  `{ const untilMs = performance.now() + ${ms}; while (performance.now() < untilMs); }`;

/** Lets the thread sleep for so many milliseconds, which takes no CPU time. */
const asleep = (ms: string): string => `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${ms});`;

/** Lets so many other threads take a core for so many milliseconds, while this one goes on. */
const busyBeside = (threads: number, ms: string): string => {
  const thread = `onmessage = ({ data }) => { for (;;) { Atomics.wait(data, 0, Atomics.load(data, 0)); ${busy(ms)} } }`;
  const start = `Array.from({ length: ${threads} }, () => {
    const thread = new globalThis.Worker(URL.createObjectURL(new Blob([${JSON.stringify(thread)}])));
    thread.unref();
    thread.postMessage(beside.turns);
  })`;
  return `{
    const beside = globalThis as { turns?: Int32Array };
    if (beside.turns === undefined) { beside.turns = new Int32Array(new SharedArrayBuffer(4)); ${start}; }
    Atomics.add(beside.turns, 0, 1);
    Atomics.notify(beside.turns, 0);
  }`;
};

const CONFIG = "const config = isPromise(known) ? await known : known;\n";
const HOOK_END = ".then(endProcess, endProcess)";
const CLAIM = "const claims = await this.#claim();\n";
const APPLY = "await applier.apply(claims);\n";
const COUNT = "this.counts[cause] += 1;\n";
const START = "this.#begin(this.#backstop);\n";
const INSERT_LOG = 'function insertLog({ statements }: BatchContext, payload: Payloads["insert_log"]): void {\n';

/** Counts in a global variable, since a member would have to be declared. */
const each = (n: number): string =>
  `((globalThis as { turn?: number }).turn = ((globalThis as { turn?: number }).turn ?? 0) + 1) % ${n} === 0`;

const TWICE = `function insertLog(context: BatchContext, payload: Payloads["insert_log"]): void {
  insertOnce(context, payload);
  if (${each(40)}) insertOnce(context, payload);
}
`;

type Waste = (ms: string) => string;

const slowHook = (waste: Waste): Replacement => ({
  file: EXECUTABLE,
  find: HOOK_END,
  by: `.then(() => { ${waste("performance.now() * 0.22")} endProcess(); })`,
});
/** The time of applying is the most of an entry's, not all. */
const slowDrain = (waste: Waste): Replacement => ({
  file: WORKER,
  find: APPLY,
  by: `const beganMs = performance.now(); ${APPLY} ${waste("(performance.now() - beganMs) * 0.38")}\n`,
});
const slowWake = (waste: Waste): Replacement => before(WORKER, CLAIM, `${waste("0.11")}\n`);

export const INJECTIONS: readonly InjectionCase[] = [
  {
    name: "one more file a hook call",
    replacements: [after(HOOK, CONFIG, "io.read(`${root}/.gitignore`);\n")],
    only: ["counted-hook"],
    outcome: "fail",
    figures: ["hook.taken.files"],
    isCounted: true,
  },
  {
    name: "one more system call a hook call",
    replacements: [after(HOOK, CONFIG, "io.size(root);\n")],
    only: ["counted-hook"],
    outcome: "fail",
    figures: ["hook.taken.calls"],
    isCounted: true,
  },
  {
    name: "a wake of another cause",
    replacements: [after(WAKES, COUNT, 'if (cause === "doorbell") setTimeout(() => this.wake("due"), 2);\n')],
    only: ["wakes"],
    outcome: "fail",
    figures: ["wakes.due"],
    isCounted: true,
  },
  {
    name: "a lost wake",
    // The watcher may be faster than the ring: two entries in turn may bring no event.
    replacements: [
      after(WAKES, COUNT, 'if ([9, 10].includes(this.counts.doorbell) && cause !== "backstop") return;\n'),
    ],
    only: ["wakes"],
    outcome: "fail",
    figures: ["wakes.unseen"],
    isCounted: true,
  },
  {
    name: "a lost entry",
    replacements: [
      {
        file: WORKER,
        find: APPLY,
        by: `const isLost = ${each(40)}; if (isLost) this.queue.ack(claims[0]!); await applier.apply(isLost ? claims.slice(1) : claims);\n`,
      },
    ],
    only: ["latency"],
    outcome: "fail",
    // The sequence waits for it in vain.
    figures: ["latency.unseen"],
    isCounted: true,
  },
  {
    name: "a doubled entry",
    replacements: [
      { file: OPERATIONS, find: INSERT_LOG, by: `${TWICE}${INSERT_LOG.replace("insertLog", "insertOnce")}` },
    ],
    only: ["contention"],
    outcome: "fail",
    figures: ["enqueue.duplicates"],
    isCounted: true,
  },
  {
    name: "a poll in disguise",
    replacements: [after(WAKES, START, "setInterval(() => this.#resolve?.(), 100);\n")],
    only: ["idle"],
    outcome: "fail",
    figures: ["idle.wakeups"],
    isCounted: false,
  },
  {
    name: "+25 % of latency p50",
    replacements: [slowWake(busy)],
    only: ["latency"],
    outcome: "fail",
    figures: ["latency.p20", "latency.p50"],
    isCounted: false,
  },
  {
    name: "+25 % of latency p50, asleep",
    replacements: [slowWake(asleep)],
    only: ["latency"],
    outcome: "fail",
    figures: ["latency.p20", "latency.p50"],
    isCounted: false,
  },
  {
    name: "two more threads that work at each wake",
    replacements: [before(WORKER, CLAIM, `${busyBeside(2, "0.5")}\n`)],
    only: ["latency"],
    outcome: "fail",
    figures: ["latency.cpu"],
    isCounted: false,
  },
  {
    name: "an enqueue that sleeps in all processes but one",
    replacements: [
      before(ENQUEUE, "const texts: string[] = [];\n", `if (!process.argv[2]?.includes('"p0"')) ${asleep("0.05")}\n`),
    ],
    only: ["contention"],
    outcome: "fail",
    figures: ["enqueue.half.p50"],
    isCounted: false,
  },
  {
    name: "+15 % of the hook",
    replacements: [slowHook(busy)],
    only: ["hook"],
    outcome: "fail",
    figures: ["hook.taken.wall", "hook.taken.cpu", "hook.throttled.wall", "hook.throttled.cpu"],
    isCounted: false,
  },
  {
    name: "+15 % of the hook, asleep",
    replacements: [slowHook(asleep)],
    only: ["hook"],
    outcome: "fail",
    figures: ["hook.taken.wall", "hook.throttled.wall"],
    isCounted: false,
  },
  {
    name: "a drain slower by 20 %",
    replacements: [slowDrain(busy)],
    only: ["drain"],
    outcome: "fail",
    figures: ["drain.cost", "drain.cpu"],
    isCounted: false,
  },
  {
    name: "a drain slower by 20 %, asleep",
    replacements: [slowDrain(asleep)],
    only: ["drain"],
    outcome: "fail",
    figures: ["drain.cost"],
    isCounted: false,
  },
  {
    name: "a faster tree: the base has the slower hook and the slower drain",
    side: "base",
    replacements: [slowHook(busy), slowDrain(busy)],
    only: ["hook", "drain"],
    outcome: "pass",
    figures: ["hook.taken.cpu", "drain.cost"],
    isCounted: false,
  },
  {
    name: "a change in comments",
    replacements: [HOOK, WORKER, WAKES].map((file) => before(file, "import ", "// A comment of one line more.\n")),
    outcome: "pass",
    figures: [],
    isCounted: false,
  },
];

/** @throws if the text to replace does not occur exactly once */
export function injectionOf({ name, side = "head", replacements, outcome, figures }: InjectionCase): Injection {
  const apply = (tree: string): void => {
    for (const one of replacements) {
      const path = join(tree, one.file);
      writeFileSync(path, replaced(readFileSync(path, "utf8"), one));
    }
  };
  const isNoticed = ({ allowed, verdict }: Comparison): boolean =>
    outcome === "fail" && verdict === "fail" && figures.includes(allowed.figure);
  return { name, side, apply, isNoticed };
}

/** The text of a file with a replacement. Of an import the first one is meant. */
export function replaced(text: string, { file, find, by }: Replacement): string {
  const [first, second] = [text.indexOf(find), text.indexOf(find, text.indexOf(find) + 1)];
  if (first < 0) throw new Error(`${file} has no ${find.trim()}`);
  if (second >= 0 && find !== "import ") throw new Error(`${file} has ${find.trim()} more than once`);
  return text.slice(0, first) + by + text.slice(first + find.length);
}
