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
  /** Decoded when it is read: bytes of files are no text, and may be many. */
  readonly output: string;
  readonly bytes: Buffer;
}

/** The running process groups. */
const running = new Set<number>();

let mayRun = true;

/**
 * Ends all running processes: nothing else would, once this process is gone.
 * @param isForGood whether no further one is started. @default false
 */
export function endRunning(isForGood = false): void {
  if (isForGood) mayRun = false;
  for (const pid of running) killGroup(pid);
}

/**
 * Runs a program to its end. Kills its whole process group when it takes too long or prints too much.
 * @throws an error that says so, also for an exit code that is not expected
 */
export async function runWithin(command: readonly [string, ...string[]], limits: RunLimits): Promise<Ended> {
  const { cwd, env, stdin, deadlineMs, maxBytes, expected = [0] } = limits;
  const name = command[0].slice(command[0].lastIndexOf("/") + 1);
  if (!mayRun) throw new Error(`${name} is not started: this process ends`);
  const child = Bun.spawn([...command], {
    cwd,
    // @mutant git gets nothing of the worker's environment
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
    const bytes = await readAtMost(child.stdout, maxBytes);
    if (bytes === null) throw new Error(`${name} printed more than ${maxBytes} bytes`);
    const exitCode = await child.exited;
    if (isLate) throw new Error(`${name} took too long`);
    // @mutant only an exit code that is expected goes on
    if (!expected.includes(exitCode)) throw new Error(`${name} ended with ${exitCode}`);
    return {
      bytes,
      get output() {
        return bytes.toString("utf8");
      },
    };
  } finally {
    clearTimeout(timer);
    if (child.exitCode === null && child.signalCode === null) killGroup(child.pid);
    await child.exited;
    running.delete(child.pid);
  }
}

async function readAtMost(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function killGroup(pid: number): void {
  try {
    // @mutant what git has started ends with it
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended.
    return;
  }
}
