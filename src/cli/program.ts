import { Command, CommanderError, type OutputConfiguration } from "commander";
import { EXIT_CODES, HiveError } from "../base/errors.ts";
import { ownCommand, pasteable } from "../platform/own-command.ts";
import { assertNoLink } from "../queue/make.ts";
import { stateRootOf } from "../install/state-root.ts";
import { quietRuntime } from "../platform/bun/quiet-runtime.ts";
import { type Io, processIo } from "./io.ts";
import { unknownCommand } from "./flags.ts";
import { assertState, findRoot } from "./root.ts";
import { namesOf, refuseElsewhere, refusePersons } from "./refusals.ts";
import { fitted, USUAL_COLUMNS, width } from "./text/terminal.ts";
import { CONTROLS } from "./commands/run/controls.ts";

/** Help and errors that fit the terminal. Commander does not wrap the examples below a command's help. */
function fittedOutput(io: Io): OutputConfiguration {
  const columns = width(io);
  // A person may read what goes to no terminal: through less, say.
  const helpWidth = (): number => (columns === Number.POSITIVE_INFINITY ? USUAL_COLUMNS : columns);
  return {
    writeOut: (text) => io.out(fitted(text, columns)),
    writeErr: (text) => io.err(fitted(text, columns)),
    getOutHelpWidth: helpWidth,
    getErrHelpWidth: helpWidth,
  };
}

type AddCommand = (program: Command, io: Io) => void;

/** In the order of the help. Only a named command is loaded: loading all takes longer than most commands run. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  setup: async () => (await import("./commands/setup/setup.ts")).addSetup,
  worker: async () => (await import("./commands/run/worker.ts")).addWorker,
  status: async () => (await import("./commands/status.ts")).addStatus,
  sessions: async () => (await import("./commands/sessions/sessions.ts")).addSessions,
  search: async () => (await import("./commands/sessions/search.ts")).addSearch,
  projects: async () => (await import("./commands/sessions/projects.ts")).addProjects,
  import: async () => (await import("./commands/sessions/import.ts")).addImport,
  mcp: async () => (await import("./commands/mcp.ts")).addMcp,
  dashboard: async () => (await import("./commands/dashboard.ts")).addDashboard,
  show: async () => (await import("./commands/sessions/show.ts")).addShow,
  resume: async () => (await import("./commands/sessions/resume.ts")).addResume,
  changes: async () => (await import("./commands/undo/changes.ts")).addChanges,
  diff: async () => (await import("./commands/undo/diff.ts")).addDiff,
  undo: async () => (await import("./commands/undo/undo.ts")).addUndo,
  redo: async () => (await import("./commands/undo/undo.ts")).addRedo,
  export: async () => (await import("./commands/sessions/export.ts")).addExport,
  forget: async () => (await import("./commands/sessions/forget.ts")).addForget,
  pause: async () => (await import("./commands/pause.ts")).addPause,
  unpause: async () => (await import("./commands/pause.ts")).addUnpause,
  enqueue: async () => (await import("./commands/run/enqueue.ts")).addEnqueue,
  fleet: async () => (await import("./commands/fleet.ts")).addFleet,
  failed: async () => (await import("./commands/run/failed.ts")).addFailed,
  doctor: async () => (await import("./commands/doctor.ts")).addDoctor,
  "bug-report": async () => (await import("./commands/bug-report.ts")).addBugReport,
  completion: async () => (await import("./commands/setup/completion.ts")).addCompletion,
  adopt: async () => (await import("./commands/setup/adopt.ts")).addAdopt,
  bench: async () => (await import("./commands/bench.ts")).addBench,
  uninstall: async () => (await import("./commands/setup/uninstall.ts")).addUninstall,
  hook: async () => (await import("./commands/hook.ts")).addHook,
};

/**
 * @param args the command line. If it does not begin with a command, all commands are loaded, for help and suggestions
 */
async function loadCommands([name = ""]: readonly string[]): Promise<ReadonlySet<AddCommand>> {
  const named = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const loads = named === undefined ? Object.values(COMMANDS) : [named];
  return new Set(await Promise.all(loads.map((load) => load())));
}

