import type { Command } from "commander";
import { runDoctor } from "../../doctor/doctor.ts";
import { UnhealthyProject } from "../../doctor/registry.ts";
import { EXIT_CODES } from "../../base/errors.ts";
import { pasteable } from "../../platform/own-command.ts";
import { renderReport } from "../text/doctor-text.ts";
import type { Io } from "../io.ts";
import { json } from "../text/render.ts";
import { findRoot } from "../root.ts";
import { projectOf } from "../project-paths.ts";

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
    .option("--fix", "fix what can be fixed without losing anything")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
Examples:
  hive doctor
  hive doctor --fix
  hive doctor --json | jq '.findings[] | select(.level != "ok")'`,
    )
    .action(async (flags: Flags, command: Command) => {
      await examine(io, flags, findRoot(io, command.optsWithGlobals<Flags>().root));
    });
}

async function examine(io: Io, flags: Flags, root: string): Promise<void> {
  const project = projectOf(io, root);
  const isFixing = flags.fix === true;
  const report = await runDoctor({ project, root, env: io.env, cwd: io.cwd, nowMs: () => Date.now(), isFixing });
  io.out(flags.json === true ? json(report) : pasteable(renderReport(report, io), io.env));
  if (!report.isHealthy) throw new UnhealthyProject(report.findings);
}
