/** Fresh directories and real workers. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { ConfigOverrides } from "../../src/base/config/validate.ts";
import type { NewEntry } from "../../src/queue/entry.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { type Heartbeat, readHeartbeat } from "../../src/supervisor/heartbeat.ts";
import type { Fault } from "./faults.ts";
import { isWoken, type WorkerSpec } from "./modes.ts";
import { DEFAULT_INTERVALS_MS, type IntervalsMs, type Mode } from "../figures/result.ts";

export const TOP = resolve(import.meta.dir, "../..");
export const MAIN = join(TOP, "src/cli/main.ts");
export const WORKER = join(import.meta.dir, "worker.ts");

const READY_TIMEOUT_MS = 30_000;
const END_TIMEOUT_MS = 30_000;
const REMOVE_ATTEMPTS = 50;

const directories = new Set<string>();
const processes = new Set<Bun.Subprocess>();

/**
 * Kills every worker and removes every directory that is left: for an end that came before their blocks' own.
 * Synchronous, so that it can run as the process exits.
 */
export function releaseAll(): void {
  for (const child of processes) child.kill("SIGKILL");
  processes.clear();
  for (const path of directories) removeDirectory(path);
}

function removeDirectory(path: string): void {
  for (let attempt = 1; directories.has(path); attempt += 1) {
    try {
      rmSync(path, { recursive: true, force: true });
      directories.delete(path);
    } catch (error) {
      // A worker that is being killed may still make a file in a directory that is being removed.
      if (attempt === REMOVE_ATTEMPTS) throw error;
      Bun.sleepSync(20);
    }
  }
}

/** A fresh state directory, removed at the end of the block. @param parent where it is made */
export function freshRoot(parent = tmpdir()): { readonly root: string } & Disposable {
  const path = mkdtempSync(join(parent, "hive-bench-"));
  directories.add(path);
  spreadOverDisk(path);
  return { root: join(mkdtempSync(join(path, "root-")), ".hive-mind"), [Symbol.dispose]: () => removeDirectory(path) };
}

/**
 * Makes ext4 put a directory's files into block groups of their own. Without a journal ext4 skips every inode of a
 * group that was deleted in the last minutes. After a run of the benchmarks a new file then took 0.8 ms, and 0.03 ms
 * elsewhere on the disk. Other file systems have no such attribute.
 */
function spreadOverDisk(directory: string): void {
  if (Bun.which("chattr") === null) return;
  Bun.spawnSync(["chattr", "+T", directory], { stdout: "ignore", stderr: "ignore" });
}

/** The entry that the harness measures with: a ledger row and a log row. */
export function logEntry(text = "m"): NewEntry {
  return { operation: "insert_log", payload: { sessionId: "bench", atMs: 0, level: "info", message: text } };
}

export interface StartOptions {
  readonly fault?: Fault | undefined;
  /** @default DEFAULT_INTERVALS_MS */
  readonly intervalsMs?: IntervalsMs | undefined;
  /** Settings other than hive's defaults. */
  readonly config?: ConfigOverrides;
  /** Whether it fills the archive. @default true */
  readonly isForwarding?: boolean;
  /** Beside this process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A worker process that listens; it ends with the block at the latest. */
export interface RunningWorker extends AsyncDisposable {
  readonly pid: number;
  /** Names its claims: `processing/{id}/`. */
  readonly id: string;
  readonly hasEnded: () => boolean;
  /** Ends it in order. @returns its last heartbeat @throws when it ended in another way */
  stop(): Promise<Heartbeat>;
}

/**
 * Starts a real worker and waits until it listens.
 * @throws when it ends before that, or polls although its mode is to be woken
 */
export async function startWorker(root: string, mode: Mode, options: StartOptions = {}): Promise<RunningWorker> {
  const { fault = null, intervalsMs = DEFAULT_INTERVALS_MS, config = {}, isForwarding = true, env = {} } = options;
  const spec: WorkerSpec = { root, mode, fault, intervalsMs, config, isForwarding };
  // The end of its standard input shows the worker that the harness is gone.
  const worker = await spawnWorker([process.execPath, WORKER, JSON.stringify(spec)], root, { stdin: "pipe", env });
  const { child, heartbeat } = worker;
  if (isWoken(mode) && heartbeat.fallback_reason !== null) {
    await worker[Symbol.asyncDispose]();
    throw new Error(heartbeat.fallback_reason);
  }
  return {
    pid: child.pid,
    id: heartbeat.worker,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    stop: () => stopWorker(child, root),
    [Symbol.asyncDispose]: worker[Symbol.asyncDispose],
  };
}

export interface SpawnedWorker extends AsyncDisposable {
  readonly child: Bun.Subprocess;
  readonly heartbeat: Heartbeat;
}

/**
 * Starts the process of a worker and waits for its first heartbeat; it ends with the block at the latest.
 * @throws when it ends before that
 */
export async function spawnWorker(
  command: readonly string[],
  root: string,
  options: Pick<Bun.Spawn.SpawnOptions<"pipe" | "ignore", "ignore", "inherit">, "stdin" | "ipc" | "signal"> & {
    /** Beside this process's own. */
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<SpawnedWorker> {
  const env = { ...process.env, ...options.env };
  const child = Bun.spawn([...command], { ...options, env, stdout: "ignore", stderr: "inherit" });
  processes.add(child);
  try {
    return { child, heartbeat: await firstHeartbeat(child, root), [Symbol.asyncDispose]: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** A worker writes its first heartbeat when its wake sources have proved themselves. */
async function firstHeartbeat(child: Bun.Subprocess, root: string): Promise<Heartbeat> {
  const paths = queuePaths(root);
  const isReport = (name: string): boolean => name.startsWith(`${child.pid}-`) && name.endsWith(".json");
  const endMs = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    const report = existsSync(paths.workers) ? readdirSync(paths.workers).find(isReport) : undefined;
    const heartbeat = report === undefined ? null : readHeartbeat(paths, report.slice(0, -".json".length));
    if (heartbeat !== null) return heartbeat;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the worker ended: ${howEnded(child)}`);
    if (performance.now() > endMs) throw new Error(`no heartbeat within ${READY_TIMEOUT_MS / 1000} s`);
    await Bun.sleep(5);
  }
}

async function stopWorker(child: Bun.Subprocess, root: string): Promise<Heartbeat> {
  await end(child);
  if (child.exitCode !== 0) throw new Error(`the worker ended: ${howEnded(child)}`);
  const heartbeat = readHeartbeat(queuePaths(root));
  if (heartbeat?.pid !== child.pid) throw new Error("another worker's heartbeat was written after this one's last");
  return heartbeat;
}

/** Asks it to end, and kills it when it does not. */
async function end(child: Bun.Subprocess): Promise<void> {
  child.kill("SIGTERM");
  const killing = setTimeout(() => child.kill("SIGKILL"), END_TIMEOUT_MS);
  await child.exited;
  clearTimeout(killing);
  processes.delete(child);
}

function howEnded(child: Bun.Subprocess): string {
  return `${child.signalCode ?? `exit code ${child.exitCode}`}`;
}
