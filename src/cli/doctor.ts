import type { Command } from "commander";
import { type Report, runDoctor } from "../doctor/doctor.ts";
import { timeHook } from "../doctor/hook-timing.ts";
import { EXIT_CODES, HiveError } from "../base/errors.ts";
import { pasteable } from "../platform/own-command.ts";
import { findPlace } from "../install/place.ts";
import { renderReport, renderTiming } from "./doctor-text.ts";
import type { Io } from "./io.ts";
import { json } from "./render.ts";
import { findRoot, loadConfig } from "./root.ts";

interface Flags {
  readonly root?: string;
  readonly fix?: boolean;
  readonly json?: boolean;
  readonly hook?: boolean;
  readonly runs?: string;
}

const DEFAULT_RUNS = 50;
const MAX_RUNS = 10_000;

export function addDoctor(program: Command, io: Io): void {
  program
    .command("doctor")
    .description(
      `check every link from the agent to the store; exit code ${EXIT_CODES.HIVE_UNHEALTHY} when one is broken`,
    )
    .option("--root <dir>", "the .hive-mind directory")
    .option("--fix", "put right what can be without losing anything")
    .option("--hook", "time the installed hook instead, as the agent waits for it, step by step")
    .option("--runs <n>", `with --hook: how often each is run (default: ${DEFAULT_RUNS})`)
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
Examples:
  hive doctor
  hive doctor --fix
  hive doctor --json | jq '.findings[] | select(.level != "ok")'
  hive doctor --hook --runs 200`,
    )
    .action(async (flags: Flags, command: Command) => {
      const root = findRoot(io, command.optsWithGlobals<Flags>().root);
      if (flags.hook === true) await timing(io, flags, root);
      else await examination(io, flags, root);
    });
}

async function examination(io: Io, flags: Flags, root: string): Promise<void> {
  if (flags.runs !== undefined) throw new HiveError("HIVE_INVALID_OPTION", "--runs goes with --hook");
  const place = findPlace(io.cwd, io.env);
  const isFixing = flags.fix === true;
  const report = await runDoctor({ place, root, env: io.env, nowMs: () => Date.now(), isFixing });
  io.out(flags.json === true ? json(report) : pasteable(renderReport(report, io.isTTY), io.env));
  if (!report.isHealthy) throw new Unhealthy(report);
}

/** A hook over its budget is told, and no error: the machine may have been busy. */
async function timing(io: Io, flags: Flags, root: string): Promise<void> {
  if (flags.fix === true) throw new HiveError("HIVE_INVALID_OPTION", "--fix does not go with --hook");
  const place = findPlace(io.cwd, io.env);
  const timing = await timeHook({ place, root, config: loadConfig(io, root), runs: runsOf(flags) });
  io.out(flags.json === true ? json(timing) : pasteable(renderTiming(timing), io.env));
}

function runsOf({ runs }: Flags): number {
  if (runs === undefined) return DEFAULT_RUNS;
  const number = Number(runs);
  if (Number.isInteger(number) && number >= 1 && number <= MAX_RUNS) return number;
  throw new HiveError(
    "HIVE_INVALID_OPTION",
    `--runs must be a whole number from 1 to ${MAX_RUNS}, not ${JSON.stringify(runs)}`,
  );
}

/** What was printed says what is wrong; this carries the exit code. */
class Unhealthy extends HiveError {
  constructor({ findings }: Report) {
    const problems = findings.filter(({ level }) => level === "problem");
    super("HIVE_UNHEALTHY", `${problems.length === 1 ? "1 problem" : `${problems.length} problems`}, see above`);
  }
}
