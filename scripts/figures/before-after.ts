/**
 * Measures a revision and the working tree in turn, in one run, and prints a table: hook, enqueue, latency, drain and
 * `hive status`. `bun scripts/figures/before-after.ts [REVISION] [--seconds 240] [--status-entries 630000]
 * [--write]`.
 *
 * REVISION is ada974f by default, whose calls are several entries. Making the trees and a day's store takes minutes; then
 * rounds are taken until the seconds are over. With `--write` the table goes into docs/performance.md.
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
import { beforeAfterTable } from "./before-after/table.ts";

const PAGE = resolve(import.meta.dir, "../../docs/performance.md");
const LEAST_ROUNDS = 3;
const say = (text: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);

/** Takes rounds until the time is over, three at least: two say almost nothing of a third. */
async function takeRounds(measures: readonly Measure[], seconds: number, signal: AbortSignal) {
  const trials = new Map<string, number[][]>();
  const endMs = performance.now() + seconds * 1000;
  let rounds = 0;
  for (; rounds < LEAST_ROUNDS || performance.now() < endMs; rounds += 1) {
    say(`round ${rounds + 1}`);
    for (const measure of measures) {
      for (const [name, samples] of Object.entries(await measure(rounds, { signal }))) {
        trials.set(name, [...(trials.get(name) ?? []), [...samples]]);
      }
    }
  }
  return { trials, rounds };
}

async function measure({ base, head, commit }: Trees, size: Size, seconds: number, signal: AbortSignal) {
  const trees = [base, head];
  const made = readEnvironment(tmpdir());
  using stack = new DisposableStack();
  say("making the stores");
  const status = await statusMeasure(trees, size, stack, { signal });
  const hook = await hookMeasure(trees, size, stack);
  const startedAt = new Date().toISOString();
  const all = [hook, enqueueMeasure(trees), latencyMeasure(trees, size), drainMeasure(trees, size), status];
  const { trials, rounds } = await takeRounds(all, seconds, signal);
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
      seconds: { type: "string", default: "240" },
      "status-entries": { type: "string", default: "630000" },
      write: { type: "boolean", default: false },
    },
  });
  const seconds = wholeNumber("--seconds", values.seconds, 1, 100_000);
  const statusEntries = wholeNumber("--status-entries", values["status-entries"], 1, 10_000_000);
  const size: Size = { hookCalls: 40, waits: 300, drainCalls: 5000, statusCalls: 3, statusEntries };
  await interruptible(async (signal) => {
    say("making the trees");
    using trees = await makeTrees(positionals[0] ?? "ada974f", { parent: tmpdir(), signal });
    const text = await measure(trees, size, seconds, signal);
    process.stdout.write(`${text}\n`);
    if (values.write) writeBetweenMarkers(PAGE, "before-after", text);
  });
}

await runScript(main);
