/**
 * Writes the README's performance section from a run of the benchmarks.
 *
 *     bun run bench --json run.json && bun scripts/readme-figures.ts run.json
 *
 * keeps the run in `bench/results/readme.json`, its samples to four digits, and writes the section from that file.
 *
 *     bun scripts/readme-figures.ts --check
 *
 * ends with 1 when the section is not what the kept run gives. `--readme` and `--kept` name other files.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readResult } from "../bench/report/read-result.ts";
import { reduced, withPerformance } from "../bench/report/readme.ts";
import { errorMessage, HiveError } from "../src/base/errors.ts";

const TOP = resolve(import.meta.dir, "..");
const OUTDATED = 1;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Writes JSON as `bun fmt` leaves it. */
function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const command = [process.execPath, "fmt", "--stdin-filepath", "result.json"];
  const formatted = Bun.spawnSync(command, { cwd: TOP, stdin: Buffer.from(JSON.stringify(value)) });
  if (formatted.exitCode !== 0)
    throw new Error(`bun fmt ended with ${formatted.exitCode}: ${formatted.stderr.toString()}`);
  writeFileSync(path, formatted.stdout);
}

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: "boolean", default: false },
      readme: { type: "string", default: join(TOP, "README.md") },
      kept: { type: "string", default: join(TOP, "bench/results/readme.json") },
    },
  });
  const { check, readme, kept } = values;
  const [run] = positionals;
  if (positionals.length > 1 || check === (run !== undefined)) {
    throw new HiveError("HIVE_INVALID_OPTION", "give the JSON of one run, or --check", {
      hint: "bun run bench --json run.json && bun scripts/readme-figures.ts run.json",
    });
  }
  const text = readFileSync(readme, "utf8");
  const result = run === undefined ? readResult(kept) : reduced(readResult(run));
  const expected = withPerformance(text, result, relative(dirname(readme), kept));
  if (run !== undefined) {
    writeJson(kept, result);
    writeFileSync(readme, expected);
    say(`${kept} and the performance section of ${readme} are written`);
    return 0;
  }
  if (text === expected) return 0;
  say(`the performance section of ${readme} is not what ${kept} gives: run bun scripts/readme-figures.ts ${kept}`);
  return OUTDATED;
}

try {
  process.exitCode = main();
} catch (error) {
  const hint = error instanceof HiveError && error.hint !== undefined ? `\n  ${error.hint}` : "";
  process.stderr.write(`${errorMessage(error)}${hint}\n`);
  process.exitCode = error instanceof HiveError ? error.exitCode : 1;
}
