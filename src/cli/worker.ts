import { type Command, Option } from "commander";
import type { Config, ConfigOverrides } from "../base/config.ts";
import { errorCode, HiveError } from "../base/errors.ts";
import { makeQueue } from "../queue/make.ts";
import { queuePaths } from "../queue/layout.ts";
import { Log } from "../supervisor/log.ts";
import { keepPlace, openGate, takePlace } from "../supervisor/background.ts";
import { isReplaced } from "../supervisor/replaced.ts";
import { type Supervision, Worker } from "../worker/worker.ts";
import type { Io } from "./io.ts";
import { findRoot, loadConfig } from "./root.ts";
import { addWorkerControl, workerLogPath } from "./worker-control.ts";

interface Flags {
  readonly root?: string;
  readonly mode?: string;
  readonly pollIntervalMs?: string;
  readonly idleExit?: string;
  readonly once?: boolean;
  readonly batchSize?: string;
  readonly durability?: string;
  readonly logLevel?: string;
  readonly quiet?: boolean;
  readonly background?: boolean;
}

const SECOND_SIGNAL_EXIT_CODE = 130;

function numberOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  throw new HiveError("HIVE_INVALID_OPTION", `${flag} must be a number, not ${JSON.stringify(text)}`);
}

/** Flags are text; the settings check what they are given, so only numbers are converted here. */
function overrides(flags: Flags): ConfigOverrides {
  return {
    mode: flags.mode as ConfigOverrides["mode"],
    pollIntervalMs: numberOf("--poll-interval-ms", flags.pollIntervalMs),
    // Whoever started it in the foreground ends it, too.
    idleExitSeconds: numberOf("--idle-exit", flags.idleExit) ?? (flags.background === true ? undefined : 0),
    batchSize: numberOf("--batch-size", flags.batchSize),
    durability: flags.durability as ConfigOverrides["durability"],
    logLevel: flags.logLevel as ConfigOverrides["logLevel"],
  };
}

export function addWorker(program: Command, io: Io): void {
  const worker = program.command("worker").description("apply the queued entries, in the foreground");
  addRunOptions(worker, io).addHelpText(
    "after",
    `
Examples:
  hive worker                               until Ctrl+C
  hive worker --once
  hive worker --mode poll --poll-interval-ms 100
  hive worker start                         in the background
  hive worker logs --follow`,
  );
  const run = worker.command("run").description("the same as hive worker; for service units");
  addRunOptions(run, io).addHelpText("after", "\nExample:\n  hive worker run --idle-exit 0");
  run.addOption(new Option("--background", "make way for another worker, and end when nothing comes").hideHelp());
  addWorkerControl(worker, io);
}

function addRunOptions(command: Command, io: Io): Command {
  return command
    .option("--root <dir>", "the .hive-mind directory")
    .option("--mode <mode>", "event (the kernel wakes it) or poll")
    .option("--poll-interval-ms <ms>", "time between two looks in poll mode")
    .option("--idle-exit <seconds>", "end after so long without an entry; 0 means never")
    .option("--once", "apply what is there, then end")
    .option("--batch-size <n>", "entries in one transaction at most")
    .option("--durability <mode>", "process (survives a crash) or power (survives a power cut)")
    .option("--log-level <level>", "debug, info, warn or error")
    .option("--quiet", "log to the file alone")
    .action(async (_flags: Flags, self: Command) => {
      const flags = self.optsWithGlobals<Flags>();
      await runWorker(io, flags, flags.root);
    });
}

async function runWorker(io: Io, flags: Flags, givenRoot: string | undefined): Promise<void> {
  const root = findRoot(io, givenRoot);
  const config = loadConfig(io, root, overrides(flags));
  const log = new Log({
    path: workerLogPath(root),
    level: config.logLevel,
    maxBytes: config.logMaxBytes,
    files: config.logFiles,
    echo: flags.quiet === true ? undefined : (line) => io.err(`${line}\n`),
  });
  const ending = new AbortController();
  let worker: Worker | undefined;
  const onSignal = (): void => {
    if (ending.signal.aborted) process.exit(SECOND_SIGNAL_EXIT_CODE);
    ending.abort();
    // What it throws comes from `done`, below.
    void worker?.stop().catch(() => undefined);
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  let place: Place | null = null;
  try {
    if (flags.background === true) {
      place = await takeBackground(root, config, log, ending.signal);
      if (place === null) return;
    }
    const supervision = place === null ? {} : { supervision: place.supervision };
    worker = await Worker.start({ root, config, log, isOnce: flags.once === true, ...supervision }, ending.signal);
    if (ending.signal.aborted) await worker.stop();
    await worker.done;
  } catch (error) {
    if (ending.signal.aborted && errorCode(error) === "HIVE_STORE_UNAVAILABLE") return;
    log.write("error", "worker failed", { error: String(error) });
    throw error instanceof HiveError ? error : new HiveError("HIVE_BUG", String(error), { cause: error });
  } finally {
    place?.release();
    process.off("SIGTERM", onSignal);
    process.off("SIGINT", onSignal);
  }
}

interface Place {
  readonly supervision: Supervision;
  readonly release: () => void;
}

/** Null where another worker is at work. */
async function takeBackground(root: string, config: Config, log: Log, signal: AbortSignal): Promise<Place | null> {
  const paths = queuePaths(root);
  makeQueue(paths);
  let lock = await takePlace({ paths, config, log, signal });
  if (lock === null) return null;
  const onMaintain = (): boolean => {
    // It has lived for a while: when it ends, the next may come at once.
    openGate(paths);
    lock = lock === null ? null : keepPlace(paths, lock);
    return lock === null || isReplaced();
  };
  return { supervision: { onDeaf: () => openGate(paths), onMaintain }, release: () => lock?.release() };
}
