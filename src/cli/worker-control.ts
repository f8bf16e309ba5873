import { statSync, watch } from "node:fs";
import type { Command } from "commander";
import { HiveError } from "../base/errors.ts";
import { readTail } from "../base/files.ts";
import { type QueuePaths, queuePaths } from "../queue/layout.ts";
import { makeQueue } from "../queue/make.ts";
import { openGate } from "../supervisor/background.ts";
import { endWorkers } from "../supervisor/end-worker.ts";
import { findWorkers, type LiveWorker } from "../supervisor/find.ts";
import { startWorker } from "../supervisor/start-worker.ts";
import type { Io } from "./io.ts";
import { printable } from "./render.ts";
import { printableJson } from "../base/printable.ts";
import { findRoot, loadConfig } from "./root.ts";

interface Flags {
  readonly root?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly follow?: boolean;
  readonly lines?: string;
}

/** A store that is locked is waited for, and a backlog is no reason to wait. */
const START_MS = 15_000;
const LOOK_MS = 10;
const GRACE_MS = 5000;
const DEFAULT_LINES = 50;
/** So much of the end of a log is read: for each line that is asked for, within limits. */
const LINE_BYTES = 4096;
const MIN_LOG_BYTES = 1024 ** 2;
const MAX_LOG_BYTES = 16 * 1024 ** 2;

/** The verbs after `hive worker` that are no worker themselves. */
export const CONTROLS: ReadonlySet<string | undefined> = new Set(["start", "stop", "restart", "logs"]);

export function workerLogPath(root: string): string {
  return `${root}/logs/worker.log`;
}

export function addWorkerControl(worker: Command, io: Io): void {
  const command = (name: string, description: string, examples: string): Command =>
    worker
      .command(name)
      .description(description)
      .option("--root <dir>", "the .hive-mind directory")
      .addHelpText("after", `\nExamples:\n${examples}`);
  const flagsOf = (self: Command): Flags & { root: string } => {
    const flags = self.optsWithGlobals<Flags>();
    return { ...flags, root: findRoot(io, flags.root) };
  };

  command("start", "start a worker in the background, unless one is at work", "  hive worker start").action(
    async (_: Flags, self: Command) => {
      const { root } = flagsOf(self);
      await start(io, root);
    },
  );
  command(
    "stop",
    "let the workers finish their batch and end; the next hook starts one again",
    "  hive worker stop\n  hive worker stop --force",
  )
    .option("--force", "kill one that does not end within 5 s; what it had claimed is applied by the next")
    .action(async (_: Flags, self: Command) => {
      const { root, force } = flagsOf(self);
      await stop(io, queuePaths(root), force === true);
    });
  command("restart", "stop the workers, then start one", "  hive worker restart\n  hive worker restart --force")
    .option("--force", "kill one that does not end within 5 s")
    .action(async (_: Flags, self: Command) => {
      const { root, force } = flagsOf(self);
      await stop(io, queuePaths(root), force === true);
      await start(io, root);
    });
  command("logs", "show what the workers have logged", "  hive worker logs\n  hive worker logs --lines 500 --follow")
    .option("--lines <n>", "how many of the last lines", String(DEFAULT_LINES))
    .option("--follow", "go on with what comes, until Ctrl+C")
    .option("--json", "the lines as they are: JSON")
    .action(async (_: Flags, self: Command) => {
      await logs(io, flagsOf(self));
    });
}

async function start(io: Io, root: string): Promise<void> {
  // The worker can say only in its log what does not count.
  loadConfig(io, root);
  const paths = queuePaths(root);
  makeQueue(paths);
  const before = findWorkers(paths);
  // Somebody asks for it: earlier starts do not count.
  openGate(paths);
  const child = startWorker(root);
  const endMs = performance.now() + START_MS;
  while (performance.now() < endMs) {
    const listening = findWorkers(paths).filter(({ heartbeat }) => heartbeat !== null);
    const [fresh] = listening.filter(({ id }) => !before.some((old) => old.id === id));
    if (fresh !== undefined) {
      assertStore(fresh);
      io.out(`worker ${fresh.id} started\n`);
      return;
    }
    // The new one makes way for one that works, and ends one that does not.
    if (child.exitCode !== null && listening.length > 0) {
      io.out(`worker ${listening.map(({ id }) => id).join(", ")} is at work already\n`);
      return;
    }
    await Bun.sleep(LOOK_MS);
  }
  throw new HiveError("HIVE_UNHEALTHY", `no worker listens after ${START_MS / 1000} s`, {
    hint: "see hive worker logs",
  });
}