/** The command line with the commands that `args` need. @param args without any, all commands are loaded */
export async function buildProgram(io: Io, args: readonly string[] = []): Promise<Command> {
  const program = new Command("hive")
    .description(
      "Saves a coding agent's working state: a directory queue, one worker that sleeps until the kernel wakes it, SQLite.",
    )
    .option("-V, --version", "print the versions of hive, Bun and SQLite, and how hive was installed")
    .option("--root <dir>", "use this .hive-mind directory, or that of this project (default: the nearest one above)")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput(fittedOutput(io))
    .showHelpAfterError(`(${ownCommand(io.env)} --help lists the commands)`)
    .addHelpText(
      "after",
      `
Examples:
  hive setup                      install hive's hooks, step by step
  hive worker start               apply the queued entries in the background; a hook does this by itself
  hive status                     show the health of queue, worker and store; exit code ${EXIT_CODES.HIVE_UNHEALTHY} on a problem
  hive sessions                   list the saved sessions
  hive search login form          search what was said and done, in all projects
  hive show 5f0c                  show the session with an id that begins with 5f0c
  hive undo                       put the files back as they were before the latest turn
  hive resume                     print the state of the latest session, to continue from there`,
    );
  program.on("option:version", () => {
    // Not commander's own: it would have the text made for each command.
    throw new CommanderError(0, VERSION_CODE, "");
  });
  for (const add of await loadCommands(args)) add(program, io);
  program.on("command:*", ([given]: string[]) => unknownCommand(program, given!));
  program.hook("preAction", (_, command) => {
    refuseLink(io, command);
    refuseEmpty(io, command);
    refusePersons(io, command);
    refuseElsewhere(io, command);
  });
  return program;
}

const VERSION_CODE = "hive.version";

/** These commands use no state directory, or report its faults in a log. */
const ROOTLESS: readonly string[] = ["hook", "bench", "completion"];

/** An unnamed state directory must not be reached through a link that a cloned repository brought. */
function refuseLink(io: Io, command: Command): void {
  const { root } = command.optsWithGlobals<{ readonly root?: string }>();
  if (root !== undefined || io.env["HIVE_ROOT"] || ROOTLESS.includes(command.name())) return;
  // @mutant a command follows no link in the state directory's place
  for (const found of [findRoot(io, undefined), stateRootOf(io.cwd, io.env)]) assertNoLink(found);
}

/** These commands read a state directory; the others may make one. */
const READERS: readonly string[] = [
  "status",
  "sessions",
  "show",
  "resume",
  "changes",
  "diff",
  "undo",
  "redo",
  "export",
  "forget",
  "failed",
  "doctor",
  "bug-report",
];

function refuseEmpty(io: Io, command: Command): void {
  const { root } = command.optsWithGlobals<{ readonly root?: string }>();
  const [name = ""] = namesOf(command);
  if (root !== undefined && READERS.includes(name)) assertState(io, root);
}

/** Runs a command line. @returns the exit code */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    await (await buildProgram(io, args)).parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.code === VERSION_CODE) {
      io.out((await import("./text/version-text.ts")).versionText());
      return 0;
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CODES.HIVE_INVALID_OPTION;
    if (error instanceof HiveError) {
      const hint = error.hint === undefined ? "" : `      ${pasteable(error.hint, io.env)}\n`;
      io.err(`${fitted(`hive: ${error.message}`, width(io))}\n${hint}`);
      return error.exitCode;
    }
    io.err(`hive: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return EXIT_CODES.HIVE_BUG;
  }
}

export async function main(args: readonly string[]): Promise<void> {
  // Libraries create databases, logs and locks: this umask keeps them 0600.
  process.umask(0o077);
  // A reader such as head may close the pipe early, which is not an error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  const [name, verb] = args[0] === "--root" ? args.slice(2) : args;
  // Both wait for hours, for the most part.
  if ((name === "worker" && !CONTROLS.has(verb)) || name === "dashboard") quietRuntime();
  const exitCode = await run(args, processIo);
  await Promise.all([ended(process.stdout), ended(process.stderr)]);
  process.exit(exitCode);
}

/** Waits until a slow reader has taken the output from the pipe: the rest would be lost with the process. */
function ended(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.end(() => resolve());
  });
}
