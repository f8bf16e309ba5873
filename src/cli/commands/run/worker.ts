import { type Command, Option } from "commander";
import type { ConfigOverrides } from "../../../base/config/validate.ts";
import { errorCode, errorMessage, HiveError } from "../../../base/errors.ts";
import { KIND } from "../../../platform/installation.ts";
import { queuePaths } from "../../../queue/layout.ts";
import { hasFleet } from "../../../store/postgres/connect/settings.ts";
import { Log } from "../../../supervisor/log.ts";
import { findWorkers } from "../../../supervisor/find.ts";
import { type Slot, takeSlot } from "../../../supervisor/slot.ts";
import { openWorker } from "../../../worker/open-worker.ts";
import type { Worker } from "../../../worker/worker.ts";
import type { Io } from "../../io.ts";
import { sentence } from "../../text/log-text.ts";
import { printable } from "../../text/render.ts";
import { settingOption, unknownCommand } from "../../flags.ts";
import { findRoot, loadConfig } from "../../root.ts";
import { addWorkerControl, workerLogPath } from "./worker-control.ts";

interface Flags extends Pick<ConfigOverrides, "mode" | "pollIntervalMs" | "batchSize" | "durability" | "logLevel"> {
  readonly root?: string;
  readonly idleExit?: number;
  readonly once?: boolean;
  readonly quiet?: boolean;
  readonly background?: boolean;
}

const SECOND_SIGNAL_EXIT_CODE = 130;

function overrides({
  mode,
  pollIntervalMs,
  batchSize,
  durability,
  logLevel,
  idleExit,
  background,
}: Flags): ConfigOverrides {
  // A person who starts it in the foreground also ends it.
  const idleExitSeconds = idleExit ?? (background === true ? undefined : 0);
  return { mode, pollIntervalMs, batchSize, durability, logLevel, idleExitSeconds };
}

export function addWorker(program: Command, io: Io): void {
  const worker = program
    .command("worker")
    .description("apply the queued entries, in the foreground or the background")
    .usage("[options] [command]")
    .addHelpText(
      "after",
      `
Without a command it means hive worker run, and takes its flags.

Examples:
  hive worker                               until Ctrl+C
  hive worker --once
  hive worker --mode poll --poll-interval-ms 100
  hive worker start                         in the background
  hive worker logs --follow`,
    );
  worker
    .command("run", { isDefault: true })
    .description("run a worker in the foreground, until Ctrl+C")
    .allowExcessArguments()
    .addOption(settingOption("--mode <mode>", "mode", "wake by the kernel's events, or by a timer"))
    .addOption(settingOption("--poll-interval-ms <ms>", "pollIntervalMs", "time between two looks in poll mode"))
    .addOption(
      settingOption("--idle-exit <seconds>", "idleExitSeconds", "end after so long without an entry; 0 means never"),
    )
    .option("--once", "apply the waiting entries, then end")
    .addOption(settingOption("--batch-size <n>", "batchSize", "entries in one transaction at most"))
    .addOption(settingOption("--durability <mode>", "durability", "survive a crash of a process, or also a power cut"))
    .addOption(settingOption("--log-level <level>", "logLevel", "the lowest level to log"))
    .option("--quiet", "log to the file alone")
    .addOption(new Option("--background", "exit if another worker runs, and after a time without entries").hideHelp())
    .addHelpText("after", "\nExample:\n  hive worker run --idle-exit 60")
    .action(async (_flags: Flags, self: Command) => {
      const [word] = self.args;
      if (word !== undefined) unknownCommand(worker, word);
      const flags = self.optsWithGlobals<Flags>();
      await runWorker(io, flags, flags.root);
    });
  addWorkerControl(worker, io);
}

async function runWorker(io: Io, flags: Flags, givenRoot: string | undefined): Promise<void> {
  const root = findRoot(io, givenRoot);
  const config = loadConfig(io, root, overrides(flags));
  const log = new Log({
    path: workerLogPath(root),
    level: config.logLevel,
    maxBytes: config.logMaxBytes,
    files: config.logFiles,
    echo: flags.quiet === true ? undefined : (line) => io.err(io.isTTY ? sentence(line) : `${line}\n`),
  });
  if (flags.background !== true && flags.quiet !== true) tellOthers(io, root);
  const ending = new AbortController();
  let worker: Worker | undefined;
  const onSignal = (): void => {
    if (ending.signal.aborted) process.exit(SECOND_SIGNAL_EXIT_CODE);
    ending.abort();
    // Its errors come from `done`, below.
    void worker?.stop().catch(() => undefined);
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  let slot: Slot | null = null;
  try {
    if (flags.background === true) {
      slot = await takeSlot({ paths: queuePaths(root), config, log, signal: ending.signal });
      if (slot === null) return;
    }
    const supervision = slot === null ? {} : { supervision: slot.supervision };
    worker = await openWorker(
      {
        root,
        config,
        log,
        isOnce: flags.once === true,
        isForwarding: config.archive !== "off" || hasFleet(config, io.env),
        ...supervision,
      },
      ending.signal,
    );
    if (ending.signal.aborted) await worker.stop();
    await worker.done;
  } catch (error) {
    if (ending.signal.aborted && errorCode(error) === "HIVE_STORE_UNAVAILABLE") return;
    log.write("error", "worker failed", { error: String(error) });
    throw error instanceof HiveError ? error : new HiveError("HIVE_BUG", String(error), { cause: error });
  } finally {
    slot?.release();
    process.off("SIGTERM", onSignal);
    process.off("SIGINT", onSignal);
  }
  // Nobody has called for a while, and the next worker need not wait.
  if (KIND === "plugin" && slot !== null && !ending.signal.aborted) await compileHook(io, log);
}

/** A hook that cannot be compiled runs from source. */
async function compileHook(io: Io, log: Log): Promise<void> {
  try {
    const { compilePluginHook } = await import("../../../install/hook/plugin-hook.ts");
    const command = await compilePluginHook(io.env);
    if (command !== null) log.write("info", "hook compiled", { command });
  } catch (error) {
    log.write("warn", "the hook could not be compiled", { error: errorMessage(error) });
  }
}

/** A second worker does no harm: only one of them wins the claim of an entry. */
function tellOthers(io: Io, root: string): void {
  const ids = findWorkers(queuePaths(root)).map(({ id }) => id);
  if (ids.length === 0) return;
  const which = ids.length === 1 ? `worker ${ids[0]} is` : `workers ${ids.join(", ")} are`;
  io.err(`hive: ${printable(which)} at work here already: they share the entries\n`);
}
