/**
 * Times `Queue.enqueue` of one entry beside a bare write and rename of the same bytes, 8 processes at once, in turn:
 * `bun scripts/enqueue-contention.ts [--n 16000] [--processes 8] [--listener none|reading] [--parent /tmp --parent /dev/shm]`.
 * A listener that reads the doorbell stands for the worker, whose own work would be measured with it. Where there are more
 * processes than cores, p99 says how often a call meets the end of its time slice: the longer one meets it more often.
 */
import { closeSync, constants, existsSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { readEnvironment } from "../bench/environment.ts";
import { freshRoot, logEntry } from "../bench/rig.ts";
import { summarize } from "../bench/stats.ts";
import { userKeyIfAny } from "../src/origin/key.ts";
import { seal } from "../src/origin/seal.ts";
import { completeEntry, entryName } from "../src/queue/entry.ts";
import { queuePaths } from "../src/queue/layout.ts";
import { makeQueue } from "../src/queue/make.ts";
import { Queue } from "../src/queue/queue.ts";
import { DoorbellSource } from "../src/wake/doorbell.ts";

const ARMS = ["bare write and rename", "Queue.enqueue"] as const;
type Arm = (typeof ARMS)[number];

/** What a process is told: to begin at one moment with the others, or to end. */
interface Turn {
  readonly arm: Arm;
  readonly entries: number;
  readonly atMs: number;
}

/** So many entries of each process a turn: long enough for the scheduler to mix eight of them on two cores. */
const ENTRIES_A_TURN = 250;
const HEAD_START_MS = 20;
const DURABILITY = "process";
const { O_WRONLY, O_CREAT, O_EXCL } = constants;

/** The floor: what no enqueue of this protocol can do without. */
function bareEnqueue(root: string): () => void {
  const text = JSON.stringify(completeEntry(logEntry(), Date.now()));
  const key = userKeyIfAny(root);
  const bytes = Buffer.from(key === null ? text : seal(text, key, "entry"));
  return () => {
    const temporary = `${root}/.tmp/${Bun.randomUUIDv7()}`;
    const fd = openSync(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o600);
    writeSync(fd, bytes);
    closeSync(fd);
    renameSync(temporary, `${root}/pending/${entryName(5, Bun.randomUUIDv7())}`);
  };
}

function produce(root: string): void {
  const queue = new Queue(root, { durability: DURABILITY });
  const calls: Record<Arm, () => void> = {
    "bare write and rename": bareEnqueue(`${root}/bare`),
    "Queue.enqueue": () => void queue.enqueue(logEntry()),
  };
  process.on("message", ({ arm, entries, atMs }: Turn) => {
    const call = calls[arm];
    const takenMs: number[] = [];
    // All of them wait for the same moment: a process that began alone would meet no other.
    while (Date.now() < atMs);
    for (let index = 0; index < entries; index += 1) {
      const startedMs = performance.now();
      call();
      takenMs.push(performance.now() - startedMs);
    }
    process.send!(takenMs);
  });
  process.send!([]);
}

function listen(root: string): void {
  new DoorbellSource(`${root}/queue/doorbell`).start(() => {});
  process.on("message", () => {});
  process.send!([]);
}

interface Child extends Disposable {
  ask(turn: Turn): Promise<number[]>;
}

async function start(role: "produce" | "listen", root: string): Promise<Child> {
  let answered = Promise.withResolvers<number[]>();
  const child = Bun.spawn([process.execPath, import.meta.path, "--role", role, "--root", root], {
    stdio: ["ignore", "inherit", "inherit"],
    ipc: (message) => answered.resolve(message as number[]),
    onExit: (_, code) => answered.reject(new Error(`a process ended with exit code ${code}`)),
  });
  await answered.promise;
  return {
    ask(turn) {
      answered = Promise.withResolvers();
      child.send(turn);
      return answered.promise;
    },
    [Symbol.dispose]() {
      answered.promise.catch(() => {});
      child.kill();
    },
  };
}

interface Options {
  readonly processes: number;
  readonly n: number;
  readonly isHeard: boolean;
}

async function measure(parent: string, { processes, n, isHeard }: Options): Promise<Record<Arm, number[]>> {
  using fresh = freshRoot(parent);
  const { root } = fresh;
  for (const name of [".tmp", "pending"]) mkdirSync(`${root}/bare/${name}`, { recursive: true, mode: 0o700 });
  makeQueue(queuePaths(root));
  using stack = new DisposableStack();
  if (isHeard) stack.use(await start("listen", root));
  const children: Child[] = [];
  for (let index = 0; index < processes; index += 1) children.push(stack.use(await start("produce", root)));
  const takenMs: Record<Arm, number[]> = { "bare write and rename": [], "Queue.enqueue": [] };
  const turns = Math.max(1, Math.round(n / processes / ENTRIES_A_TURN));
  for (let turn = -1; turn < turns; turn += 1) {
    for (const arm of ARMS) {
      const atMs = Date.now() + HEAD_START_MS;
      const all = await Promise.all(children.map((child) => child.ask({ arm, entries: ENTRIES_A_TURN, atMs })));
      // The first turn warms up.
      if (turn >= 0) takenMs[arm].push(...all.flat());
    }
  }
  return takenMs;
}

const us = (ms: number): string => `${(ms * 1000).toFixed(0)} µs`;

async function report(parent: string, options: Options): Promise<void> {
  const { cpu, cores, kernel, fileSystem, bun, commit } = readEnvironment(parent);
  const listener = options.isHeard ? "heard" : "not heard";
  process.stdout.write(
    `${cpu}, ${cores} cores; ${kernel}; Bun ${bun}; hive ${commit}\n` +
      `${parent}, ${fileSystem}; durability ${DURABILITY}; ${options.processes} processes at once; the doorbell is ${listener}\n`,
  );
  const takenMs = await measure(parent, options);
  const summaries = ARMS.map((arm) => summarize(takenMs[arm]));
  for (const [index, arm] of ARMS.entries()) {
    const { n, p50, p99 } = summaries[index]!;
    const mean = takenMs[arm].reduce((sum, ms) => sum + ms, 0) / n;
    process.stdout.write(`  ${arm}: p50 ${us(p50)}, p99 ${us(p99)}, mean ${us(mean)}, n ${n}\n`);
  }
  const [bare, queue] = summaries as [(typeof summaries)[0], (typeof summaries)[0]];
  process.stdout.write(
    `  ratio: p50 ${(queue.p50 / bare.p50).toFixed(2)} x, p99 ${(queue.p99 / bare.p99).toFixed(2)} x\n`,
  );
}

const { values } = parseArgs({
  options: {
    n: { type: "string", default: "16000" },
    processes: { type: "string", default: "8" },
    listener: { type: "string", default: "both" },
    parent: { type: "string", multiple: true, default: ["/tmp", "/dev/shm"] },
    role: { type: "string" },
    root: { type: "string", default: "" },
  },
});
if (values.role === "produce") produce(values.root);
else if (values.role === "listen") listen(values.root);
else {
  const states = [true, false].filter((isHeard) => values.listener !== (isHeard ? "none" : "reading"));
  for (const parent of values.parent.filter((path) => existsSync(path)))
    for (const isHeard of states)
      await report(parent, { processes: Number(values.processes), n: Number(values.n), isHeard });
}
