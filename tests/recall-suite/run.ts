#!/usr/bin/env bun
// Plays the suite and prints its scores: bun tests/recall-suite/run.ts [--seed N] [--texts DIRECTORY] [NAME...]; HIVE=CHECKOUT.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { measure, table } from "./measure.ts";
import { SCENARIOS, UNSEEN } from "./scenarios.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string", default: "1" }, texts: { type: "string" } },
});
const hive = resolve(process.env["HIVE"] ?? join(import.meta.dir, "../.."));
for (const [title, scenarios] of [
  ["The suite", SCENARIOS],
  ["Unseen", UNSEEN],
] as const) {
  const chosen = scenarios.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  if (chosen.length === 0) continue;
  const results = [];
  for (const scenario of chosen) {
    const result = measure(scenario.tell(Number(values.seed)), hive);
    results.push(result);
    if (values.texts === undefined) continue;
    mkdirSync(values.texts, { recursive: true });
    await Bun.write(join(values.texts, `${scenario.name}.txt`), result.text);
  }
  process.stdout.write(`${table(title, results)}\n`);
}
