/** CPU time and wakeups of a process and all that it started, as the kernel counts them. */
import { readdirSync, readFileSync } from "node:fs";
import { errorCode } from "../../src/base/errors.ts";

interface Count {
  readonly cpuMs: number;
  /** Voluntary context switches: how often it slept, and so how often it was woken. Null where the system has none. */
  readonly wakeups: number | null;
}

/** Counts by thread, or by process if the system gives no more. */
export type Usage = ReadonlyMap<string, Count>;

export const USAGE_SOURCE =
  process.platform === "linux"
    ? "/proc: schedstat and voluntary context switches of every thread of the process tree"
    : "ps: CPU time of the process tree to 10 ms; wakeups are not told on this system";

/** @throws when the process is gone */
export function readUsage(pid: number): Usage {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): Usage {
  const counts = new Map<string, Count>();
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const directory = `/proc/${pid}/task/${thread}`;
    try {
      const cpuMs = Number(readFileSync(`${directory}/schedstat`, "utf8").split(" ")[0]) / 1e6;
      const status = readFileSync(`${directory}/status`, "utf8");
      counts.set(thread, { cpuMs, wakeups: Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)![1]) });
      const children = readFileSync(`${directory}/children`, "utf8").split(" ").filter(Boolean);
      for (const child of children) for (const [id, count] of fromProc(Number(child))) counts.set(id, count);
    } catch (error) {
      // A thread or a child that ended between two reads; the process itself is missed by the first.
      if (errorCode(error) !== "ENOENT" && errorCode(error) !== "ESRCH") throw error;
    }
  }
  return counts;
}

function fromPs(root: number): Usage {
  const { stdout } = Bun.spawnSync(["ps", "-A", "-o", "pid=,ppid=,time="], { stderr: "inherit" });
  const rows = stdout
    .toString()
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/) as [string, string, string]);
  const counts = new Map<string, Count>();
  const add = (pid: string): void => {
    for (const [id, , time] of rows.filter((row) => row[0] === pid))
      counts.set(id, { cpuMs: timeMs(time), wakeups: null });
    for (const [child] of rows.filter((row) => row[1] === pid)) add(child);
  };
  add(String(root));
  if (counts.size === 0) throw new Error(`process ${root} is gone`);
  return counts;
}

/** `[[days-]hours:]minutes:seconds[.hundredths]` */
export function timeMs(text: string): number {
  const [days, clock] = text.includes("-") ? (text.split("-") as [string, string]) : ["0", text];
  const seconds = clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1000;
}

/** The use between two readings. A thread that ended takes its own use since the first with it. */
export function usedBetween(before: Usage, after: Usage): Count {
  let cpuMs = 0;
  let wakeups: number | null = 0;
  for (const [id, now] of after) {
    const then = before.get(id) ?? { cpuMs: 0, wakeups: 0 };
    cpuMs += now.cpuMs - then.cpuMs;
    wakeups = wakeups === null || now.wakeups === null ? null : wakeups + now.wakeups - (then.wakeups ?? 0);
  }
  return { cpuMs, wakeups };
}
