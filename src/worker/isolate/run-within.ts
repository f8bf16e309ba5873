export interface RunLimits {
  readonly cwd: string;
  /** All of it: nothing of this process's is added. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
  /** On the clock of `performance.now()`. */
  readonly deadlineMs: number;
  readonly maxBytes: number;
  /** @default [0] */
  readonly expected?: readonly number[];
}

export interface Ended {
  readonly output: string;
}

/** The groups of what runs. */
const running = new Set<number>();

/** Ends all that runs: nobody would, once this process is gone. */
export function endRunning(): void {
  for (const pid of running) killGroup(pid);
}

/**
 * Runs a program to its end, its whole group of processes killed when it takes too long or prints too much.
 * @throws an error that says so, also for an exit code that is not expected
 */
export async function runWithin(command: readonly [string, ...string[]], limits: RunLimits): Promise<Ended> {
  const { cwd, env, stdin, deadlineMs, maxBytes, expected = [0] } = limits;
  const name = command[0].slice(command[0].lastIndexOf("/") + 1);
  const child = Bun.spawn([...command], {
    cwd,
    env: { ...env },
    stdin: Buffer.from(stdin),
    stdout: "pipe",
    stderr: "ignore",
    // A group of its own, which can be killed as one.
    detached: true,
  });
  running.add(child.pid);
  let isLate = false;
  const timer = setTimeout(
    () => {
      isLate = true;
      killGroup(child.pid);
    },
    Math.max(0, deadlineMs - performance.now()),
  );
  try {
    const output = await readAtMost(child.stdout, maxBytes);
    if (output === null) throw new Error(`${name} printed more than ${maxBytes} bytes`);
    const exitCode = await child.exited;
    if (isLate) throw new Error(`${name} took too long`);
    if (!expected.includes(exitCode)) throw new Error(`${name} ended with ${exitCode}`);
    return { output };
  } finally {
    clearTimeout(timer);
    if (child.exitCode === null && child.signalCode === null) killGroup(child.pid);
    await child.exited;
    running.delete(child.pid);
  }
}

async function readAtMost(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended.
    return;
  }
}
