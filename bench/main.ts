/** `bun run bench [scenario…] [--quick | --smoke] [--json FILE]` */
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import {
  type BenchReport,
  isWithinBudget,
  readEnvironment,
  renderEnvironment,
  renderScenario,
  type ScenarioReport,
} from "./report.ts";
import type { Size } from "./rig.ts";
import { idleScenario } from "./scenarios/idle-cpu.ts";
import { latencyScenario } from "./scenarios/latency.ts";

const SCENARIOS: Readonly<Record<string, (size: Size) => ScenarioReport | Promise<ScenarioReport>>> = {
  latency: latencyScenario,
  "idle-cpu": idleScenario,
};

const BUDGET_MISSED = 1;
const WRONG_USE = 20;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: "boolean" }, smoke: { type: "boolean" }, json: { type: "string" } },
  });
  const chosen = positionals.length === 0 ? Object.keys(SCENARIOS) : positionals;
  const unknown = chosen.find((name) => !(name in SCENARIOS));
  if (unknown !== undefined) {
    say(`no scenario ${JSON.stringify(unknown)}; there are ${Object.keys(SCENARIOS).join(", ")}`);
    return WRONG_USE;
  }
  const size: Size = values.smoke === true ? "smoke" : values.quick === true ? "quick" : "full";
  const environment = readEnvironment(tmpdir());
  const scenarios: ScenarioReport[] = [];
  say(renderEnvironment(environment));
  for (const name of chosen) {
    scenarios.push(await SCENARIOS[name]!(size));
    say(renderScenario(scenarios.at(-1)!, size !== "smoke"));
    const report: BenchReport = { version: 1, environment, scenarios };
    // After each, so that an interrupt keeps the earlier ones.
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  }
  const missed = scenarios.flatMap(({ figures }) => figures.filter((figure) => !isWithinBudget(figure)));
  // A smoke run shows that everything runs and ends right; its figures mean nothing.
  if (size === "smoke" || missed.length === 0) return 0;
  say(`${missed.length} budgets missed: ${missed.map((figure) => figure.name).join("; ")}`);
  return BUDGET_MISSED;
}

process.exit(await main());