/** @throws HIVE_UNHEALTHY for a worker that waits for its store */
function assertStore({ id, heartbeat }: LiveWorker): void {
  const storeError = heartbeat?.store_error ?? null;
  if (storeError === null) return;
  throw new HiveError("HIVE_UNHEALTHY", `worker ${id} has started, and waits: ${storeError}`, { hint: "hive doctor" });
}

async function stop(io: Io, paths: QueuePaths, mayKill: boolean): Promise<void> {
  const endings = await endWorkers(paths, { graceMs: GRACE_MS, mayKill });
  if (endings.length === 0) io.out("no worker runs\n");
  for (const { worker, ending } of endings) {
    if (ending === "refused" || ending === "alive") continue;
    io.out(`worker ${worker.id} ${ending === "killed" ? "was killed" : "has ended"}\n`);
  }
  const idsOf = (wanted: string) => endings.flatMap(({ worker: { id }, ending }) => (ending === wanted ? [id] : []));
  const [unknown, alive] = [idsOf("refused"), idsOf("alive")];
  if (unknown.length > 0) {
    throw new HiveError(
      "HIVE_UNHEALTHY",
      `worker ${unknown.join(", ")}: the kernel does not show which process holds its lock, so none was signalled`,
      { hint: "does it run in a container, as another user, or on another machine? end it there" },
    );
  }
  if (alive.length === 0) return;
  throw new HiveError("HIVE_UNHEALTHY", `worker ${alive.join(", ")} does not end`, {
    hint: mayKill ? "is it another user's?" : "hive worker stop --force kills it; nothing is lost by that",
  });
}

async function logs(io: Io, flags: Flags & { root: string }): Promise<void> {
  const lines = Number(flags.lines);
  if (!Number.isInteger(lines) || lines < 1) {
    throw new HiveError("HIVE_INVALID_OPTION", `--lines must be a whole number above 0, not ${flags.lines}`);
  }
  const path = workerLogPath(flags.root);
  const text = readTail(path, Math.min(MAX_LOG_BYTES, Math.max(MIN_LOG_BYTES, lines * LINE_BYTES)))?.trimEnd();
  if (text === undefined) {
    throw new HiveError("HIVE_NOT_FOUND", `no worker has logged anything in ${flags.root} yet`);
  }
  // A log of an older hive may hold what is not printable.
  const show = flags.json === true ? (line: string): string => `${printableJson(line)}\n` : readable;
  for (const line of text.split("\n").slice(-lines)) io.out(show(line));
  if (flags.follow === true) await follow(path, (line) => io.out(show(line)));
}

/** Goes on with what is appended; begins again with a log that was rotated. Never returns. */
async function follow(path: string, onLine: (line: string) => void): Promise<never> {
  let offset = statSync(path).size;
  const read = async (): Promise<void> => {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size < offset) offset = 0;
    // What came at once and is more than that is no log.
    offset = Math.max(offset, size - MAX_LOG_BYTES);
    const text = await Bun.file(path).slice(offset, size).text();
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    offset += Buffer.byteLength(whole);
    for (const line of whole.split("\n").slice(0, -1)) onLine(line);
  };
  let reading = Promise.resolve();
  watch(path.slice(0, path.lastIndexOf("/")), () => {
    reading = reading.then(read);
  });
  return new Promise<never>(() => undefined);
}

/** `2026-01-31T10:00:00.000Z warn  message  field=value` */
function readable(line: string): string {
  try {
    const { time, level, message, ...fields } = JSON.parse(line) as Record<string, unknown>;
    const rest = Object.entries(fields).map(
      ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
    );
    return `${printable([String(time), String(level).padEnd(5), String(message), ...rest].join("  "))}\n`;
  } catch {
    // Half a line, of a crash.
    return `${printable(line)}\n`;
  }
}
