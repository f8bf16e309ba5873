import type { Command } from "commander";
import type { ConfigOverrides } from "../config.ts";
import { errorCode, HiveError } from "../errors.ts";
import { queuePaths } from "../queue/layout.ts";
import { Log } from "../worker/log.ts";
import { Worker } from "../worker/worker.ts";
import type { Io } from "./io.ts";
import { findRoot, loadConfig } from "./root.ts";

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
}

const SECOND_SIGNAL_EXIT_CODE = 130;

const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** Flags are text; the settings check what they are given, so only numbers are converted here. */
function overrides(flags: Flags): ConfigOverrides {
  return {
    mode: flags.mode as ConfigOverrides["mode"],
    pollIntervalMs: number(flags.pollIntervalMs),
    idleExitSeconds: number(flags.idleExit),
    batchSize: number(flags.batchSize),
    durability: flags.durability as ConfigOverrides["durability"],
    logLevel: flags.logLevel as ConfigOverrides["logLevel"],
  };
}

export function addWorker(program: Command, io: Io): void {
  program
    .command("worker")
    .description("apply the queued entries, in the foreground")
    .option("--root <dir>", "the .hive-mind directory")
    .option("--mode <mode>", "event (the kernel wakes it) or poll")
    .option("--poll-interval-ms <ms>", "time between two looks in poll mode")
    .option("--idle-exit <seconds>", "end after so long without an entry; 0 means never")
    .option("--once", "apply what is there, then end")
    .option("--batch-size <n>", "entries in one transaction at most")
    .option("--durability <mode>", "process (survives a crash) or power (survives a power cut)")
    .option("--log-level <level>", "debug, info, warn or error")
    .option("--quiet", "log to the file alone")
    .addHelpText(
      "after",
      "\nExamples:\n  hive worker\n  hive worker --once\n  hive worker --mode poll --poll-interval-ms 100",
    )
    .action(async (flags: Flags, command: Command) => {
      await runWorker(io, flags, command.optsWithGlobals<Flags>().root);
    });
}

async function runWorker(io: Io, flags: Flags, givenRoot: string | undefined): Promise<void> {
  const root = findRoot(io, givenRoot);
  const given = loadConfig(root, overrides(flags));
  const echo = flags.quiet === true ? undefined : (line: string): void => io.err(`${line}\n`);
  const log = new Log({
    path: `${queuePaths(root).root}/logs/worker.log`,
    level: given.logLevel,
    maxBytes: given.logMaxBytes,
    files: given.logFiles,
    echo,
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
  try {
    worker = await Worker.start({ root, config: given, log, isOnce: flags.once === true }, ending.signal);
    if (ending.signal.aborted) await worker.stop();
    await worker.done;
  } catch (error) {
    if (ending.signal.aborted && errorCode(error) === "HIVE_STORE_UNAVAILABLE") return;
    log.write("error", "worker failed", { error: String(error) });
    throw error instanceof HiveError ? error : new HiveError("HIVE_BUG", String(error), { cause: error });
  } finally {
    process.off("SIGTERM", onSignal);
    process.off("SIGINT", onSignal);
  }
}
