/**
 * Measures a revision and the working tree in turn, in one run, and prints a table: hook, enqueue, latency, drain and
 * `hive status`. `bun scripts/figures/before-after.ts [REVISION] [--rounds 6] [--status-entries 630000] [--wait] [--write]`.
 *
 * REVISION is ada974f by default, whose calls are several entries. Making the trees and a day's store takes minutes; with
 * `--wait` the rounds begin at a line on standard input, so that the machine can be made quiet first. With `--write` the
 * table goes into docs/performance.md.
 */
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { interruptible } from "../../bench/command/interrupt.ts";
import { runScript } from "../../bench/command/script.ts";
import { wholeNumber } from "../../bench/command/whole-number.ts";
import { makeTrees, type Trees } from "../../bench/gate/against/trees.ts";
import { readEnvironment } from "../../bench/machine/environment.ts";
import { environmentText } from "../../bench/report/format.ts";
import { plain } from "../../bench/report/document.ts";
import { writeBetweenMarkers } from "../docs/marked-table.ts";
import {
  drainMeasure,
  enqueueMeasure,
  hookMeasure,
  latencyMeasure,
  type Measure,
  type Size,
  statusMeasure,
} from "./before-after/measures.ts";
import { beforeAfterTable, type Trials } from "./before-after/table.ts";

const PAGE = resolve(import.meta.dir, "../../docs/performance.md");
const say = (text: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);

async function takeRounds(measures: readonly Measure[], rounds: number, signal: AbortSignal): Promise<Trials> {
  const trials = new Map<string, number[][]>();
  for (let round = 0; round < rounds; round += 1) {
    say(`round ${round + 1} of ${rounds}`);
    for (const measure of measures) {
      for (const [name, samples] of Object.entries(await measure(round, { signal }))) {
        trials.set(name, [...(trials.get(name) ?? []), [...samples]]);
      }
    }
  }
  return trials;
}

async function measure({ base, head, commit }: Trees, size: Size, rounds: number, signal: AbortSignal, waits: boolean) {
  const trees = [base, head];
  const made = readEnvironment(tmpdir());
  using stack = new DisposableStack();
  say("making a store");
  const status = await statusMeasure(trees, size, stack, { signal });
  const hook = await hookMeasure(trees, size, stack);
  if (waits) {
    say("ready: a line begins the rounds");
    await process.stdin[Symbol.asyncIterator]().next();
  }
  const startedAt = new Date().toISOString();
  const all = [hook, enqueueMeasure(trees), latencyMeasure(trees, size), drainMeasure(trees, size), status];
  const trials = await takeRounds(all, rounds, signal);
  const environment = plain(environmentText({ ...made, startedAt }));
  return [
    `Measured with \`bun scripts/figures/before-after.ts\`, both trees in turn, in ${rounds} rounds of one run: ${environment}; durability process. Before is ${commit?.slice(0, 7)}.`,
    beforeAfterTable(trials, size),
  ].join("\n\n");
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: "6" },
      "status-entries": { type: "string", default: "630000" },
      wait: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  const rounds = wholeNumber("--rounds", values.rounds, 1, 1000);
  const statusEntries = wholeNumber("--status-entries", values["status-entries"], 1, 10_000_000);
  const size: Size = { hookCalls: 40, waits: 300, drainCalls: 5000, statusCalls: 3, statusEntries };
  await interruptible(async (signal) => {
    say("making the trees");
    using trees = await makeTrees(positionals[0] ?? "ada974f", { parent: tmpdir(), signal });
    const text = await measure(trees, size, rounds, signal, values.wait);
    process.stdout.write(`${text}\n`);
    if (values.write) writeBetweenMarkers(PAGE, "before-after", text);
  });
}

await runScript(main);
