/** Ends the workers of a queue. All that has to change when something else starts and stops them. */
import { readdirSync, readlinkSync, realpathSync } from "node:fs";
import { errorCode, HiveError } from "../errors.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { lockPath } from "../queue/maintenance.ts";
import { workerFiles } from "./worker-files.ts";

const DEADLINE_MS = 15_000;
const LOOK_MS = 20;

/** The workers whose lock is held now. */
export const livingWorkers = (paths: QueuePaths): string[] =>
  workerFiles(paths).flatMap(({ id, isAlive }) => (isAlive ? [id] : []));

/**
 * Asks each to end (SIGTERM) and waits until its lock is free: by then it has put back what it had claimed.
 * @returns the ids of those that ended
 * @throws HIVE_UNHEALTHY when one does not end, or lives where it cannot be reached
 */
export async function stopWorkers(paths: QueuePaths): Promise<string[]> {
  const ids = livingWorkers(paths);
  for (const id of ids) signal(paths, id);
  const endMs = performance.now() + DEADLINE_MS;
  for (let left = ids; left.length > 0; left = left.filter((id) => livingWorkers(paths).includes(id))) {
    if (performance.now() > endMs) {
      throw new HiveError("HIVE_UNHEALTHY", `${left.join(", ")} did not end within ${DEADLINE_MS / 1000} s`, {
        hint: `end it yourself (kill ${left.map((id) => Number.parseInt(id, 10)).join(" ")}), then run this again`,
      });
    }
    await Bun.sleep(LOOK_MS);
  }
  return ids;
}

function signal(paths: QueuePaths, id: string): void {
  const pid = Number.parseInt(id, 10);
  if (!holds(pid, lockPath(paths, id))) {
    throw new HiveError("HIVE_UNHEALTHY", `worker ${id} lives, and process ${pid} is not it`, {
      hint: "does it run in a container, or on another machine? end it there",
    });
  }
  try {
    process.kill(pid, "SIGTERM");
  } catch (error) {
    // It has ended by itself.
    if (errorCode(error) !== "ESRCH") throw error;
  }
}

/** Whether a process has a file open; where that cannot be seen, the held lock and the PID in its name have to do. */
function holds(pid: number, path: string): boolean {
  if (process.platform !== "linux") return true;
  const real = realpathSync(path);
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkIfThere(`/proc/${pid}/fd/${fd}`) === real);
  } catch (error) {
    // No such process, or one of another user's, which a worker here cannot be.
    if (["ENOENT", "EACCES", "EPERM"].includes(errorCode(error) ?? "")) return false;
    throw error;
  }
}

function readlinkIfThere(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}
