import { kernelText } from "../../platform/process/kernel-text.ts";
import { statIn } from "../../platform/process/process-stat.ts";
import type { SeenProcess } from "../../store/sqlite/read/saved-session.ts";

/** A process known only by its number counts as the session's if it was active within this time. */
const RECENT_MS = 24 * 3_600_000;

/** The kernel counts a process's start in these ticks, on every machine. */
const TICKS_PER_SECOND = 100;

/** The process of a session, and the time of its last observation. */
interface Seen {
  readonly pid: number | null;
  readonly lastSeenMs: number;
}

/** This boot and namespace. */
let boot: { readonly bootId: string | undefined; readonly initTicks: number | undefined } | undefined;

const thisBoot = () =>
  (boot ??= { bootId: kernelText("/proc/sys/kernel/random/boot_id")?.trim(), initTicks: statOf(1)?.startTicks });

/** The boot in which a session's process ran, if that boot is over; null where that is not known. */
export function earlierBoot({ bootId }: Pick<SeenProcess, "bootId">): string | null {
  const now = thisBoot().bootId;
  return bootId === undefined || now === undefined || bootId === now ? null : bootId;
}

/**
 * True if the process of a session still runs. It must have the same number and start tick, in the same boot and
 * namespace. An ended process that is not reaped yet counts as dead.
 * @param ownPids the asking processes: they have moved on to another session
 * @returns null if that cannot be known, as for a container's process from outside of it
 */
export function isProcessRunning(
  seen: SeenProcess,
  lastSeenMs: number,
  nowMs: number,
  ownPids: readonly number[],
): boolean | null {
  const { pid, startTicks, bootId, initTicks } = seen;
  if (startTicks === undefined) return isSessionRunning([{ pid, lastSeenMs }], nowMs, ownPids);
  const here = thisBoot();
  if (here.bootId !== bootId || here.initTicks !== initTicks) return null;
  if (ownPids.includes(pid)) return false;
  const stat = statOf(pid);
  return stat !== null && !isOver(stat.state) && stat.startTicks === startTicks;
}

/**
 * True if the agent's process of a session still runs, judged by its number; null if no process is known. The system
 * reuses numbers, so a number alone is no proof. The process must exist. It must have begun before the session was last
 * seen, if the system gives its start (Linux). The session must have been seen within a day.
 * @param ownPids the asking processes: they have moved on to another session
 */
export function isSessionRunning(
  seen: readonly Seen[],
  nowMs: number,
  ownPids: readonly number[] = [],
): boolean | null {
  const known = seen.filter(({ pid }) => pid !== null);
  if (known.length === 0) return null;
  return known.some(({ pid, lastSeenMs }) => {
    if (pid === null || ownPids.includes(pid) || nowMs - lastSeenMs > RECENT_MS || !exists(pid)) return false;
    const startedMs = startedAtMs(pid);
    // Allow a second: the start is known in hundredths, and the boot time in whole seconds.
    return startedMs === null || startedMs <= lastSeenMs + 1000;
  });
}

function exists(pid: number): boolean {
  // Process 1 is never an agent and never ends; a project's settings may name it.
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
  } catch {
    // The process has ended, or belongs to another user and so is not this user's agent.
    return false;
  }
  const stat = statOf(pid);
  return stat === null || !isOver(stat.state);
}

/** The process has ended, but its parent has not reaped it: that may last for ever. */
const isOver = (state: string): boolean => state === "Z" || state === "X" || state === "x";

const statOf = (pid: number): ReturnType<typeof statIn> => statIn(kernelText(`/proc/${pid}/stat`));

/** The start of a process; null if the system does not give it. */
function startedAtMs(pid: number): number | null {
  const bootSeconds = Number(/^btime (\d+)$/m.exec(kernelText("/proc/stat") ?? "")?.[1]);
  const startedMs = bootSeconds * 1000 + ((statOf(pid)?.startTicks ?? Number.NaN) / TICKS_PER_SECOND) * 1000;
  return Number.isFinite(startedMs) ? startedMs : null;
}
