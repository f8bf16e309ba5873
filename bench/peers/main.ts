/**
 * `bun bench/peers/main.ts [measure…] [--quick | --smoke] [--trials N] [--json FILE]`
 *
 * Compares hive with its peers. This is a separate package, which an installation of hive does not contain: the first
 * run installs the peers here. Code that imports them is in `adapters/`; only `bun check` in this directory checks its
 * types.
 */
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { readEnvironment } from "../machine/environment.ts";
import { timeEmptyScript } from "../machine/steadiness.ts";
import { environmentText } from "../report/format.ts";
import { type BenchResult, DEFAULT_INTERVALS_MS, type Size } from "../figures/result.ts";
import { withJudgements } from "../figures/judgement.ts";
import { withoutSamples } from "../figures/samples.ts";
import type { ScenarioContext } from "../harness/scenario.ts";
import { Findings } from "./report/findings.ts";
import { renderMeasure } from "./report/render.ts";
import { MEASURES, resultOf, runMeasure } from "./report/compare.ts";
import { SYSTEMS } from "./systems.ts";
import { ensureInstalled } from "./versions.ts";

const HIVE_WRONG = 1;
const WRONG_USE = 20;
const INTERRUPTED = 130;

const say = (text: string): void => void process.stdout.write(text);

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`);
}

/** hive has to end right in every measure; the losses of a peer are its figures. */
function wrongsOfHive(findings: Findings): string[] {
  const hive = SYSTEMS[0]!;
  const leftOut = MEASURES.flatMap((measure) => findings.gap(measure, hive) ?? []);
  const counted = MEASURES.flatMap(({ quantities }) => quantities)
    .filter(({ id }) => /\.(lost|doubled|failed)$/.test(id))
    .flatMap((quantity) => findings.figures(quantity, hive))
    .filter(({ value }) => value > 0)
    .map(({ label, value }) => `${label}: ${value}`);
  return [...leftOut, ...counted];
}

async function main(signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: "boolean" },
      smoke: { type: "boolean" },
      trials: { type: "string" },
      json: { type: "string" },
    },
  });
  const unknown = positionals.find((name) => !MEASURES.some((measure) => measure.name === name));
  const trials = values.trials === undefined ? null : Number(values.trials);
  if (unknown !== undefined || (trials !== null && !(Number.isInteger(trials) && trials > 0))) {
    const wrong = unknown === undefined ? `--trials ${values.trials}` : `no measure ${JSON.stringify(unknown)}`;
    say(`${wrong}; the measures are ${MEASURES.map(({ name }) => name).join(", ")}\n`);
    return WRONG_USE;
  }
  ensureInstalled(say);
  const size: Size = values.smoke === true ? "smoke" : values.quick === true ? "quick" : "full";
  const measures = positionals.length === 0 ? MEASURES : MEASURES.filter(({ name }) => positionals.includes(name));
  const environment = readEnvironment(tmpdir());
  const startedAt = new Date().toISOString();
  const context: ScenarioContext = { size, trials, modes: [], progress, signal };
  const findings = new Findings();
  const firstMs = await timeEmptyScript(signal);
  let emptyScriptMs: readonly [number, number] = [firstMs, firstMs];
  say(`${environmentText(environment)}\n\n`);
  for (const [index, measure] of measures.entries()) {
    await runMeasure(measure, context, findings);
    emptyScriptMs = [emptyScriptMs[0], await timeEmptyScript(signal)];
    progress("");
    say(`${renderMeasure(measure, size, findings)}\n`);
    const scenarios = [{ ...resultOf(measures.slice(0, index + 1), context, findings), emptyScriptMs }];
    const result: BenchResult = {
      version: 3,
      size,
      intervalsMs: DEFAULT_INTERVALS_MS,
      environment: { ...environment, startedAt },
      scenarios,
    };
    // After each, so that an interrupt keeps the earlier ones.
    if (values.json !== undefined)
      writeFileSync(values.json, `${JSON.stringify(withJudgements(withoutSamples(result)), null, 2)}\n`);
  }
  for (const note of resultOf(measures, context, findings).notes) say(`- ${note}\n`);
  const wrongs = wrongsOfHive(findings);
  for (const wrong of wrongs) say(`hive: ${wrong}\n`);
  return wrongs.length === 0 ? 0 : HIVE_WRONG;
}

const interrupt = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.once(name, () => interrupt.abort(new Error("interrupted")));
}
try {
  process.exitCode = await main(interrupt.signal);
} catch (error) {
  if (!interrupt.signal.aborted) throw error;
  process.exitCode = INTERRUPTED;
}
