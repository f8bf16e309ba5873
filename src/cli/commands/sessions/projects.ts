import type { Command } from "commander";
import { printProjects } from "../../text/archive-lists.ts";
import type { Io } from "../../io.ts";

interface Flags {
  readonly root?: string;
  readonly json?: boolean;
}

export function addProjects(program: Command, io: Io): void {
  program
    .command("projects")
    .description("list the projects of the archive, the latest first")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  hive projects --json | jq '.projects[].path'")
    .action((_flags: Flags, command: Command) => printProjects(io, command.optsWithGlobals<Flags>()));
}
