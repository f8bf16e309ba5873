import type { Command } from "commander";
import type { Io } from "../io.ts";
import { findRoot } from "../root.ts";

interface Flags {
  readonly root?: string;
}

export function addMcp(program: Command, io: Io): void {
  program
    .command("mcp")
    .description("serve the archive to an agent, by the Model Context Protocol over standard input and output")
    .addHelpText(
      "after",
      `
Its tools are search, sessions and resume. They read alone, and see the proved sessions of the project that it is started in.

Examples:
  claude mcp add hive -- hive mcp
  codex mcp add hive -- hive mcp`,
    )
    .action(async (_flags: Flags, command: Command) => {
      const root = findRoot(io, command.optsWithGlobals<Flags>().root);
      await (await import("./mcp-server.ts")).serveMcp(io, root);
    });
}
