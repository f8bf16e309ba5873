import { Command, CommanderError } from "commander";
import { EXIT_CODES, HiveError } from "../base/errors.ts";
import { ownCommand, pasteable } from "../platform/own-command.ts";
import { assertNoLink } from "../queue/make.ts";
import { findPlace } from "../install/place.ts";
import { VERSION } from "../base/version.ts";
import { addAdopt } from "./adopt.ts";
import { addBench } from "./bench.ts";
import { addDoctor } from "./doctor.ts";
import { addEnqueue } from "./enqueue.ts";
import { addFailed } from "./failed.ts";
import { quietRuntime } from "./quiet-runtime.ts";
import { addHook } from "./hook.ts";
import { type Io, processIo } from "./io.ts";
import { addResume } from "./resume.ts";
import { findRoot } from "./root.ts";
import { addSessions } from "./sessions.ts";
import { addSetup } from "./setup.ts";
import { addStatus } from "./status.ts";
import { addUninstall } from "./uninstall.ts";
import { addWorker } from "./worker.ts";
import { CONTROLS } from "./worker-control.ts";

export function buildProgram(io: Io): Command {
  const program = new Command("hive")
    .description(
      "Saves a coding agent's working state: a directory queue, one worker that sleeps until the kernel wakes it, SQLite.",
    )
    .version(VERSION)
    .option("--root <dir>", "the .hive-mind directory (default: HIVE_ROOT, else the nearest one above)")
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError(`(${ownCommand(io.env)} --help shows what there is)`)
    .addHelpText(
      "after",
      `
Examples:
  hive setup                      put hive into the agent's settings, step by step
  hive worker start               apply what is queued, in the background; a hook does this by itself
  hive status                     how queue, worker and store are; exit code ${EXIT_CODES.HIVE_UNHEALTHY} when something is wrong
  hive sessions                   the saved sessions
  hive show 5f0c                  what is known of the session whose id begins so
  hive resume                     where the latest session left off, to go on from there`,
    );
  const commands = [
    addSetup,
    addWorker,
    addStatus,
    addSessions,
    addResume,
    addEnqueue,
    addFailed,
    addDoctor,
    addAdopt,
    addBench,
  ];
  for (const add of [...commands, addUninstall, addHook]) add(program, io);
  program.hook("preAction", (_, command) => refuseLink(io, command));
  return program;
}

/** These find no state directory, or say in a log what is wrong with it. */
const ROOTLESS: readonly string[] = ["hook", "bench"];

/** A state directory that nobody named must be none that a link of a cloned repository leads to. */
function refuseLink(io: Io, command: Command): void {
  const { root } = command.optsWithGlobals<{ readonly root?: string }>();
  if (root !== undefined || io.env["HIVE_ROOT"] || ROOTLESS.includes(command.name())) return;
  for (const found of [findRoot(io, undefined), findPlace(io.cwd, io.env).root]) assertNoLink(found);
}

/** Runs a command line. @returns the exit code */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    await buildProgram(io).parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CODES.HIVE_INVALID_OPTION;
    if (error instanceof HiveError) {
      const hint = error.hint === undefined ? "" : `      ${pasteable(error.hint, io.env)}\n`;
      io.err(`hive: ${error.message}\n${hint}`);
      return error.exitCode;
    }
    io.err(`hive: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return EXIT_CODES.HIVE_BUG;
  }
}

export async function main(args: readonly string[]): Promise<void> {
  // Databases, logs and locks are made by libraries: this keeps them 0600.
  process.umask(0o077);
  // A reader that has seen enough, such as head, is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  if (args[0] === "worker" && !CONTROLS.has(args[1])) quietRuntime();
  const exitCode = await run(args, processIo);
  await Promise.all([ended(process.stdout), ended(process.stderr)]);
  process.exit(exitCode);
}

/** What a slow reader has not taken from a pipe yet would be lost with the process. */
function ended(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.end(() => resolve());
  });
}
