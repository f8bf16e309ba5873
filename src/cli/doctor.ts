import type { Command } from "commander";
import { type Report, runDoctor } from "../doctor/doctor.ts";
import { EXIT_CODES, HiveError } from "../errors.ts";
import { findPlace } from "../setup/place.ts";
import { renderReport } from "./doctor-text.ts";
import type { Io } from "./io.ts";
import { json } from "./render.ts";
import { findRoot } from "./root.ts";

interface Flags {
  readonly root?: string;
  readonly fix?: boolean;
  readonly json?: boolean;
}

export function addDoctor(program: Command, io: Io): void {
  program
    .command("doctor")
    .description(
      `check every link from the agent to the store; exit code ${EXIT_CODES.HIVE_UNHEALTHY} when one is broken`,
    )
    .option("--root <dir>", "the .hive-mind directory")
    .option("--fix", "put right what can be without losing anything")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  hive doctor\n  hive doctor --fix\n  hive doctor --json | jq '.findings[] | select(.level != \"ok\")'",
    )
    .action(async (flags: Flags, command: Command) => {
      const root = findRoot(io, command.optsWithGlobals<Flags>().root);
      const report = await runDoctor({
        place: findPlace(io.cwd, io.env),
        root,
        env: io.env,
        nowMs: () => Date.now(),
        isFixing: flags.fix === true,
      });
      io.out(flags.json === true ? json(report) : renderReport(report, io.isTTY));
      if (!report.isHealthy) throw new Unhealthy(report);
    });
}

/** What was printed says what is wrong; this carries the exit code. */
class Unhealthy extends HiveError {
  constructor({ findings }: Report) {
    const problems = findings.filter(({ level }) => level === "problem");
    super("HIVE_UNHEALTHY", `${problems.length === 1 ? "1 problem" : `${problems.length} problems`}, see above`);
  }
}
