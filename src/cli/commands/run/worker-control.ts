import { statSync, watch } from "node:fs";
import type { Command } from "commander";
import { HiveError } from "../../../base/errors.ts";
import { readTail } from "../../../base/files/files.ts";
import { type QueuePaths, queuePaths } from "../../../queue/layout.ts";
import { makeQueue } from "../../../queue/make.ts";
import { endBackoff } from "../../../supervisor/slot.ts";
import { endWorkers } from "../../../supervisor/end/end-worker.ts";
import { findWorkers, type LiveWorker } from "../../../supervisor/find.ts";
import { spawnWorker } from "../../../supervisor/spawn.ts";
import { assertPerson, type Io } from "../../io.ts";
import { printableJson } from "../../../base/text/printable.ts";
import { positive } from "../../flags.ts";
import { sentence } from "../../text/log-text.ts";
import { findRoot, loadConfig } from "../../root.ts";

interface Flags {
  readonly root?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly follow?: boolean;
  readonly lines?: number;
}

/** A start waits for a locked store, but not for a backlog. */
const START_MS = 15_000;
const LOOK_MS = 10;
const GRACE_MS = 5000;
const DEFAULT_LINES = 50;
/** This many bytes at the end of a log are read for each line asked for, within limits. */
const LINE_BYTES = 4096;
const MIN_LOG_BYTES = 1024 ** 2;
const MAX_LOG_BYTES = 16 * 1024 ** 2;

export function workerLogPath(root: string): string {
  return `${root}/logs/worker.log`;
}

export function addWorkerControl(worker: Command, io: Io): void {
  const command = (name: string, description: string, examples: string): Command =>
    worker.command(name).description(description).addHelpText("after", `\nExamples:\n${examples}`);
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
    .option("--force", "kill a worker that does not end within 5 s; the next one applies its claims")
    .action(async (_: Flags, self: Command) => {
      const { root, force } = flagsOf(self);
      await stop(io, queuePaths(root), force === true);
    });
  command("restart", "stop the workers, then start one", "  hive worker restart\n  hive worker restart --force")
    .option("--force", "kill a worker that does not end within 5 s")
    .action(async (_: Flags, self: Command) => {
      const { root, force } = flagsOf(self);
      await stop(io, queuePaths(root), force === true);
      await start(io, root);
    });
  command("logs", "print the workers' log", "  hive worker logs\n  hive worker logs --lines 500 --follow")
    .option("--lines <n>", "the number of last lines to print", positive, DEFAULT_LINES)
    .option("--follow", "print new lines as they come, until Ctrl+C")
    .option("--json", "print the lines as they are: JSON")
    .action(async (_: Flags, self: Command) => {
      // A line may quote an entry or a file without proof.
      assertPerson(io, "the log quotes what came without proof: no agent is told of it");
      await logs(io, flagsOf(self));
    });
}

async function start(io: Io, root: string): Promise<void> {
  // The worker can report ignored settings only in its log, so report them here.
  loadConfig(io, root);
  const paths = queuePaths(root);
  makeQueue(paths);
  const before = findWorkers(paths);
  // A person asks for this start: earlier failed starts do not delay it.
  endBackoff(paths);
  const child = spawnWorker(root);
  const endMs = performance.now() + START_MS;
  while (performance.now() < endMs) {
    const listening = findWorkers(paths).filter(({ heartbeat }) => heartbeat !== null);
    const [fresh] = listening.filter(({ id }) => !before.some((old) => old.id === id));
    if (fresh !== undefined) {
      assertStore(fresh);
      io.out(`worker ${fresh.id} started\n`);
      return;
    }
    // The new worker exits if another one works, and ends one that does not.
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
  const { lines = DEFAULT_LINES } = flags;
  const path = workerLogPath(flags.root);
  const text = readTail(path, Math.min(MAX_LOG_BYTES, Math.max(MIN_LOG_BYTES, lines * LINE_BYTES)))?.trimEnd();
  if (text === undefined) {
    throw new HiveError("HIVE_NOT_FOUND", `no worker has logged anything in ${flags.root} yet`);
  }
  // The log of an older hive may contain control characters.
  const show = flags.json === true ? (line: string): string => `${printableJson(line)}\n` : sentence;
  for (const line of text.split("\n").slice(-lines)) io.out(show(line));
  if (flags.follow === true) await follow(path, (line) => io.out(show(line)));
}

/** Prints appended lines; begins again with a rotated log. Never returns. */
async function follow(path: string, onLine: (line: string) => void): Promise<never> {
  let offset = statSync(path).size;
  const read = async (): Promise<void> => {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size < offset) offset = 0;
    // A larger burst than this is not a worker's log: skip its beginning.
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
