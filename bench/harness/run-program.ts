import { readFileSync } from "node:fs";

/** A process that ran to its end, as the kernel accounts for it. */
export interface Ended {
  /** From spawn to exit. */
  readonly wallMs: number;
  /** User and system time of all its threads. */
  readonly cpuMs: number;
  /** Null if not requested, not on Linux, or if the program ended too soon. */
  readonly peakMiB: number | null;
  readonly stdout: string;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly stdin?: Blob;
  readonly env?: Readonly<Record<string, string>>;
  /** @default this process's own */
  readonly cwd?: string;
  /** Whether its output is wanted: a pipe costs a little. @default false */
  readonly keepsOutput?: boolean;
  /** Whether to sample its memory while it runs. @default false */
  readonly watchesMemory?: boolean;
  /** An exit code other than 0 that is none of its failures; its standard error is not shown then. @default none */
  readonly passes?: number;
}

const MEMORY_INTERVAL_MS = 20;

/** @throws when it ends with another code than 0, or was aborted */
export async function runToEnd(command: readonly string[], options: RunOptions): Promise<Ended> {
  const { signal, stdin, env = {}, cwd, keepsOutput = false, watchesMemory = false, passes } = options;
  signal.throwIfAborted();
  const startedMs = performance.now();
  const child = Bun.spawn([...command], {
    stdin: stdin ?? "ignore",
    stdout: keepsOutput ? "pipe" : "ignore",
    stderr: passes === undefined ? "inherit" : "ignore",
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    signal,
  });
  let peakMiB: number | null = null;
  const look = (): void => void (peakMiB = readPeakMiB(child.pid) ?? peakMiB);
  const timer = watchesMemory ? setInterval(look, MEMORY_INTERVAL_MS) : undefined;
  const output = child.stdout === undefined ? Promise.resolve("") : new Response(child.stdout).text();
  const exitCode = await child.exited;
  const wallMs = performance.now() - startedMs;
  clearInterval(timer);
  signal.throwIfAborted();
  if (exitCode !== 0 && exitCode !== passes)
    throw new Error(`${command.join(" ")} ended with ${exitCode ?? child.signalCode}`);
  const usage = child.resourceUsage();
  if (usage === undefined) throw new Error(`the kernel says nothing of ${command.join(" ")}`);
  return { wallMs, cpuMs: Number(usage.cpuTime.total) / 1000, peakMiB, stdout: await output };
}

/**
 * The most memory that a running process has held. Not `maxRSS` of its resource usage: a spawned process begins with
 * that of the process that spawned it.
 */
function readPeakMiB(pid: number): number | null {
  try {
    const kib = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kib === undefined ? null : Number(kib) / 1024;
  } catch {
    // It has ended, or there is no /proc.
    return null;
  }
}
