import { readFileSync } from "node:fs";

/** How long a process may be silent and still count as the session's. */
const RECENT_MS = 24 * 3_600_000;

/** The kernel counts a process's start in ticks, whatever the machine's own clock rate is. */
const TICKS_PER_SECOND = 100;

/** Where a session was seen, and by which process. */
interface Sighting {
  readonly pid: number | null;
  readonly lastSeenMs: number;
}

/**
 * Whether the agent's process of a session still runs, as far as can be told; null when no process is known. A number
 * alone lies, for the system gives it to another process later: so the process must exist, have begun before the
 * session was last seen, where the system says when (Linux), and the session must have been seen within a day.
 * @param ownPid the agent's process that asks: it has gone on to another session
 */
export function isSessionRunning(sightings: readonly Sighting[], nowMs: number, ownPid?: number): boolean | null {
  const known = sightings.filter((sighting) => sighting.pid !== null);
  if (known.length === 0) return null;
  return known.some(({ pid, lastSeenMs }) => {
    if (pid === null || pid === ownPid || nowMs - lastSeenMs > RECENT_MS || !exists(pid)) return false;
    const startedMs = startedAtMs(pid);
    // A second, for the start is known in hundredths and the boot time in whole seconds.
    return startedMs === null || startedMs <= lastSeenMs + 1000;
  });
}

function exists(pid: number): boolean {
  // The first process is no agent's, and lives for ever: a project's settings may name it.
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // It is gone, or another user's and so none of this user's agents.
    return false;
  }
}

/** When a process began; null where the system does not say. */
function startedAtMs(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold anything; the 22nd field counts from the boot.
    const ticks = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
    const bootSeconds = Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
    const startedMs = bootSeconds * 1000 + (ticks / TICKS_PER_SECOND) * 1000;
    return Number.isFinite(startedMs) ? startedMs : null;
  } catch {
    // No /proc, or the process has just ended: its number is all that is known.
    return null;
  }
}
