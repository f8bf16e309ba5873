/** The work that a program asks the kernel for, by strace: it does not depend on the clock. */
import { readFileSync } from "node:fs";
import { runToEnd, type RunOptions } from "../../harness/run-program.ts";

export const HAS_STRACE = process.platform === "linux" && Bun.which("strace") !== null;

/** System calls with which a runtime manages memory, threads and timers: their number differs from run to run. */
const RUNTIME = new Set(
  `futex madvise mmap munmap mprotect mremap brk sched_yield sched_getaffinity sched_setscheduler clock_gettime clock_nanosleep
  nanosleep rt_sigaction rt_sigprocmask rt_sigreturn rt_sigtimedwait epoll_wait epoll_pwait epoll_pwait2 epoll_ctl poll ppoll
  restart_syscall exit exit_group getrusage gettid rseq set_robust_list clone clone3 prctl membarrier sigaltstack`.split(
    /\s+/,
  ),
);
const WRITES = new Set(["write", "pwrite64", "writev", "pwritev", "pwritev2"]);
const OPENS = new Set(["open", "openat", "openat2", "creat"]);
const WHOLE = /^(\d+) +(\w+)\((.*) = (-?\d+)/;
/** Another thread's call came between the beginning of this one and its end. */
const BEGUN = /^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$/;
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>(.*) = (-?\d+)/;

export interface Call {
  readonly name: string;
  /** The parameters, file descriptors with their paths. */
  readonly parameters: string;
  readonly result: number;
}

/** Runs a program to its end. @returns its system calls, without the runtime's own @throws when it fails */
export async function traced(command: readonly string[], log: string, options: RunOptions): Promise<Call[]> {
  await runToEnd(["strace", "-f", "-qq", "-y", "-s", "256", "-o", log, ...command], options);
  return callsIn(readFileSync(log, "utf8"));
}

/** Reads what `strace -f` wrote. */
export function callsIn(log: string): Call[] {
  const begun = new Map<string, string>();
  const calls: Call[] = [];
  for (const line of log.split("\n")) {
    const [, waiting, , first] = BEGUN.exec(line) ?? [];
    if (waiting !== undefined) begun.set(waiting, first!);
    const [, pid, name, rest, result] = WHOLE.exec(line) ?? RESUMED.exec(line) ?? [];
    if (name === undefined || RUNTIME.has(name)) continue;
    const parameters = line.includes(" resumed>") ? `${begun.get(pid!) ?? ""}${rest}` : rest!;
    calls.push({ name, parameters, result: Number(result) });
  }
  return calls;
}

export const opened = (calls: readonly Call[]): number =>
  calls.filter(({ name, result }) => OPENS.has(name) && result >= 0).length;

export function written(calls: readonly Call[]): number {
  const writes = calls.filter(({ name, result }) => WRITES.has(name) && result > 0);
  return writes.reduce((sum, { result }) => sum + result, 0);
}

/** The number of calls that name a file, those that write not counted. */
export const naming = (calls: readonly Call[]): number => calls.filter(({ name }) => !WRITES.has(name)).length;
