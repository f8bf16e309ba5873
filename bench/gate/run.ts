/** `hive bench --gate`: hive's own thresholds, and the scenarios in the form that takes seconds. */
import { tmpdir } from "node:os";
import type { Io } from "../command/io.ts";
import { resultFile } from "../figures/result-file.ts";
import { type BenchFlags, choicesOf } from "../command/flags.ts";
import { interruptible } from "../command/interrupt.ts";
import { Progress } from "../command/progress.ts";
import type { Scenario } from "../harness/scenario.ts";
import { drainTwice } from "../load/drains.ts";
import { readEnvironment } from "../machine/environment.ts";
import { SCENARIOS } from "../scenarios/all.ts";
import { gateFleet } from "../scenarios/fleet.ts";
import { gateLatency } from "../scenarios/latency.ts";
import { POSTGRES } from "../../tests/support/servers/postgres.ts";
import { gateDirectory } from "./directory.ts";
import { gateDrain } from "./drain.ts";
import { gateCommand } from "./rounds.ts";
import { type Gate, readGate } from "./thresholds.ts";

const GATE_FORMS: readonly Scenario[] = [
  gateLatency,
  gateFleet,
  gateDrain((context, entries, isFloorFirst) =>
    drainTwice({ medium: "fresh", mix: "logs", entries }, isFloorFirst, context),
  ),
];

/** The scenarios of the gate: those that would take long in a form that takes seconds. */
export const GATE_SCENARIOS: readonly Scenario[] = SCENARIOS.map(
  (scenario) => GATE_FORMS.find(({ name }) => name === scenario.name) ?? scenario,
);

/** The thresholds without the fleet's where no PostgreSQL is installed. In CI nothing is left out. */
export function gateHere({ env, err }: Pick<Io, "env" | "err">, hasPostgres = POSTGRES !== null): Gate {
  const gate = readGate();
  if (hasPostgres || env["CI"] === "true") return gate;
  err("The fleet's thresholds are left out: PostgreSQL is not installed here.\n");
  return { ...gate, plans: gate.plans.filter(({ scenario }) => scenario !== gateFleet.name) };
}

/** @throws HIVE_INVALID_OPTION, HIVE_GATE_FAILED, HIVE_GATE_TOO_NOISY, HIVE_CANCELLED */
export async function runHivesGate(flags: BenchFlags, io: Io): Promise<void> {
  const { fault } = choicesOf(flags);
  const writeJson = resultFile("--json", flags.json);
  process.env["TMPDIR"] = gateDirectory(io.env);
  const progress = new Progress(process.stderr);
  await interruptible((signal) =>
    gateCommand({
      scenarios: GATE_SCENARIOS,
      gate: gateHere(io),
      environment: readEnvironment(tmpdir()),
      signal,
      progress: (text) => progress.show(text),
      clearProgress: () => progress.clear(),
      context: { fault },
      fault: fault ?? null,
      io,
      writeJson,
    }),
  );
}
