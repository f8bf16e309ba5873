import type { Command } from "commander";
import { printFound } from "../../text/archive-lists.ts";
import { positive, sinceMs } from "../../flags.ts";
import type { Io } from "../../io.ts";

interface Flags {
  readonly root?: string;
  readonly project?: string;
  readonly agent?: string;
  readonly since?: number;
  readonly file?: string;
  readonly failed?: boolean;
  readonly limit: number;
  readonly json?: boolean;
}

const DEFAULT_LIMIT = 10;

export function addSearch(program: Command, io: Io): void {
  program
    .command("search")
    .argument("<words...>", 'words that must all occur; "a phrase" in quotation marks, begin* for a beginning')
    .description("search all that is archived: prompts, messages, commands, errors, files, titles")
    .option("--project <name>", "only in this project, by its name or directory")
    .option("--agent <name>", "only sessions of this agent, such as codex")
    .option("--since <when>", "only what was saved since: 2d, 3h, 30min, or a date such as 2026-01-31", sinceMs)
    .option("--file <path>", "only sessions that changed this file, by its path or the end of it")
    .option("--failed", "only failures")
    .option("--limit <n>", "the largest number to print", positive, DEFAULT_LIMIT)
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
The best matches come first, at most three of a session. An agent that runs this sees only its own project.

Examples:
  hive search login form
  hive search '"connection refused"' --failed --since 1w
  hive search migra* --project shop --agent codex
  hive search teapot --file src/auth.ts --json`,
    )
    .action((words: string[], _flags: Flags, command: Command) => {
      const flags = command.optsWithGlobals<Flags>();
      const { project, agent, since, file, failed } = flags;
      printFound(io, words.join(" "), { project, agent, sinceMs: since, file, isFailed: failed }, flags);
    });
}
