/**
 * Times compiled hooks of several versions in turn, beside an empty Bun script: `bun scripts/figures/compare-hooks.ts [--n 200]
 * OLD/dist/hive-hook dist/hive-hook`. Each in two states: its checkpoint is taken, or it is throttled. A FIFO with a
 * reader replaces the worker.
 */
import { writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { freshRoot } from "../../bench/harness/rig.ts";
import { runScript } from "../../bench/command/script.ts";
import { wholeNumber } from "../../bench/command/whole-number.ts";
import { summarize } from "../../bench/stats/estimate.ts";
import { prepareHook, timeHook } from "./hook-case.ts";

const WARM_UP = 5;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { n: { type: "string", default: "200" } },
    allowPositionals: true,
  });
  const turns = wholeNumber("--n", values.n, 1, 100_000);
  using fresh = freshRoot();
  const directory = dirname(fresh.root);
  const empty = join(directory, "empty.ts");
  writeFileSync(empty, "");
  const cases = [prepareHook(directory, "an empty script", [process.execPath, empty], 0)];
  for (const path of positionals) {
    cases.push(prepareHook(directory, `${path}, checkpoint taken`, [resolve(path)], 0));
    cases.push(prepareHook(directory, `${path}, throttled`, [resolve(path)], 86_400));
  }
  for (let round = -WARM_UP; round < turns; round += 1) {
    for (const one of cases) {
      const ms = await timeHook(one, round);
      if (round >= 0) one.wallMs.push(ms);
    }
  }
  const base = summarize(cases[0]!.wallMs).p50;
  for (const { name, wallMs } of cases) {
    const ms = summarize(wallMs).p50;
    process.stdout.write(`${name}: p50 ${ms.toFixed(2)} ms, ${(ms / base).toFixed(2)} x\n`);
  }
}

await runScript(main);
